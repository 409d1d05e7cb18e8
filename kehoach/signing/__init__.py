"""The places of digital signatures in a PDF."""
