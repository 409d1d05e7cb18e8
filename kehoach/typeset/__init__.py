"""Papers typeset without an office suite: a paper as Typst source, then PDF, SVG or PNG."""
