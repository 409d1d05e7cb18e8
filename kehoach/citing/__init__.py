"""KH5: documents that a plan rests on or cites, and its own number."""
