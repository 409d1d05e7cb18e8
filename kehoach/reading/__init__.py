"""Word files as lines and tables: what stands on their pages, with the form in which it is set."""
