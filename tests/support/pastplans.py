"""Plans full of what has happened and of what others wrote, and a second, naive reading of which years those are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

REGISTRY = """\
ubnd-tinh: {name: UBND tỉnh Lai Châu, symbol: UBND, place: Lai Châu, collective: Ủy ban nhân dân, head: Chủ tịch}
so-khcn: Sở Khoa học và Công nghệ
"""
FACTS = (
    "Đến 12h00 ngày 21/10/{y}, toàn tỉnh có 12 người chết",
    "Tính đến ngày 30/10/{y}, đã giải ngân 45 tỷ đồng",
    "Tính đến hết tháng 9/{y}, toàn tỉnh có 1.250 doanh nghiệp",
    "Năm {p} đã tổ chức 05 lớp tập huấn",
    "Trong năm {p}, toàn tỉnh có 12 vụ cháy",
    "Trong năm {y}, trên địa bàn xảy ra 03 đợt mưa lớn",
    "Năm {y}, tỉnh đã hỗ trợ 120 hộ",
    "Trong năm {y} có 14 vụ tai nạn",
    "Năm {p} tỷ lệ hộ nghèo đạt 5,2%, giảm 1,1% so với năm {q}",
    "Quý I/{y} thu ngân sách đạt 1.200 tỷ đồng",
    "Ngày 10/9/{y}, bão số 3 làm hư hỏng 87 nhà",
    "9 tháng đầu năm {y} ước đạt 70% dự toán",
    "Kết quả thực hiện năm {p}: hoàn thành 10/12 chỉ tiêu",
    "Theo kết quả rà soát cuối năm {p}, toàn xã còn 120 hộ nghèo",
    "Luật có hiệu lực từ ngày 01/01/{y}",
    "Từ ngày 01/7/{y}, khi chính quyền địa phương hai cấp hoạt động, 45 xã nhận nhiệm vụ",
    "Lũy kế đến hết quý III/{y}, đã cấp 500 thẻ",
    "Hội nghị ngày 05/3/{y} đã thống nhất 04 nội dung",
    "Ngày 29/02/2024 ghi nhận 02 ca mắc",
    "Đến nay, so với đầu năm {y}, có thêm 15 lớp",
    "Từ đầu năm {y} đến nay, lực lượng chức năng đã kiểm tra 210 cơ sở",
    "Kết thúc năm {p}, còn 07 xã chưa đạt",
    "Vụ Đông Xuân năm {p} thu hoạch được 1.200 ha",
    "Năm {y}, thu ngân sách đạt 12.000 tỷ đồng",
)
CITED = (
    "Kế hoạch dự trữ hàng hóa năm {y} của Sở Công Thương",
    "Kế hoạch của Bộ Y tế năm {y}",
    "kế hoạch của Bộ Nông nghiệp và Môi trường năm {y}",
    "Kế hoạch phòng, chống dịch bệnh năm {y} của Bộ Y tế",
    "Phương án 02600/PA-UBND ngày 18/8/{y} của UBND tỉnh về ứng phó thiên tai năm {y}",
    "Phương án ứng phó bão ngày 18/8/{y} của Ban Chỉ huy Phòng thủ dân sự",
    "Kế hoạch số 12/KH-UBND ngày 18/01/{y} của UBND tỉnh về phòng, chống thiên tai năm {y}",
    "Công văn 123/SYT-NVY ngày 05/3/{y}",
    "Công điện 05/CĐ-TTg ngày 12/9/{y} của Thủ tướng Chính phủ",
    "Thông báo kết luận ngày 05/3/{y} của Chủ tịch UBND tỉnh",
    "Quyết định số 1850/QĐ-TTg ngày 27 tháng 8 năm {y} của Thủ tướng Chính phủ về ban hành Kế hoạch triển khai "
    "thi hành Luật Việc làm năm {y}",
    "Báo cáo số 45/BC-SYT ngày 02/02/{y} của Sở Y tế về kết quả năm {p}",
    "Chương trình công tác năm {y} của Tỉnh ủy",
    "Nghị quyết của HĐND tỉnh về nhiệm vụ năm {y}",
    "Nghị quyết số 206/NQ-HĐND ngày 03 tháng 10 năm {y} của Hội đồng nhân dân tỉnh về phân bổ dự toán năm {y}",
    "Luật Việc làm năm {p}",
    "Thông tư 01/{y}/TT-BYT ngày 18 tháng 02 năm {y} của Bộ trưởng Bộ Y tế",
    "Tờ trình 298/TTr-SCT ngày 15/7/{y} của Sở Công Thương",
    "Hướng dẫn 15/HD-STC ngày 09/4/{y} về lập dự toán năm {y}",
    "Kế hoạch 77/KH-UBND ngày 17 tháng 9 năm {y} của Ủy ban nhân dân tỉnh Thực hiện Chương trình giảm nghèo năm {y}",
)
LEADS = ("Theo", "Thực hiện", "Triển khai", "Nội dung nêu tại", "Trên cơ sở", "Bám sát", "Được giao tại", "Quán triệt")
TAILS = ("", ", các xã phối hợp", " và hướng dẫn của cấp trên", "; báo cáo kết quả", ", bảo đảm đúng tiến độ")
PLANNED = (
    "Phấn đấu đến hết năm {y} giảm 03 hộ nghèo",
    "Báo cáo trước ngày 15/12/{y}",
    "Năm {y} tổ chức 05 lớp tập huấn",
    "Hoàn thành trong Quý IV/{y}",
    "Chậm nhất ngày 20/12/{y} gửi kết quả",
)
_YEARS = re.compile(r"(?:\d{1,2}/)?(?:\d{1,2}/)?(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Told:
    """A sentence of a plan, what it is (`fact`, `cited`, `planned`), and the mark that is in it."""

    mark: str
    kind: str
    text: str


def years_in(text: str) -> list[str]:
    """Every year of a text with the day and month before it, in order."""
    return _YEARS.findall(text)


def plan(number: int) -> tuple[str, list[Told], int]:
    """A plan, its sentences, and its year."""
    random = Random(number)
    year = random.choice((2025, 2026, 2027))
    told: list[Told] = []

    def sentence(kinds: str) -> str:
        kind = random.choice(kinds.split())
        words = {"y": year, "p": year - 1, "q": year - 2}
        if kind == "fact":
            text = random.choice(FACTS).format(**words)
        elif kind == "planned":
            text = random.choice(PLANNED).format(**words)
        else:
            text = f"{random.choice(LEADS)} {random.choice(CITED).format(**words)}{random.choice(TAILS)}"
        told.append(Told(f"Câu{len(told)}x", kind, text))
        return f"{text} ({told[-1].mark})."

    def scalar(indent: int, kinds: str) -> str:
        text, pad = sentence(kinds), " " * (indent + 2)
        style = random.choice("pfqd")
        words = text.split(" ")
        cut = random.randrange(1, len(words))
        if style == "f" or ": " in text:
            return f">\n{pad}{' '.join(words[:cut])}\n{pad}{' '.join(words[cut:])}\n"
        return {"p": text, "q": f"'{text}'", "d": f'"{text}"'}[style] + "\n"

    out = f"year: {year}\nissuer: ubnd-tinh\nnumber: 5\ndate: {random.choice(('21/11', '05/12'))}/{year}\n"
    out += "subject: Thực hiện nhiệm vụ năm {{ year }}\n"
    out += "bases:\n" + "".join(
        f"  - >\n    Căn cứ {random.choice(CITED).format(y=year, p=year - 1)}\n" for _n in range(random.randrange(3))
    ) if random.random() < 0.7 else ""  # fmt: skip
    out += "opening: Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau.\nsections:\n"
    out += "  - kind: text\n    heading: Đánh giá tình hình\n    items:\n"
    out += "".join(f"      - {scalar(6, 'fact cited')}" for _n in range(random.randrange(1, 6)))
    for kind in random.sample(("purpose", "solutions", "text"), 2):
        heading = "    heading: Nội dung\n" if kind == "text" else ""
        out += f"  - kind: {kind}\n{heading}    items:\n"
        out += "".join(f"      - {scalar(6, 'fact cited planned')}" for _n in range(random.randrange(1, 6)))
    out += "  - kind: duties\n    items:\n      - agencies: [so-khcn]\n        items:\n"
    out += "".join(f"          - {scalar(10, 'cited planned')}" for _n in range(random.randrange(1, 4)))
    out += "recipients: [Các sở]\narchive: VT, TH\nsignature:\n  authority: [TM]\n  title: Chủ tịch\n  name: A B\n"
    return out, told, year


_HAPPENED = re.compile(
    r"(?i)\b(?:đã|tính đến|xảy ra|người chết|vừa qua|lũy kế|ước đạt|có hiệu lực|chính quyền địa phương hai cấp)\b"
)
_WRITTEN = re.compile(
    r"(?i)\d+/[A-ZĐ]+-|\bsố \d+/|\b(?:luật|nghị quyết|nghị định|quyết định|chỉ thị|thông tư|công văn|phương án|"
    r"kế hoạch)\b[^.;]*\bcủa (?:bộ|sở|chính phủ|thủ tướng|hđnd|tỉnh ủy|thành ủy)\b"
)


def suspicious(text: str, start: int, end: int) -> bool:
    """Whether the sentence of a file around a stretch tells what has happened, or names a document of somebody.

    Looks at words only, of the file as it is written, from one full stop or semicolon to the next.
    """
    before = re.split(r"[.;](?=\s)|\n\s*- |\w+:\s", text[max(0, start - 300) : start])[-1]
    after = re.split(r"[.;](?=\s)|\n\s*- |\n\w+:", text[end : end + 300])[0]
    words = " ".join(f"{before}{text[start:end]}{after}".split())
    return bool(_HAPPENED.search(words) or _WRITTEN.search(words))
