"""Owners' Word templates: how they are read, checked (KH8) and commented."""
