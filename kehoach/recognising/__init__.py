"""What the lines of a document are: parts of a plan, labels, the tree of its items, facts. Pure: no file is opened."""
