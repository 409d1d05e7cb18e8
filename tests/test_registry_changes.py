"""Which plans a change of the registry touches: all that it may concern, and as few others as can be told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kehoach.pipeline.registry_changes import registry_entries, touching
from kehoach.storage.workspace import Workspace

REGISTRY = """
ubnd-tinh: {name: UBND tỉnh Sơn Hà, place: Sơn Hà}
so-khcn: {name: Sở Khoa học và Công nghệ, short: Sở KHCN, parent: ubnd-tinh}
so-cong-thuong: {name: Sở Công Thương, aliases: [Sở Thương mại]}
cac-so: {name: Các sở, members: [so-khcn, so-cong-thuong]}
tap-doan: Tập đoàn VNPT
so-cu: {name: Sở Cũ, until: 30/6/2025, successors: [so-cong-thuong]}
"""


@pytest.fixture
def tell(tmp_path: Path) -> Callable[[str], Callable[[str], bool]]:
    def read(text: str) -> dict[str, object]:
        (tmp_path / "plans").mkdir(exist_ok=True)
        (tmp_path / "plans/agencies.yaml").write_text(text, encoding="utf-8")
        return json.loads(json.dumps(registry_entries(Workspace(tmp_path))))  # type: ignore[no-any-return]

    return lambda after: touching(read(REGISTRY), read(after))


@pytest.mark.parametrize(
    ("old", "new", "touched", "free"),
    [
        ("short: Sở KHCN", "short: Sở KH", "[so-khcn]", "[so-cu]"),
        ("Sở Công Thương", "Sở Công thương", "theo sở  CÔNG\n  thương", "[so-khcn]"),
        ("short: Sở KHCN", "short: Sở KH", "[cac-so]", "[so-cong-thuong]"),  # a member changed
        ("members: [so-khcn, ", "members: [", "[so-khcn]", "[tap-doan]"),  # and went
        ("place: Sơn Hà", "place: Sơn Trà", "[so-khcn]", "[tap-doan]"),  # the body above
        ("[Sở Thương mại]", "[]", "của Sở Thương mại", "[so-khcn]"),  # a name that went
        ("Sở Công Thương,", "Sở Công Thương tỉnh,", "[so-cu]", "[so-khcn]"),  # a successor
        ("Tập đoàn VNPT", "Tập đoàn VNPT tỉnh", "mạng VNPT", "[so-khcn]"),  # an abbreviation
        ("tap-doan: Tập đoàn VNPT\n", "", "[tap-doan]", "[so-khcn]"),
        ("so-cu:", "so-moi: Sở Mới\nso-cu:", "Sở Mới", "[so-cu]"),
        ("ubnd-tinh:", "# nhận xét\nubnd-tinh:", "", "[ubnd-tinh, so-khcn] Sở Cũ VNPT"),
        ("short: Sở KHCN", "short: [Sở", "anything", ""),  # cannot be read
    ],
)
def test_what_a_change_touches(
    old: str, new: str, touched: str, free: str, tell: Callable[[str], Callable[[str], bool]]
) -> None:
    assert old in REGISTRY
    touches = tell(REGISTRY.replace(old, new, 1))
    assert not touched or touches(touched)
    assert not free or not touches(free)


@pytest.mark.parametrize("before", [{"a": 1}, {"a": ["x", 3, [], []]}, {"a": ["x", ["n"], None, []]}, {"a": []}])
def test_an_index_that_somebody_changed_tells_nothing(before: dict[str, object]) -> None:
    assert touching(before, {})("a text")
