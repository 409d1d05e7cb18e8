"""A plan file out of what was found in a document, as a careful drafter would write it, and the proof of it."""
