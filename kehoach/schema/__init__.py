"""JSON Schema of a plan and of the registry, for editors: the model's fields with Vietnamese texts beside them."""
