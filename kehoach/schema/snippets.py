"""What an editor offers to write in one stroke: the bodies are YAML, `${1:...}` are the places to fill in order."""

from __future__ import annotations

from typing import Any

from kehoach.undecided import written

Snippets = list[dict[str, Any]]


def _snippet(label: str, description: str, body: Any) -> dict[str, Any]:
    return {"label": label, "description": description, "body": body}


_ITEMS: Snippets = [
    _snippet(
        "chỉ tiêu",
        "Một chỉ tiêu với số cần đạt",
        {
            "target": "${1:ma-chi-tieu}",
            "name": "${2:Tên chỉ tiêu}",
            "value": f"${{3:{written('bao nhiêu?')}}}",
            "text": "${4:Phấn đấu đạt} {{ value }}.",
        },
    ),
    _snippet(
        "nhiệm vụ",
        "Một nhiệm vụ với cơ quan chủ trì và thời hạn",
        {
            "task": "${1:ma-nhiem-vu}",
            "name": "${2:Tên nhiệm vụ}",
            "lead": "[${3}]",
            "deadline": f"${{4:{written('khi nào?')}}}",
            "text": "${5:Nội dung nhiệm vụ.}",
        },
    ),
    _snippet(
        "phân công",
        "Việc của một hay nhiều cơ quan",
        {"agencies": "[${1}]", "items": ["${2:Nội dung được giao.}"]},
    ),
    _snippet("nhóm có đề mục", "Đề mục và các ý bên dưới", {"heading": "${1:Đề mục}", "items": ["${2:Nội dung.}"]}),
    _snippet("nguồn kinh phí", "Một nguồn kinh phí", {"fund": "${1:Ngân sách nhà nước}", "text": "${2:Nội dung.}"}),
    _snippet(
        "bảng",
        "Một bảng giữa các ý",
        {
            "table": "${1:Tên bảng}",
            "columns": ["${2:TT}", "${3:Nội dung}"],
            "rows": "${4:1 | Nội dung}",
        },
    ),
    _snippet(
        "bảng từ tệp",
        "Một bảng mà các hàng ở trong tệp .xlsx hoặc .csv",
        {"table": "${1:Tên bảng}", "file": "${2:bang.xlsx#Sheet1!A1:F20}"},
    ),
    _snippet(
        "hình",
        "Một hình giữa các ý",
        {"picture": "${1:so-do.png}", "caption": "${2:Hình 1. Tên hình}", "alt": "${3:Hình cho thấy gì}"},
    ),
    _snippet("đoạn văn", "Một dòng không có dấu đầu dòng", {"paragraph": "${1:Nội dung.}"}),
]

SNIPPETS: dict[str, Snippets] = {
    "Group": _ITEMS,
    "Basis": [
        _snippet(
            "căn cứ",
            "Một văn bản làm căn cứ",
            {
                "type": "${1:Quyết định}",
                "number": "${2:số/ký hiệu}",
                "date": "${3:ngày/tháng/năm}",
                "issuer": "${4:cơ quan}",
                "subject": "${5:về việc ...}",
            },
        )
    ],
    "Decision": [
        _snippet(
            "quyết định", "Quyết định ban hành kế hoạch", {"subject": "${1:Về việc ban hành ...}", "articles": ["${2}"]}
        )
    ],
    "year": [_snippet("theo năm", "Năm và giá trị", {"${1:2026}": "${2}"})],
    "id": [_snippet("mã", "Mã và nội dung", {"${1:ma}": "${2}"})],
    "name": [_snippet("nguồn", "Tên như trong kế hoạch", {"${1:Ngân sách nhà nước}": "${2}"})],
    "share_key": [_snippet("phần", "Cơ quan và phần của nó", {"${1:ma-co-quan}": "${2}"})],
    "Registry": [
        _snippet("cơ quan", "Tên và cấp", {"${1:ma-co-quan}": {"name": "${2:Tên cơ quan}", "of": "${3:cấp}"}}),
    ],
}

WHOLE_FILE = (
    "Cả tệp, có giải thích",
    "Một tệp đủ các phần, mỗi chỗ phải quyết định là một `TODO(...)`: gõ Tab để đến chỗ tiếp theo.",
)
SEVERAL = _snippet("nhiều", "Nhiều giá trị, cách nhau bằng dấu phẩy", "[$1]")
UNDECIDED = _snippet("TODO", "Điều chưa quyết định; in thành dấu chờ trên bản DỰ THẢO", written("${1:câu hỏi}"))
