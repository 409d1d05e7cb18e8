"""JSON Schema of plans, registry and results, for editors: the model's fields with Vietnamese texts beside them."""
