"""What verbs share: examine a plan, read results, apply fixes, list products, make them, use many processes."""
