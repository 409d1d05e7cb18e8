"""Located nodes into the model: the only place that gives text a meaning."""
