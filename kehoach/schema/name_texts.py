"""What an editor says of the names inside `{{ }}` and of their forms, in Vietnamese."""

from __future__ import annotations

NAMES = {
    "year": "Năm của kế hoạch",
    "first_year": "Năm đầu của giai đoạn",
    "last_year": "Năm cuối của giai đoạn",
    "periods": "Tên các kỳ báo cáo",
    "issuer": "Cơ quan ban hành",
    "agency": "Tên một cơ quan, theo mã",
    "target": "Số liệu của một chỉ tiêu, theo mã",
    "due": "Hạn gửi báo cáo, theo mã kỳ báo cáo",
    "note": "Gọi một chú thích, theo mã",
    "place": "Số của một mục, bảng, hình, phụ lục, theo mã",
    "value": "Mức cần đạt của chỉ tiêu này",
    "baseline": "Mức đầu kỳ của chỉ tiêu này",
    "total": "Tổng các phần của chỉ tiêu này",
    "share": "Phần của một cơ quan trong chỉ tiêu này",
    "amount": "Số tiền của nguồn kinh phí này",
    "deadline": "Thời hạn của nhiệm vụ này",
    "lead": "Cơ quan chủ trì nhiệm vụ này",
    "coordinating": "Cơ quan phối hợp thực hiện nhiệm vụ này",
    "agencies": "Các cơ quan của phần phân công này",
}
FORMS = {
    "full": "Tên kèm cấp",
    "short": "Tên ngắn",
    "inline": "Chữ đầu viết thường, cho giữa câu",
    "capital": "Chữ đầu viết hoa, cho đầu câu",
    "place": "Địa danh",
    "bare": "Chỉ ngày, tháng, năm, không có chữ đứng trước",
    "value": "Mức cần đạt",
    "baseline": "Mức đầu kỳ",
    "total": "Tổng các phần",
    "by": "Đạt vào lúc",
    "name": "Tên chỉ tiêu",
}


def meaning_of(name: str, texts: dict[str, str]) -> str:
    """What a name or form stands for; `value_2026` is a value."""
    return texts.get(name) or texts.get(name.rpartition("_")[0], "")
