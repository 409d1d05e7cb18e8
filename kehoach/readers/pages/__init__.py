"""Readers of documents that are no Word files: text, Markdown, PDF. Each gives a `readers.document.ReadDocument`."""
