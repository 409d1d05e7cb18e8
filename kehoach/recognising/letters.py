"""Small and capital letters of Vietnamese as classes of regular expressions: ranges of Unicode mix them."""

from kehoach.vietnamese import letters

CAPITAL = f"[{''.join(sorted({letter for letter in letters() if letter.isupper()} | set('FJWZ')))}]"
SMALL = f"[{''.join(sorted({letter for letter in letters() if letter.islower()} | set('fjwz')))}]"
