"""Signs of lists that Word sets in its fonts of symbols, as a PDF or a copied text has them: in the private area."""

PRIVATE_SIGNS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf06c": "●",
    "\uf06e": "■", "\uf0a8": "◻", "\uf071": "❑", "\uf0e8": "➔", "\uf0e0": "→", "\uf0a1": "○", "\uf09f": "•",
}  # fmt: skip
