"""KH6: the wording of texts."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.diagnostics import Severity, _
from kehoach.edits import Edit
from kehoach.model.agency import Agencies
from kehoach.model.plan import Plan
from kehoach.model.running import FILLED
from kehoach.phrases import belong_together
from kehoach.rules import RuleBook, Violation
from kehoach.typeface import covers
from kehoach.vietnamese import LOWERED, RAISED

book = RuleBook()

_REDUPLICATED = frozenset(
    "luôn thường dần ngày đêm người nhà đời nơi từ mãi xa ngang đều song rất thôi khư năm tháng lớp lần ai đâu "
    "chung riêng xanh nhanh vừa cao thấp gần lâu mau đông nhỏ to rành khác ào hay vội ầm đỏ tím mờ".split()
)
"""Words that Vietnamese does double, `luôn luôn`, `ngày ngày`."""
_LITTLE = frozenset("và với của các những cho trong đã sẽ để là".split())
"""Words that end no other word: doubled they are a slip, and one can go."""
_BOTH = {
    "cho": "vay thuê mượn phép biết rằng thấy nên", "của": "cải", "trong": "sạch sáng suốt lành nước",
    "với": "tới", "là": "lượt", "đã": "đành", "để": "dành", "sẽ": "", "các": "cổ",
}  # fmt: skip
"""What makes another word with the second of the two: vốn cho cho vay."""
_JOINING = frozenset(
    "trên dưới tại về theo từ đến được có bằng khi do như ở này bị hoặc nhằm cùng bởi mà thì cũng đang".split()
)
"""Words that follow most words, and begin hardly any."""
_BOUND = frozenset(
    "tục động hiện nghiệp triển sách cứ tế vực thống nguyên cường phương nghị trách hoạch chuẩn tích tượng lực viên "
    "phạm dưỡng chức".split()
)
"""Syllables that are words only together with another."""
_ALONE = frozenset(
    "hộ tỉnh xã phường bản thôn sở ngành cấp số quý dân trường lớp nguồn vốn mức việc nghèo từng".split()
)
"""Common words of one syllable, which nobody doubles: not su su, a vegetable."""
_BEGINS = {
    first: frozenset(rest.split())
    for first, rest in (
        line.strip().split(" ", 1)
        for line in """
        báo cáo chí
        bộ phận máy
        chính sách quyền trị thức
        chuẩn bị hóa nghèo
        chất lượng thải
        chức năng danh vụ trách
        công tác trình nghệ nghiệp chức an dân khai bố
        cận nghèo
        cấp phát ủy thiết
        cứu trợ hộ
        dân tộc cư số chủ sinh vận quân
        dẫn đến đầu
        gia đình súc cầm
        giá trị
        hiện đại nay trạng có thực vật
        hành chính động vi nghề
        hệ thống sinh
        học sinh tập phí
        hội nhập nghị thảo viên đồng
        hợp tác lý pháp đồng
        kinh tế phí doanh
        ký kết
        lực lượng
        lý do luận
        lập kế dự danh hồ đề
        mục tiêu đích
        nghiệp vụ đoàn
        ngành nghề
        nhiệm vụ kỳ
        nhân dân viên lực rộng dịp
        pháp luật lý nhân lệnh
        phát triển hiện huy động
        phần mềm lớn trăm
        quan tâm hệ trọng trắc
        quy định hoạch mô trình
        quyết định toán tâm liệt
        sinh viên hoạt kế
        sát sao nhập hạch
        sản xuất phẩm lượng
        sở hữu tại
        sự nghiệp cố việc
        tra cứu
        thông qua tin báo suốt thoáng minh tư điệp
        thể hiện thao chế lực
        thống nhất kê
        thời gian kỳ hạn sự điểm
        thực hiện phẩm tế trạng
        tiêu chí chuẩn thụ dùng
        toàn diện quốc bộ tỉnh dân
        triển khai vọng
        trung tâm ương hạn bình học
        truyền thông thống hình
        trình độ bày tự duyệt
        trường học hợp
        trợ giúp cấp
        tác động nghiệp phẩm hại
        tâm lý huyết
        tư nhân vấn pháp tưởng liệu
        tạo điều việc ra nên sự lập chuyển bước nguồn môi
        tế bào
        vi phạm
        viên chức
        vị trí thế
        vụ việc án
        vững chắc mạnh
        xuyên suốt
        xuất khẩu bản
        điều kiện tra hành
        đảm bảo nhiệm
        định hướng kỳ mức giá
        đổi mới
        động viên vật lực cơ
        """.strip().splitlines()
    )
}
"""First syllables of words, which may follow a word that ends in the same syllable: truyền thông thông qua."""


@book.rule("KH601", Severity.WARNING)
def doubled_word(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A word occurs twice in a row.

    Why: the eye passes over it, and it stays for years in plans copied from one another.
    Bad:
        Phối hợp với với các hội, đoàn thể
    Good:
        Phối hợp với các hội, đoàn thể
    """
    running = plan.running
    words = running.whole.replace("\n\n", "  ").split(" ")  # of the same length, an empty word between two texts
    small = running.whole.lower().replace("\n\n", "  ").split(" ")
    for index in [at for at, same in enumerate(map(str.startswith, small[1:], small)) if same and small[at]]:
        word, again = words[index : index + 2]
        if again.startswith(word.lower()) and _is_doubled(words, index):
            position = sum(map(len, words[:index])) + index
            end = position + len(word)
            place, fix = running.place(end + 1, end + 1 + len(word)), None
            if word.lower() in _LITTLE:
                fix = (Edit(running.place(position, end).end, place.end, ""),)
            yield Violation(place, _("{word} occurs twice", word=f'"{word}"'), _("delete one of the two"), fix)


def _is_doubled(words: list[str], index: int) -> bool:
    """Whether the word at `index` is repeated by the next (a word and the signs after it) by mistake."""
    word, again = words[index], words[index + 1]
    low, rest = word.lower(), again[len(word) :]
    if not word.isalpha() or rest[:1].isalnum() or rest[:1] in ("-", "/"):
        return False
    after = words[index + 2] if index + 2 < len(words) and not rest else ""
    follower = after.rstrip(",.;:)").lower()
    before = words[index - 1].lower() if index else ""
    if low in _LITTLE:
        return follower not in _BOTH.get(low, "").split() and (before, low) != ("bên", "trong")
    if low in _REDUPLICATED or follower in _BEGINS.get(low, ()) or belong_together(low, follower):
        return False
    ends_nothing = not before.isalpha() or before in _LITTLE or before in _JOINING
    if low in _JOINING:
        return ends_nothing and before not in _JOINING
    return (ends_nothing and low in _ALONE) or (
        low in _BOUND and (not follower or follower in _LITTLE or follower in _JOINING)
    )


@book.rule("KH603", Severity.ERROR, article="Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục I.4")
def character_outside_the_typeface(plan: Plan, agencies: Agencies) -> Iterator[Violation]:
    """A character that Times New Roman does not have.

    Why: documents are set in Times New Roman; for such a character another font steps in, or an empty box.
    Bad:
        Hoàn thành ✔ trong Quý I
    Good:
        Hoàn thành trong Quý I
    """
    running = plan.running
    strange = {letter for letter in running.letters if not covers(letter)} - {"\n", FILLED, *LOWERED, *RAISED}
    for index, letter in enumerate(running.whole if strange else ""):
        if letter in strange:
            yield Violation(
                running.place(index, index + 1),
                _("Times New Roman does not have {letter} (U+{code:04X})", letter=letter, code=ord(letter)),
                _("write it in another way"),
            )
