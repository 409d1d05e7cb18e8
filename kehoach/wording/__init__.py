"""KH6: how texts are written: words, capitals, signs, figures, years."""
