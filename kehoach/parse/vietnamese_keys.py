"""Keys typed in Vietnamese: `trích yếu:` for `subject:`. Which key was meant."""

from __future__ import annotations

from kehoach.source import MappingEntry, MappingNode
from kehoach.vietnamese import fold

_KEYS = {
    "year": "năm|năm kế hoạch|giai đoạn",
    "type": "loại văn bản|tên loại|loại căn cứ",
    "issuer": "cơ quan ban hành|đơn vị ban hành|nơi ban hành",
    "number": "số|số hiệu|số ký hiệu|số, ký hiệu|số văn bản",
    "date": "ngày|ngày ban hành|ngày tháng|ngày ký",
    "subject": "trích yếu|tên kế hoạch|tiêu đề|nội dung",
    "addressees": "kính gửi",
    "contents": "mục lục",
    "decision": "quyết định",
    "bases": "căn cứ|các căn cứ|căn cứ pháp lý",
    "opening": "mở đầu|lời mở đầu|phần mở đầu",
    "sections": "các phần|phần|các mục|nội dung",
    "closing": "kết thúc|phần kết|lời kết",
    "reporting": "chế độ báo cáo|báo cáo",
    "recipients": "nơi nhận",
    "archive": "lưu|lưu trữ|nơi lưu",
    "signature": "chữ ký|ký|phần ký|người ký",
    "appendices": "phụ lục|các phụ lục",
    "notes": "chú thích|các chú thích",
    "agencies": "cơ quan|các cơ quan|cơ quan thực hiện|đơn vị|đơn vị thực hiện",
    "authority": "thẩm quyền|quyền ký|thể thức ký|thẩm quyền ký",
    "title": "chức vụ|chức danh|tiêu đề",
    "name": "tên|họ tên|họ và tên|tên gọi|tên nhiệm vụ|tên chỉ tiêu|tên đầy đủ",
    "kind": "loại|loại phần|kiểu",
    "heading": "đề mục|tiêu đề|tên mục",
    "text": "nội dung|lời văn|nội dung thực hiện|kết quả",
    "items": "các ý|ý|các mục|danh sách",
    "target": "chỉ tiêu|mục tiêu|mã chỉ tiêu",
    "task": "nhiệm vụ|mã nhiệm vụ",
    "fund": "nguồn|nguồn vốn|nguồn kinh phí|kinh phí",
    "amount": "số tiền|mức kinh phí|kinh phí",
    "value": "giá trị|chỉ tiêu|kế hoạch|số liệu|kết quả",
    "baseline": "số gốc|hiện trạng|đầu kỳ|số đầu năm|năm trước",
    "lead": "chủ trì|cơ quan chủ trì|đơn vị chủ trì",
    "coordinating": "phối hợp|cơ quan phối hợp|đơn vị phối hợp",
    "person": "người phụ trách|phụ trách",
    "deadline": "thời hạn|thời gian|hạn|hạn hoàn thành|thời gian hoàn thành|thời gian thực hiện",
    "deliverable": "sản phẩm",
    "due": "hạn báo cáo|hạn nộp|thời hạn|hạn|thời gian",
    "periods": "các kỳ|kỳ báo cáo|kỳ",
    "from": "từ|nơi gửi|cơ quan gửi",
    "to": "đến|gửi|nơi nhận|cơ quan nhận",
    "through": "qua|thông qua",
    "id": "mã",
    "note": "ghi chú",
    "columns": "cột|các cột",
    "rows": "hàng|các hàng|dòng|các dòng",
    "file": "tệp",
    "picture": "hình|ảnh|hình ảnh",
    "table": "bảng",
    "short": "tên tắt|viết tắt|tên viết tắt|tên ngắn",
    "symbol": "ký hiệu",
    "place": "địa danh",
    "parent": "cấp trên|trực thuộc|cơ quan cấp trên",
    "members": "thành viên|các thành viên",
    "until": "đến|đến ngày|đến hết|hết hiệu lực|ngày giải thể|giải thể",
    "since": "từ|từ ngày|ngày thành lập|thành lập",
    "successors": "kế thừa|cơ quan kế thừa",
    "aliases": "tên khác|tên gọi khác|bí danh",
    "head": "người đứng đầu|thủ trưởng",
    "of": "thuộc|cấp",
    "status": "tiến độ|trạng thái|tình trạng",
    "on": "ngày hoàn thành",
    "targets": "chỉ tiêu|các chỉ tiêu|mục tiêu",
    "tasks": "nhiệm vụ|các nhiệm vụ",
    "funds": "kinh phí|các nguồn",
    "difficulties": "khó khăn|khó khăn, hạn chế|tồn tại, hạn chế",
    "causes": "nguyên nhân",
    "cause": "nguyên nhân",
    "proposals": "đề xuất|kiến nghị|đề xuất, kiến nghị",
    "planned": "kế hoạch",
    "allocated": "đã phân bổ|phân bổ",
    "disbursed": "đã giải ngân|giải ngân",
}
"""What people call the keys. A word that is under several keys means the first of them that is known in the place."""


def meant(node: MappingNode, entry: MappingEntry, known: tuple[str, ...]) -> str | None:
    """The key that a key in Vietnamese means, None where it is none.

    Where a text is possible, a line that is alone is a sentence (`- Thời hạn: quý II`), and so is a first one that
    begins with a capital.
    """
    typed = str(entry.key.value)
    is_alone = not any(str(one.key.value) in known for one in node.entries)
    if "text" in known and (is_alone or (typed[:1].isupper() and node.entries[0] is entry)):
        return None
    return key_called(typed, tuple(key for key in known if key not in node.by_key))


def key_called(typed: str, known: tuple[str, ...]) -> str | None:
    """The one of the known keys that people call so."""
    word = fold(typed).replace("_", " ").replace("-", " ").strip()
    return next((key for key, words in _KEYS.items() if key in known and word in fold(words).split("|")), None)


def called(key: str) -> str:
    """What people call a key in Vietnamese, "" where that is not known."""
    return _KEYS.get(key, "").split("|")[0]
