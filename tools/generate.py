"""Every file that is made from another one: `make generated` writes them, a test says when one is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.frozen import replace

if TYPE_CHECKING:
    from kehoach.rules import Rule

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]


def _typeface() -> bytes:
    import make_typeface

    return make_typeface.module().encode()


def _templates() -> dict[str, Callable[[], bytes]]:
    """The templates that the kinds of paper name, each once."""
    from kehoach.documents.kinds import KINDS

    return {f"templates/{kind.template}": partial(_template, kind.template) for kind in KINDS.values()}


def _template(name: str) -> bytes:
    from tools.templates.builder import TEMPLATES

    return TEMPLATES[name]()


def _prepared() -> dict[str, Callable[[], bytes]]:
    """The packaged templates as they are shipped to be printed with."""
    return {f"kehoach/word/prepared/{Path(name).stem}.json": partial(_as_shipped, name) for name in _templates()}


def _as_shipped(name: str) -> bytes:
    from kehoach.ooxml.guard import opened
    from kehoach.word.bodies import body_code
    from kehoach.word.dialect import prepared
    from kehoach.word.prepared import as_shipped
    from kehoach.word.received import made_ready

    template = _templates()[name]()
    ready = prepared(made_ready(opened(template, Path(name))))
    return as_shipped(template, replace(ready, body=body_code(ready.sources[ready.document])))


def _po() -> bytes:
    import catalogue

    return catalogue.po_bytes(catalogue.updated())


def _mo() -> bytes:
    import catalogue

    return catalogue.mo_bytes(catalogue.updated())


_FEATURES_EN = """\
# Structural features of real plans

What was found in twelve real plans of Vietnamese provinces and cities (2024 to 2026), and what
the decree allows beyond them, each with its YAML. Every row is a file in `tests/cases/features`,
which holds a whole plan, what it prints, and is rendered and judged by a test. This page is made from those
files by `make generated`.

| # | feature | seen in |
|---|---|---|
"""
_FEATURES_VI = """\
# Các kiểu trình bày

Mỗi kiểu gặp trong kế hoạch thật của các tỉnh, thành phố, hoặc được Nghị định 30/2020/NĐ-CP cho phép, kèm
cách gõ và cái in ra. Trang được tạo từ các ca kiểm thử bằng `make generated`; tiếng Anh:
[features.md](features.md).

| số | kiểu | gặp ở |
|---|---|---|
"""


def _features(head: str, prints: str, *, vietnamese: bool) -> bytes:
    """The structural features of real plans, one after the other, each with the YAML that says it."""
    from tests.support.cases import FEATURES, FeatureCase

    cases = [FeatureCase(path) for path in FEATURES]
    names = [case.name if vietnamese else case.feature for case in cases]
    rows = [
        f"| [{case.path.stem[:2]}](#{case.path.stem}) | {name} | {case.seen} |"
        for case, name in zip(cases, names, strict=True)
    ]
    lines = [head + "\n".join(rows), ""]
    for case, name in zip(cases, names, strict=True):
        lines += [f"## {case.path.stem}", "", f"{name}.", "", "```yaml", case.fragment.rstrip("\n"), "```", ""]
        for block in case.expected:
            lines += [prints, "", "```text", *block, "```", ""]
    return "\n".join(lines).encode()


def _keys_vi() -> bytes:
    """Every key of a plan, the registry and results, as the editor explains it."""
    import json

    from kehoach.commands.schema import schema

    lines = [
        "# Các từ khóa",
        "",
        "Mọi khóa gõ được trong tệp kế hoạch, sổ cơ quan và tệp kết quả, với lời giải thích mà trình soạn thảo hiện",
        "khi rê chuột. Khóa có dấu * là bắt buộc. Trang được tạo bằng `make generated`; cách viết giá trị:",
        "[plan-format.md](plan-format.md).",
        "",
    ]
    kinds = {
        "Tệp kế hoạch": schema("plan"),
        "Sổ cơ quan: plans/agencies.yaml": schema("registry"),
        "Tệp kết quả": schema("results"),
    }
    for title, text in kinds.items():
        whole = json.loads(text)
        lines += [f"## {title}", "", *_table_of_keys(whole)]
        for kind in whole.get("definitions", {}).values():
            if "properties" in kind and kind.get("title"):
                lines += [f"### {kind['title']}", "", kind.get("description", ""), "", *_table_of_keys(kind)]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).encode()


def _table_of_keys(kind: dict[str, Any]) -> list[str]:
    if not kind.get("properties"):
        return []
    rows = ["| khóa | là gì | giải thích |", "|---|---|---|"]
    for key, value in kind["properties"].items():
        star = "*" if key in kind.get("required", ()) else ""
        told = str(value.get("description", "")).replace("|", "\\|").replace("\n", " ")
        rows.append(f"| `{key}`{star} | {value.get('title', '')} | {told} |")
    return [*rows, ""]


def _rules() -> bytes:
    """The rule book as users read it: every manual in Vietnamese."""
    import gettext

    from kehoach.pipeline.rule_book import all_rules
    from kehoach.show import SEVERITIES
    from kehoach.vietnamese import upper_first

    to = gettext.translation("kehoach", ROOT / "kehoach" / "locale", ["vi"])
    fixable = _fixable()
    book = all_rules()
    lines = [
        "# Các quy tắc kiểm tra",
        "",
        f"Kehoach có {len(book)} quy tắc. Mỗi quy tắc có một mã không bao giờ dùng lại, một tên và một mức: lỗi (không",
        "kết xuất được văn bản), chưa quyết định (in thành dấu tô nổi), cảnh báo, lưu ý. `kehoach rule MÃ` in cùng nội",
        "dung này. Trang được tạo từ chính các quy tắc bằng `make generated`.",
        "",
        "“Quy định” nêu điều khoản mà quy tắc dựa vào; “thông lệ” nghĩa là không có quy định nào, chỉ là thói quen",
        "soạn thảo tốt.",
        "",
    ]
    for family, title in _FAMILIES.items():
        codes = [code for code in book if code.startswith(family)]
        if codes:
            lines += [f"## {family}. {title}", "", "| mã | tên | mức | nội dung |", "|---|---|---|---|"]
            for code in codes:
                rule = book[code]
                cells = (f"[{code}](#{code.lower()})", f"`{rule.name}`", SEVERITIES[rule.severity].into(to))
                lines.append(f"| {' | '.join(cells)} | {to.gettext(rule.manual.title).replace('|', chr(92) + '|')} |")
            lines.append("")
    for code, rule in book.items():
        manual = rule.manual
        lines += [
            f"### {code}",
            "",
            f"`{rule.name}`, {SEVERITIES[rule.severity].into(to)}. {to.gettext(manual.title)}",
            "",
            f"- Lý do: {upper_first(to.gettext(manual.why))}",
            f"- Quy định: {rule.article or 'thông lệ'}",
            f"- Tự sửa được: {_fixed_by(rule) if rule.on_request or code in fixable else 'không'}",
            "",
            "Sai:",
            "",
            *("```text", *manual.bad.splitlines(), "```"),
            "",
            "Đúng:",
            "",
            *("```text", *manual.good.splitlines(), "```"),
            "",
        ]
    return "\n".join(lines).encode()


def _fixed_by(rule: Rule) -> str:
    if rule.on_request:
        return f"khi yêu cầu (`--fix --select {rule.code}`), ở những chỗ chỉ có một cách hiểu"
    return "có (`--fix`), ở những chỗ an toàn"


def _revisions() -> bytes:
    """What the writers make, by revision: refused where one makes something else under its old number."""
    import written

    return written.record()


_FAMILIES = {
    "KH0": "Đọc tệp",
    "KH1": "Cấu trúc",
    "KH2": "Cơ quan",
    "KH3": "Ngày và thời hạn",
    "KH4": "Chỉ tiêu và con số",
    "KH5": "Căn cứ và viện dẫn",
    "KH6": "Câu chữ",
    "KH7": "Ký và nơi nhận",
    "KH8": "Mẫu Word",
}


def _fixable() -> set[str]:
    """The codes that bring a safe fix in one of their own cases."""
    from tests.support.cases import CASES, RULES
    from tests.support.plans import make, registry

    agencies = registry(CASES / "agencies.yaml")
    texts = [re.sub(r"⟦\w+\|", "", path.read_bytes().decode()).replace("⟧", "") for path in RULES]
    return {finding.code for text in texts for finding in make(text, agencies).findings if finding.fix}


FILES: dict[str, Callable[[], bytes]] = {
    "kehoach/typeface_widths.py": _typeface,
    **_templates(),
    **_prepared(),
    "kehoach/locale/vi/LC_MESSAGES/kehoach.po": _po,
    "kehoach/locale/vi/LC_MESSAGES/kehoach.mo": _mo,
    "docs/features.md": partial(_features, _FEATURES_EN, "prints", vietnamese=False),
    "docs/kieu-trinh-bay.md": partial(_features, _FEATURES_VI, "in ra", vietnamese=True),
    "docs/tu-khoa.md": _keys_vi,
    "docs/rules.md": _rules,
    "tests/data/revisions.json": _revisions,
}
"""Each generated file and what makes it."""


def main(names: Collection[str] = (), *, write: bool) -> int:
    """Write the stale ones of these files, of all when none is named, or only name them; 1 when some were stale."""
    stale = 0
    for name in names or FILES:
        path, data = ROOT / name, FILES[name]()
        if path.exists() and path.read_bytes() == data:
            continue
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        print(f"{'written' if write else 'stale'}: {name}")
        stale += not write
    return int(stale > 0)


if __name__ == "__main__":
    sys.exit(main([name for name in sys.argv[1:] if name != "--check"], write="--check" not in sys.argv[1:]))
