"""Where the words of a paper were typed.

A block of a paper knows what it was made from (`documents.origin.Origin`), not how. Its words are found again among the
texts of that: first its own, then those it names, those around it, and those of the plan as a whole.
"""
