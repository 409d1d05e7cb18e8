"""Word files from papers: templates compiled once, values, marks, numbering, charts, isolation of custom templates."""
