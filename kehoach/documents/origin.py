"""What the blocks of a paper were made from."""

from __future__ import annotations

from kehoach.frozen import frozen

Origin = tuple[object, ...]
"""What a block was made from, from the outside in: sections and items of the plan, `Keys` of one, the last its own; a
tuple among them are several that go together. Empty: words of kehoach's own. It is beside the paper: equal papers are
equal wherever they come from."""


@frozen
class Keys:
    """The values of some keys of the plan or of an item; of a mapping there only the entry of the key `inner`."""

    of: object
    names: tuple[str, ...]
    inner: str = ""
