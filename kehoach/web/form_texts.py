"""What a form says that a file of YAML would not need: which fields are shown at once, what an entry is called.

The titles and descriptions of fields are those of `schema.texts`, but for sentences that say how to type YAML.
"""

from __future__ import annotations

from kehoach.editing import FieldKind
from kehoach.patterns import regex

USUAL: dict[str, tuple[str, ...]] = {
    "Plan": ("year", "type", "issuer", "number", "date", "subject", "opening", "closing"),
    "Section": ("kind", "heading", "text"),
    "Group": ("heading", "text"),
    "ParagraphItem": ("paragraph",),
    "Target": ("name", "value", "baseline", "by", "lead", "text"),
    "Task": ("name", "lead", "coordinating", "deadline", "targets", "deliverable", "text"),
    "Fund": ("fund", "amount", "text"),
    "Duty": ("agencies", "text"),
    "Basis": ("type", "number", "date", "issuer", "subject"),
    "TableItem": ("table", "columns", "rows"),
    "PictureItem": ("picture", "alt", "caption"),
    "TasksAppendix": ("kind", "title"),
    "TargetsAppendix": ("kind", "title"),
    "FundingAppendix": ("kind", "title"),
    "TableAppendix": ("kind", "title", "columns", "rows"),
    "TextAppendix": ("kind", "title", "text"),
    "Decision": ("subject", "articles"),
    "Signature": ("authority", "title", "name"),
    "ReportPeriod": ("name", "due"),
    "Flow": ("from", "to", "through"),
    "Agency": ("name", "of", "short", "parent"),
}
"""The fields that are shown at once; of all others those that are written."""

CALLED: dict[str, str] = {
    "Section": "Phần", "Group": "Nhóm ý", "ParagraphItem": "Đoạn văn", "Target": "Chỉ tiêu", "Task": "Nhiệm vụ",
    "Fund": "Nguồn kinh phí", "Duty": "Phân công", "Basis": "Căn cứ", "TableItem": "Bảng", "PictureItem": "Hình",
    "TasksAppendix": "Phụ lục", "TargetsAppendix": "Phụ lục", "FundingAppendix": "Phụ lục", "TableAppendix": "Phụ lục",
    "TextAppendix": "Phụ lục", "Decision": "Quyết định ban hành", "ReportPeriod": "Kỳ báo cáo",
    "Flow": "Chế độ báo cáo", "Agency": "Cơ quan", "": "Ý",
}  # fmt: skip
"""What an entry of the outline is called."""

SAID: dict[FieldKind, str] = {
    FieldKind.AGENCY: "Gõ vài chữ của tên rồi chọn.",
    FieldKind.TARGET: "Gõ vài chữ của tên chỉ tiêu rồi chọn.",
    FieldKind.TASK: "Gõ vài chữ của tên nhiệm vụ rồi chọn.",
    FieldKind.DATE: "Ngày/tháng/năm.",
}
"""What is typed into fields of a kind, where nothing else is said."""

_OF_FIELDS: dict[tuple[str, str], str] = {
    ("Plan", "issuer"): "Cho quốc hiệu, ký hiệu, địa danh, tên sau TM. và KT.",
    ("Plan", "contents"): "Có thì in mục lục trên trang riêng, trước phần I.",
    ("Plan", "list"): "Kiểu đánh số của từng cấp, từ cấp cao xuống.",
    ("Section", "heading"): "Thay đề mục mặc định của loại phần. Chữ in hoa do chương trình đặt.",
    ("Signature", "authority"): "TM., KT.: thay mặt tập thể, cấp phó ký thay.",
    ("Group", "text"): "Mỗi lần xuống dòng là một đoạn.",
    ("Section", "text"): "Một hay nhiều đoạn trước các ý. Mỗi lần xuống dòng là một đoạn.",
    ("TextAppendix", "text"): "Mỗi lần xuống dòng là một đoạn.",
    ("Plan", "subject"): "Nội dung sau tên loại. Mỗi lần xuống dòng là một dòng in.",
    ("Duty", "request"): "Cho cơ quan không trực thuộc: đề nghị, không phải giao việc.",
    ("Pasted", "columns"): "Mỗi cột một dòng. A > B là cột B dưới tên chung A.",
    ("Pasted", "rows"): "Mỗi dòng một hàng, các ô cách nhau bằng dấu |. Có thể dán từ Excel.",
    ("Agency", "letterhead"): "Tên trên đầu văn bản của cơ quan ban hành, mỗi phần một dòng.",
    ("_Appendix", "closing_sign"): "Dấu ./. ở cuối phụ lục; mẫu 2.1 của Nghị định 30 có in.",
}

_TYPED = regex(
    r"yaml|YAML|gạch|`\[|`\||`>`|`true`|`false`|`none`|`higher`|`full`|`KH`|khóa|[Gg]õ dấu|Sau dấu|\bMã\b.*\bcơ quan\b"
    r"|`\w+:|`heading`|`targets`|`values?`|`id`|`shares`"
)
"""How a sentence says that it is about YAML."""
_SENTENCE = regex(r"(?<=[.!?])\s+(?=[A-ZĐÀ-Ỹ`])")


def described(classes: tuple[str, ...], key: str, description: str, kind: FieldKind) -> str:
    """What is said of a field below it. `classes` is the class that it is a field of, with those it is made from."""
    for one in classes:
        if found := _OF_FIELDS.get((one, key)):
            return found
    kept = [sentence for sentence in _SENTENCE.split(description) if not _TYPED.search(sentence)]
    text = " ".join(kept).replace("`", "").replace("kehoach", "chương trình")
    if kept and kept[0].startswith("`"):
        text = f"Ví dụ: {text}"
    return text or SAID.get(kind, "")
