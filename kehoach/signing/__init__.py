"""Digital signatures on a PDF: the places for them, and what a signed file says."""
