"""Files as located nodes. Reads nothing from disk: the workspace hands over the text."""
