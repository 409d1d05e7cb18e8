"""Tracked changes between two finished Word files. Knows only `ooxml`."""
