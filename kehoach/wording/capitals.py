"""KH6: where a capital is, and where none is: bodies, units, Nhân dân, days and months, after a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.running import Running
from kehoach.nghi_dinh_30 import ANNEX_II
from kehoach.patterns import regex
from kehoach.rules import RuleBook, Violation, at_lines
from kehoach.vietnamese import letters
from kehoach.wording.quotations import rewrite
from kehoach.wording.syllables import is_syllable

book = RuleBook()

_SMALL, _CAPITAL = letters()[: len(letters()) // 2], letters()[len(letters()) // 2 :]
"""For classes of an expression: in Unicode small letters of Vietnamese are among its capitals, so a range has both."""
_FIELDS = (
    "Tài chính|Nội vụ|Tư pháp|Công Thương|Xây dựng|Khoa học|Giáo dục|Y tế|Nông nghiệp|Văn hóa|Văn hoá|Ngoại vụ"
    "|Ngoại giao|Dân tộc|Du lịch|Quốc phòng|Công an|Lao động|Tài nguyên|Kế hoạch và Đầu tư|Thông tin và|Giao thông"
    "|Kinh tế|Quản lý|Hạ tầng|Quy hoạch|Thanh tra|Thuế|Thống kê|Kiểm lâm|Dân số|Phục vụ hành chính"
)
_SMALL_BODIES = (
    rf"(?<![\w-])(?:(?:sở|phòng|bộ|chi cục|ban|trung tâm) (?={_FIELDS})"
    rf"|ban (?=Chỉ đạo\b)|ban chỉ đạo (?=[{_CAPITAL}]|389|138|tỉnh\b|trung ương)|công an (?=tỉnh\b)"
    r"|(?:ủy|uỷ) ban (?=nhân dân|Mặt trận)|hội đồng (?=nhân dân)"
    r"|(?:tòa|toà) án (?=nhân dân)|viện kiểm sát (?=nhân dân)"
    r"|văn phòng (?=UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Chính phủ|Quốc hội|Tỉnh ủy|Thành ủy|Đoàn đại biểu)"
    r"|hội (?=Nông dân|Phụ nữ|Liên hiệp|Cựu chiến binh|Chữ thập đỏ)|đoàn (?=Thanh niên)|liên đoàn (?=Lao động)"
    r"|kho bạc (?=Nhà nước)|ngân hàng (?=Chính sách|Nhà nước)|mặt trận (?=Tổ quốc))"
)
_PARTS_OF_OTHERS = {
    "sở": "cơ trụ xứ", "phòng": "quốc biên dự đề văn hải tiêm xin chống trưởng phó",
    "bộ": "cán toàn đồng nội tiến cục nhượng đi bài",
    "hội": "xã cơ lễ đại", "đoàn": "tập quân trung sư phái", "ban": "ủy uỷ trưởng phó", "công": "lượng",
}  # fmt: skip
"""Syllables that make another word with the first of these: cơ sở, cán bộ, quốc phòng."""
_MANY = frozenset("các những mỗi từng nhiều liên hai ba bốn năm 2 3 4 02 03 04".split())


@book.rule("KH621", Severity.WARNING, article=f"{ANNEX_II} IV.1.a")
def body_in_small_letters(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The name of a body begins with a small letter: sở Tài chính, ban chỉ đạo 389.

    Why: in the name of one particular body the word for its kind has a capital as the word for its field has.
    Several at once, các sở, phòng, are no name.
    Bad:
        phối hợp với phòng Văn hóa - Xã hội; trình ủy ban nhân dân tỉnh
    Good:
        phối hợp với Phòng Văn hóa - Xã hội; trình Ủy ban nhân dân tỉnh
    """
    running = plan.running
    for match in re.finditer(_SMALL_BODIES, running.whole):
        kind = match.group().rstrip()
        before = (running.whole[max(match.start() - 12, 0) : match.start()].lower().split() or [""])[-1]
        if before in _MANY or before in _PARTS_OF_OTHERS.get(kind.split(" ")[0], "").split():
            continue
        span, right = running.place(match.start(), match.start() + len(kind)), kind[0].upper() + kind[1:]
        if kind == "ban chỉ đạo":
            right = "Ban Chỉ đạo"
        yield Violation(
            span, _("the name of a body begins with a capital"), _("write: {right}", right=right),
            rewrite(plan, span, kind, right),
        )  # fmt: skip


_MID = regex(rf"(?:[{_SMALL}],?|\d|UBND|HĐND) $")
"""What is before a word in the middle of a sentence."""
_NAME = rf"[{_CAPITAL}][{_SMALL}]+ [{_CAPITAL}]"
_UNITS = (
    rf"(?P<unit>Tỉnh (?!Ủy|Uỷ|Đoàn|Đội|Hội)|(?:Xã|Phường) (?!Hội |Ủy|Uỷ)|"
    rf"Thành phố (?!Hồ Chí Minh|Ủy|Uỷ)|Huyện (?!Ủy|Uỷ))(?={_NAME})"
)
_PEOPLE = regex(
    "(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Phùng|Mạc|Tô|Hà Huy|Tôn|"
    "Chu|Hai Bà|Bà Triệu|Quang Trung|Hưng Đạo|Điện Biên Phủ|Bạch Đằng|Đống Đa|Cách mạng|Xô viết|Thống Nhất|Lam Sơn|"
    "Kim Đồng|Hùng|An Dương|Triệu|Trưng|Yết Kiêu|Chi Lăng|Ba Đình|Cách Mạng|Xô Viết|Minh Khai|Gia Long)\\b"
)
"""How names of persons and of events begin: a unit that bears one has its own capital, Phường Điện Biên Phủ."""
_SPECIAL = r"(?<![\w-])(?P<unit>thành phố|thủ đô) (?=Hồ Chí Minh\b|Hà Nội\b)"


@book.rule("KH622", Severity.WARNING, article=f"{ANNEX_II} III.1")
def unit_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Before the name of a unit tỉnh, xã or phường has a capital.

    Why: the word for the kind of unit is a common noun: tỉnh Lai Châu, xã Bản Bo. It has a capital where the name is
    a number, a person or an event, Phường Điện Biên Phủ, and in Thành phố Hồ Chí Minh, Thủ đô Hà Nội.
    Bad:
        trên địa bàn Tỉnh Lai Châu; thành phố Hồ Chí Minh
    Good:
        trên địa bàn tỉnh Lai Châu; Thành phố Hồ Chí Minh
    """
    running = plan.running
    for match in re.finditer(_UNITS, running.whole):
        written = match["unit"].rstrip()
        if not _in_mid_sentence(running, match.start()):
            continue
        certain = written in ("Tỉnh", "Thành phố")  # none of these is named after anybody, but for Hồ Chí Minh
        if not certain and _PEOPLE.match(running.whole, match.end()):
            continue
        span, right = running.place(match.start(), match.start() + len(written)), written[0].lower() + written[1:]
        yield Violation(
            span, _("{word} is a common noun here", word=f'"{written}"'), _("write: {right}", right=right),
            rewrite(plan, span, written, right) if certain else None,
        )  # fmt: skip
    for match in re.finditer(_SPECIAL, running.whole):
        written, name = match["unit"], running.whole[match.end() : match.end() + 6]
        if (written == "thành phố") == name.startswith("Hồ Chí"):
            span, right = running.place(match.start(), match.end() - 1), written[0].upper() + written[1:]
            yield Violation(span, _("write: {right}", right=right), None, rewrite(plan, span, written, right))


def _in_mid_sentence(running: Running, start: int) -> bool:
    return _MID.search(running.whole[max(start - 6, 0) : start]) is not None


_ALONE = rf"\b(?:Tỉnh|Xã|Phường)(?=[ ,.;:)\n]|$)(?! (?:[{_CAPITAL}]|ủy|uỷ|đoàn|đội|hội))"


@book.rule("KH623", Severity.INFO)
def unit_alone_with_a_capital(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Tỉnh, Xã or Phường has a capital in the middle of a sentence, and no name after it.

    Why: the decree has a capital for the common noun only in few names. Many write it as a mark of respect; nothing
    supports that. Reported once, with the lines of the others.
    Bad:
        sự phát triển của Tỉnh
    Good:
        sự phát triển của tỉnh
    """
    running = plan.running
    places = [
        running.place(match.start(), match.end())
        for match in re.finditer(_ALONE, running.whole)
        if _in_mid_sentence(running, match.start())
    ]
    if places:
        message = _("{word} is a common noun here", word=f'"{places[0].text}"')
        right = _("write: {right}", right=places[0].text.lower())
        yield Violation(places[0], at_lines(message, places), right)


_ESTATES = r"\b(?:nhân dân\b(?! tệ)|nhà nước\b(?! (?:phong|quân|tư|đô hộ|nào|khác|ngoài))|đảng\b)"
_BEFORE_PEOPLE = (
    "tầng lớp ", "quần chúng ", "toàn thể ", "đông đảo ", "vận động ", "phục vụ ", "iúp ", "huy động ",
    "ướng dẫn ", "uyên truyền ", "hát huy ", "ý kiến ", "đời sống ", "cán bộ, ", "viên, ",
    " và ", " của ", " cho ", " với ", " trong ", " đến ", " từ ",
)  # fmt: skip
_BEFORE_STATE = ("ảng, ", "ảng và ", " của ", " do ", " được ")
_BESIDE_STATE = regex(r"(?:,| và) [Nn]hà nước\b")
_OF_THE_PARTY = regex(r" (?:viên|bộ|ủy|uỷ|phái|đoàn|cầm)\b")
"""After "của đảng": what makes it another word."""


def _is_noun_of_its_own(running: Running, word: str, start: int, end: int) -> bool:
    """Whether nhân dân, nhà nước or đảng is neither part of a name nor the attribute of another noun."""
    whole = running.whole
    if word == "nhân dân":
        return whole.endswith(_BEFORE_PEOPLE, 0, start)
    if word == "nhà nước":
        return whole.endswith(_BEFORE_STATE, 0, start)
    of_it = whole.endswith(" của ", 0, start) and not _OF_THE_PARTY.match(whole, end)
    return of_it or _BESIDE_STATE.match(whole, end) is not None


@book.rule("KH624", Severity.INFO, article=f"{ANNEX_II} V.1, V.4")
def people_state_party(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """Nhân dân, Nhà nước or Đảng is written with a small letter where it is a noun of its own.

    Why: the decree writes these nouns with a capital. In names, Ủy ban nhân dân, and after another noun, cơ quan nhà
    nước, ngân sách nhà nước, they have none.
    Bad:
        các tầng lớp nhân dân; chủ trương của đảng, chính sách của nhà nước
    Good:
        các tầng lớp Nhân dân; chủ trương của Đảng, chính sách của Nhà nước
    """
    running = plan.running
    if not any(word in running.whole for word in ("nhân dân", "nhà nước", "đảng")):
        return
    for match in re.finditer(_ESTATES, running.whole):
        written = match.group()
        if not _is_noun_of_its_own(running, written, match.start(), match.end()):
            continue
        span, right = running.place(match.start(), match.end()), written[0].upper() + written[1:]
        yield Violation(span, _("write: {right}", right=right), None, rewrite(plan, span, written, right))


_DAYS = "hai|ba|tư|năm|sáu|bảy"
_CALENDAR = (
    rf"\b[Tt](?:hứ (?P<day>{_DAYS})|háng (?P<month>giêng|hai|tư|sáu|bảy|tám|chín|mười một|mười hai|mười|chạp)"
    r"|ết (?P<tet>[Nn]guyên [Đđ]án|[Tt]rung [Tt]hu|[Đđ]oan [Nn]gọ))\b"
)
_DAY_AFTER = regex(r",? ngày \d| (?:hằng|hàng|đầu|cuối) tuần\b| tuần (?:đầu|cuối|tới|sau)\b|(?:,| và) chủ nhật\b")
_COUNTS = ("họp ", "lần ", "hội ", "khóa ", "khoá ", "phiên ", "đợt ", "vòng ", "loại ", "người ", "ngày ", "năm ")
"""Before thứ: what it counts. Kỳ họp thứ năm, lần thứ hai."""
_FROM = regex(rf"[Tt]ừ (?:thứ (?:{_DAYS}) đến (?:hết )?)?$")
_MONTH_AFTER = regex(r" năm \d| âm lịch|,| hằng năm| hàng năm")
_TIMES = ("rong ", "ào ", "ầu ", "uối ", "iữa ", "ết ", "rước ", "ừ ", "ến ")
"""Ends of words before a month: trong, vào, đầu, cuối, giữa, hết, trước, từ, đến."""
_COUNTED = frozenset("một hai ba bốn năm sáu bảy tám chín mười mấy nhiều mỗi các vài từng".split())
"""Before tháng: so many months, and no name of one."""


@book.rule("KH625", Severity.WARNING, article=f"{ANNEX_II} V.8")
def calendar_capitals(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """The name of a day, a month or a tết has a small letter for a capital, or the other way round.

    Why: thứ Hai, tháng Tám have a capital on the word for the day or month when it is no figure; of a tết only the
    first syllable of its name has one: tết Nguyên đán.
    Bad:
        sáng thứ hai hằng tuần; Cách mạng tháng tám; Tết Nguyên Đán
    Good:
        sáng thứ Hai hằng tuần; Cách mạng tháng Tám; Tết Nguyên đán
    """
    running = plan.running
    low = running.whole.lower()
    if not any(word in low for word in ("thứ ", "tháng ", "tết ")):
        return
    for match in re.finditer(_CALENDAR, running.whole):
        part = match.lastgroup or ""
        written, right = match[part], match[part][0].upper() + match[part][1:].lower()
        if written != right and (part == "tet" or _is_named(running.whole, match, part)):
            span = running.place(match.start(part), match.end(part))
            yield Violation(span, _("write: {right}", right=right), None, rewrite(plan, span, written, right))


def _is_named(whole: str, match: re.Match[str], part: str) -> bool:
    """Whether it is a day of the week, or a month of the year, and no number: lần thứ hai, hai tháng hai lần."""
    head, start, end = whole[max(match.start() - 24, 0) : match.start()], match.start(), match.end()
    if part == "day":
        if head.lower().endswith(_COUNTS):
            return False
        if _DAY_AFTER.match(whole, end):
            return True
        if head.lower().endswith(("sáng ", "chiều ", "tối ", "vào ")):
            return not whole.startswith(" của", end)
        begins = whole.startswith((" đến thứ ", " đến hết thứ "), end)
        from_when = _FROM.search(head)
        return from_when is not None and (begins or from_when.group().lower() != "từ ")
    if match["month"] in ("tám", "mười") and head.endswith("ách mạng "):
        return True
    before = (head.lower().split() or [""])[-1]
    if not before or before in _COUNTED or before.isdecimal():
        return False
    followed = end == len(whole) or whole[end] in ".,;)\n"
    return _MONTH_AFTER.match(whole, end) is not None or (followed and whole.endswith(_TIMES, 0, start))


_AFTER_STOP = regex(rf"(?:(?<=[{_SMALL}][{_SMALL}][.!?] )|(?<=20\d\d\. ))[{_SMALL}]+(?=[ ,])")
_BEFORE_STOP = regex(r"([\w.]{1,20})[.!?] $")
_SHORT_FORMS = frozenset("tr vv tp ths ts pgs gs bs stt đt tel vd st kts ks cn ntn gđ pgđ no vol fig".split())


@book.rule("KH627", Severity.WARNING, article=f"{ANNEX_II} I")
def small_letter_after_full_stop(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A sentence begins with a small letter.

    Why: after a full stop, a question mark or an exclamation mark a capital follows; or the stop was meant as a comma.
    Bad:
        mở lớp đào tạo. tập huấn cho cán bộ
    Good:
        mở lớp đào tạo, tập huấn cho cán bộ
    """
    running = plan.running
    for match in _AFTER_STOP.finditer(running.whole):
        before = _BEFORE_STOP.search(running.whole[max(match.start() - 24, 0) : match.start()])
        if not is_syllable(match.group()) or (before and (before[1].lower() in _SHORT_FORMS or "." in before[1])):
            continue
        yield Violation(
            running.place(match.start(), match.end()),
            _("a small letter after a full stop"),
            _("a capital, or a comma before it: which was meant?"),
        )
