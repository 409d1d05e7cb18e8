"""Where a Vietnamese phrase may be broken: titles, letterheads and short names end between words, not inside one.

A word of two syllables is written as two, so a blank says nothing. Words of the lists below belong together; before a
word that joins (và, của, trên) a break is always good. A break that nothing is known of costs a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kehoach.patterns import regex
from kehoach.typeface import width_mm, wrap

_JOINING = frozenset(
    "và của về trong trên tại cho với để từ theo đến do bằng nhằm khi qua giữa hoặc thuộc bởi cùng ngoài".split()
)
"""Words before which a line may break, and after which none does."""
_LEADING = frozenset("các những mọi một không được là bị đã đang sẽ chưa hằng mỗi".split())
"""Words that need the next one."""
_WORDS = """
an ninh|an sinh|an toàn|ban hành|ban quản lý|biên giới|biên phòng|biến đổi|báo chí|báo cáo|bình đẳng|bưu chính
bảo hiểm|bảo hộ|bảo trợ|bảo tồn|bảo vệ|bảo đảm|bồi dưỡng|bổ sung|bộ máy|bộ đội|chi cục|chi nhánh|chi tiêu|chi tiết
chiến lược|chuyên môn|chuyên đề|chuyển giao|chuyển đổi|chuyển đổi số|chính phủ|chính quyền|chính sách|chính trị
chăm sóc|chăn nuôi|chương trình|chất lượng|chế biến|chế độ|chỉ huy|chỉ số|chỉ thị|chỉ tiêu|chỉ đạo|chống lãng phí
chủ trì|chủ trương|chủ tịch|cung cấp|cung ứng|cá nhân|cán bộ|cây trồng|công an|công bố|công chức|công khai
công nghiệp|công nghệ|công nghệ cao|công thương|công trình|công tác|công tác viên|công văn|cơ chế|cơ cấu|cơ quan
cơ sở|cải cách|cải thiện|cảnh báo|cảnh sát|cấp nước|cộng đồng|cụm công nghiệp|cứu hộ|cứu nạn|cựu chiến binh|danh mục
di sản|diễn biến|diễn tập|doanh nghiệp|du lịch|dân chủ|dân cư|dân quân|dân số|dân tộc|dân vận|dược liệu|dịch bệnh
dịch vụ|dự báo|dự phòng|dự thảo|dự toán|dự án|gia cầm|gia súc|gia đình|giai đoạn|giao thông|giá trị|giám sát
giáo dục|giáo viên|giải pháp|giải phóng|giải quyết|giảm nghèo|giảm nhẹ|giấy phép|giống cây|giới thiệu|hiến pháp
hiện đại|hiệp hội|hiệu lực|hiệu quả|hoàn thiện|hoàn thành|hoạt động|huyện ủy|hàng hóa|hành chính|hành động|hòa giải
hướng dẫn|hưởng ứng|hạ tầng|hải quan|hệ thống|học sinh|học tập|hỏa hoạn|hồ sơ|hỗ trợ|hội nghị|hội nhập|hội đồng
hợp tác|hợp tác xã|khen thưởng|khiếu nại|kho bạc|khoa học|khoáng sản|khu công nghiệp|khu kinh tế|khu vực|khuyến công
khuyến khích|khuyến nông|khám bệnh|khảo sát|khắc phục|kinh doanh|kinh phí|kinh tế|kiến nghị|kiến thức|kiến trúc
kiểm dịch|kiểm kê|kiểm lâm|kiểm soát|kiểm tra|kế hoạch|kết luận|kết nối|kết quả|kỷ luật|kỷ niệm|kỹ năng|kỹ thuật
lao động|liên hiệp|liên kết|liên minh|liệt sĩ|lâm nghiệp|lãnh đạo|lĩnh vực|lũ lụt|lưu trữ|lấn chiếm|lập kế hoạch
lễ hội|lồng ghép|lực lượng|miền núi|môi trường|mùa vụ|mạng lưới|mặt bằng|mặt trận|mở rộng|mục tiêu|mục đích
nghiên cứu|nghiệp vụ|nghĩa vụ|nghệ nhân|nghị quyết|nghị định|ngoại ngữ|ngoại vụ|nguồn lực|nguồn nhân lực|ngân hàng
ngân sách|nhiệm kỳ|nhiệm vụ|nhà giáo|nhà nước|nhà văn hóa|nhà ở|nhân dân|nhân lực|nhận thức|nuôi trồng|nâng cao
nông dân|nông lâm|nông lâm sản|nông nghiệp|nông sản|nông thôn|năng lượng|năng lực|năng suất|nội bộ|nội dung|nội vụ
phong trào|pháp chế|pháp luật|phát huy|phát thanh|phát triển|phân bổ|phân công|phân tích|phòng cháy|phòng chống
phòng thủ|phúc lợi|phương tiện|phương án|phấn đấu|phối hợp|phổ biến|phổ cập|phụ nữ|phụ trách|phục hồi|phục vụ
quan hệ|quan trắc|quy chuẩn|quy chế|quy hoạch|quy trình|quy định|quyết định|quyền lợi|quân sự|quân đội|quản lý
quốc gia|quốc hội|quốc phòng|quốc tế|rà soát|sinh hoạt|sinh kế|sinh viên|sáng kiến|sáng tạo|sản lượng|sản phẩm
sản xuất|sắp xếp|sức khỏe|sử dụng|sửa chữa|sửa đổi|sự cố|sự kiện|sự nghiệp|tham gia|tham mưu|tham nhũng|thanh niên
thanh toán|thanh tra|thi công|thi hành|thi đua|thiên tai|thiếu nhi|thành lập|thành phần|thành phố|thành viên
thí điểm|thích ứng|thông báo|thông tin|thông tư|thú y|thương binh|thương mại|thường trực|thường xuyên|thẩm quyền
thẩm định|thẻ bảo hiểm|thể chế|thể dục|thể thao|thị trường|thị trấn|thị xã|thống kê|thời gian|thủ tướng|thủ tục
thủy lợi|thủy sản|thực hiện|thực phẩm|thực thi|thực trạng|tiêm phòng|tiên tiến|tiêu chuẩn|tiêu chí|tiêu dùng
tiêu thụ|tiến độ|tiếng anh|tiếp công dân|tiếp cận|tiếp nhận|tiếp tục|tiết kiệm|tiềm năng|toàn diện|trang bị
triển khai|trung học|trung tâm|trung ương|truyền hình|truyền thông|truyền thống|trách nhiệm|trình độ|trường học
trật tự|trẻ em|trọng tâm|trọng điểm|trồng trọt|trụ sở|tuyên dương|tuyên giáo|tuyên truyền|tuyển dụng|tuyển quân
tuyển sinh|tài chính|tài liệu|tài nguyên|tài sản|tìm kiếm|tình hình|tình trạng|tín dụng|tòa án|tăng cường
tăng trưởng|tư pháp|tư vấn|tạm thời|tập huấn|tập trung|tệ nạn|tố cáo|tố giác|tổ chức|tổ công tác|tổng cục|tổng hợp
tổng kết|tổng thể|tội phạm|vi phạm|viên chức|viễn thông|việc làm|văn bản|văn hóa|văn nghệ|văn phòng|vườn quốc gia
vận hành|vận tải|vận động|vật nuôi|vật tư|vệ sinh|xuất bản|xuất khẩu|xuất nhập khẩu|xác định|xây dựng|xã hội
xúc tiến|xử lý|xử phạt|y tế|yêu cầu|ô nhiễm|đa dạng|điều chỉnh|điều hành|điều kiện|điều tra|điện lực|điện tử
đoàn kết|đoàn thể|đào tạo|đánh giá|đê điều|đô thị|đường bộ|đường sắt|đường thủy|đạo đức|đất đai|đấu giá|đấu thầu
đầu tư|đề nghị|đề án|địa bàn|địa chính|địa chất|địa phương|đối ngoại|đồng bào|đồng bộ|đổi mới|đội ngũ|động viên
động vật|ưu tiên|ưu đãi|ổn định|ủy ban|ứng dụng|ứng phó
"""
_PAIRS = frozenset(
    pair
    for word in _WORDS.replace("\n", "|").split("|")
    for syllables in (word.split(),)
    for pair in pairwise(syllables)
)


def neighbours(before: str, after: str) -> frozenset[str]:
    """Syllables that make a word with the syllable before them, or with the one after."""
    return frozenset(b for a, b in _PAIRS if a == before) | frozenset(a for a, b in _PAIRS if b == after)


def belong_together(before: str, after: str) -> bool:
    """Whether two syllables, in small letters, are known to make a word."""
    return (before, after) in _PAIRS


_HEADS = (
    "ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|ban quản lý|ban chỉ đạo|ban quản lý dự án|chi cục|cục|sở|phòng"
    "|trung tâm|văn phòng|chi nhánh|liên minh hợp tác xã|liên đoàn lao động|ủy ban mặt trận tổ quốc việt nam"
    "|hội nông dân|trường|bệnh viện|công an|bộ chỉ huy|tổ công tác"
)
_HEAD = regex(rf"(?:^|[,;:] )(?:{_HEADS})$")
"""What a body is, at the beginning of its name: a line may end after it."""
_UNITS = frozenset(("tỉnh", "phố", "xã", "phường", "huyện", "quận", "khu", "trấn"))

_BAD, _SHOUTED, _UNKNOWN = 4.0, 0.35, 0.12
"""What a break costs: inside a word; in a name in capitals; elsewhere. A line twice as long as the others costs 1."""
_MORE = 0.3
"""What one line more costs."""
_NAME = 100
"""Characters of a short name."""
_LINES = 20
"""Lines of a title, at most, for which the best breaks are looked for: among more it takes long, and matters little."""


def break_cost(before: str, after: str) -> float:
    """What it costs to end a line with the words `before` and to begin the next with `after`; 0 for a good place."""
    last, first = _word(before.rsplit(" ", 1)[-1]), _word(after.split(" ", 1)[0])
    low, next_low = last.lower(), first.lower()
    if low in _JOINING or low in _LEADING or (low, next_low) in _PAIRS or (next_low[:1].isdigit() and low.isalpha()):
        return _BAD
    if before.endswith((",", ";", ":", ")", ".")) or after.startswith(("(", "“", '"')) or next_low in _JOINING:
        return 0.0
    shouted = before.isupper() and after.isupper()
    if not shouted and first[:1].isupper():
        return _BAD if last[:1].isupper() or low in _UNITS else 0.0
    if after[:1] in "-\u2013":
        return _BAD
    return 0.0 if _HEAD.search(before.lower()) else _SHOUTED if shouted else _UNKNOWN


def _word(word: str) -> str:
    return word.strip(",;:.()“”\"'")


@lru_cache(maxsize=512)
def lines_of(text: str, width: float, size_pt: float, face: str = "regular") -> tuple[str, ...]:
    """`text` in few lines that fit in `width` millimetres, broken where words end, all about equally long."""
    simply = wrap(text, width, size_pt, face)
    fewest = len(simply)
    if fewest == 1 or fewest > _LINES:
        return simply
    line = _Line(text, width, size_pt, face)
    found = [best for count in (fewest, fewest + 1) if (best := line.broken(count))]
    return min(found, key=lambda one: one[0])[1] if found else simply


class _Line:
    """One long line that is to be broken: where each of its words ends, and what a break after it costs."""

    def __init__(self, text: str, width: float, size_pt: float, face: str) -> None:
        self.words = text.split(" ")
        self.width = width
        self.blank = width_mm(" ", size_pt, face)
        self.ends = [0.0]
        for word in self.words:
            self.ends.append(self.ends[-1] + width_mm(word, size_pt, face) + self.blank)
        heads = [" ".join(self.words[: end + 1]) for end in range(len(self.words) - 1)]
        self.costs = [0.0, *map(break_cost, heads, (text[len(head) + 1 :] for head in heads))]

    def broken(self, count: int) -> tuple[float, tuple[str, ...]] | None:
        """The cheapest way to break it into `count` lines, with its cost; None where a line would be too long."""
        even = (self.ends[-1] - count * self.blank) / count
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for left in range(count - 1, -1, -1):
            after: dict[int, tuple[float, tuple[int, ...]]] = {}
            for start, (cost, breaks) in best.items():
                for end, more in self._next(start, even, last=left == 0):
                    if end not in after or cost + more < after[end][0]:
                        after[end] = cost + more, (*breaks, end)
            best = after
        if len(self.words) not in best:
            return None
        cost, breaks = best[len(self.words)]
        lines = tuple(" ".join(self.words[a:b]) for a, b in zip((0, *breaks), breaks, strict=False))
        return cost + _MORE * count, lines

    def _next(self, start: int, even: float, *, last: bool) -> Iterator[tuple[int, float]]:
        """Where a line that begins with a word may end, and what that costs."""
        for end in range(start + 1, len(self.words) + 1):
            long = self.ends[end] - self.ends[start] - self.blank
            if long > self.width:
                return
            if last == (end == len(self.words)):
                yield end, (long / even - 1) ** 2 + (0.0 if last else self.costs[end])


def first_words(text: str, length: int = _NAME) -> str:
    """The first words of a sentence as a short name: no longer than `length`, cut where a part of it ends."""
    text = text.strip().rstrip(" .;,:")
    if len(text) <= length:
        return text
    ends = [at for at, sign in enumerate(text[:length]) if sign == " "]
    if not ends:
        return f"{text[: length - 1]}…"
    whole = [at for at in ends if at >= length // 3 and text.count("(", 0, at) == text.count(")", 0, at)]
    end = min(reversed(whole or ends), key=lambda at: _ending(text[:at], text[at + 1 : at + length]))
    return f"{text[:end].rstrip(' .;,:-')}…"


def _ending(before: str, after: str) -> float:
    """How badly a name ends here: best after a clause; of equally good places the longest name is taken."""
    return 0.0 if before.endswith((";", ".")) else 0.01 + break_cost(before, after)
