"""Reading: every value knows where it was written, and nothing is guessed."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kehoach.edits import Edit, apply
from kehoach.readers import yaml
from kehoach.source import ListNode, MappingNode, Node, Source, TextNode
from tests.support.plans import SEED


def parsed(text: str) -> MappingNode:
    node, findings = yaml.read(Source("a.yaml", text))
    assert isinstance(node, MappingNode), [str(f.message) for f in findings]
    return node


def value(text: str, key: str = "a") -> TextNode:
    found = parsed(text).get(key)
    assert isinstance(found, TextNode)
    return found


def test_scalars_are_text_until_the_schema_decides() -> None:
    for written in ("012", "no", "10:30", "15/6", "2026-02-30", "1_000", "0x1F", "1,56%", "1.50"):
        assert value(f"a: {written}\n").value == written


def test_yamls_words_for_nothing_are_nothing() -> None:
    for written in ("~", "null", ""):
        assert parsed(f"a: {written}\n").get("a") is None


def test_a_folded_text_flows_and_only_a_blank_line_parts_paragraphs() -> None:
    text = "a: >\n  Một  hai\n    ba\n  bốn\n\n  Đoạn hai.\nb: c\n"
    assert value(text).value == "Một hai ba bốn\nĐoạn hai."


def test_a_literal_text_keeps_its_lines() -> None:
    assert value("a: |\n  Một\n  Hai\n\n  Ba\n").value == "Một\nHai\nBa"


def test_every_word_of_a_text_knows_its_place() -> None:
    text = "b: x\na: >\n  Một hai\n\n  ba {{ year }} bốn\n"
    found = value(text).value
    at = found.at(found.index("{{"), found.index("}}") + 2)
    assert (at.line, at.column, at.text) == (5, 6, "{{ year }}")


def test_places_inside_quotes_and_over_several_lines() -> None:
    for text in ("a: một hai\n  ba bốn\n", "a: 'một hai\n  ba bốn'\n", 'a: "một hai\n  ba bốn"\n'):
        found = value(text).value
        assert found == "một hai ba bốn"
        at = found.at(found.index("bốn"))
        assert (at.line, text[at.start : at.start + 3]) == (2, "bốn")


def test_letters_with_loose_marks_are_read_whole_and_placed_as_written() -> None:
    loose = unicodedata.normalize("NFD", "Kế hoạch năm nay")
    node, findings = yaml.read(Source("a.yaml", f"a: {loose}\n"))
    assert isinstance(node, MappingNode)
    found = node.get("a")
    assert isinstance(found, TextNode)
    assert found.value == "Kế hoạch năm nay"
    assert [f.code for f in findings] == ["KH005"]
    assert found.value.at(found.value.index("nay")).start == f"a: {loose}".index("nay")


def test_windows_line_ends_do_not_move_places() -> None:
    text = "a: một\r\nb: >\r\n  hai\r\n  ba\r\nc: bốn\r\n"
    node = parsed(text)
    assert node.place("c").line == 5
    found = node.get("b")
    assert isinstance(found, TextNode)
    assert (found.value, found.value.at(4).line) == ("hai ba", 4)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from kehoach.storage.files import read_source

    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\n")
    source = read_source(path)
    assert source.text == "a: b\n"
    assert parsed(source.text).place("a").column == 4


def test_all_texts_of_the_seed_stand_where_they_say() -> None:
    """Each word of each text, looked up by its place in the file, is that word."""
    source = Source("seed.yaml", SEED.read_text(encoding="utf-8"))
    node, _findings = yaml.read(source)
    checked = 0

    def walk(node: Node) -> None:
        nonlocal checked
        if isinstance(node, MappingNode):
            for entry in node.entries:
                walk(entry.key)
                walk(entry.value)
        elif isinstance(node, ListNode):
            for item in node:
                walk(item)
        else:
            position = 0
            for word in str(node.value).split():
                position = str(node.value).index(word, position)
                assert source.text[node.value.offset(position) :].startswith(word)
                position += len(word)
                checked += 1

    assert node is not None
    walk(node)
    assert checked > 4000


def test_oversized_files_are_refused() -> None:
    for text in ("[" * 40 + "]" * 40, "- a\n" * (yaml.MAX_NODES + 1), "a: " + "x" * (yaml.MAX_CHARACTERS + 1)):
        node, findings = yaml.read(Source("a.yaml", text))
        assert node is None
        assert [f.code for f in findings] == ["KH014"]


def test_an_alias_bomb_is_refused_before_it_is_built() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    node, findings = yaml.read(Source("a.yaml", bomb))
    assert node is None
    assert findings
    assert findings[0].code in ("KH008", "KH012")


@given(st.text(st.sampled_from("ab:-#\n >|'\"[]{}&*!%@`\t,?é{}~"), max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    node, findings = yaml.read(Source("a.yaml", text))
    assert node is not None or findings
    for finding in findings:
        assert 0 <= finding.span.start <= len(text)
        assert str(finding.message)
        if finding.fix:
            apply(text, finding.fix)


def test_edits_apply_in_any_order_and_refuse_to_overlap() -> None:
    assert apply("abcdef", [Edit(4, 5, "X"), Edit(0, 1, "")]) == "bcdXf"
    try:
        apply("abc", [Edit(0, 2, ""), Edit(1, 3, "")])
    except ValueError:
        return
    raise AssertionError("overlapping edits were applied")
