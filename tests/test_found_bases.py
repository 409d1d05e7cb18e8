"""Bases read out of their lines: every part, or nothing."""

import pytest

from kehoach.recognising.facts_bases import basis_in
from kehoach.recognising.issuers import issuer_at

READ = {
    "Căn cứ Quyết định số 15/2021/QĐ-TTg ngày 19/6/2021 của Thủ tướng Chính phủ về việc hỗ trợ trồng rừng;": (
        "Căn cứ", "Quyết định", "15/2021/QĐ-TTg", "19/6/2021", "Thủ tướng Chính phủ", "về việc hỗ trợ trồng rừng",
    ),
    "Căn cứ Luật Thủy lợi ngày 19 tháng 6 năm 2017;": ("Căn cứ", "Luật", "", "19 tháng 6 năm 2017", "", "Thủy lợi"),
    "Căn cứ Luật Phòng, chống thiên tai năm 2013.": ("Căn cứ", "Luật", "", "2013", "", "Phòng, chống thiên tai"),
    "Căn cứ Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019 của Quốc hội;": (
        "Căn cứ", "Bộ luật", "45/2019/QH14", "20/11/2019", "Quốc hội", "Lao động",
    ),
    "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đê điều;": (
        "Căn cứ", "Luật", "", "", "", "sửa đổi, bổ sung một số điều của Luật Đê điều",
    ),
    "Thực hiện Chương trình hành động số 08-CTr/TU ngày 03 tháng 5 năm 2024 của Tỉnh ủy Hà Giang về phát triển chè;": (
        "Thực hiện", "Chương trình hành động", "08-CTr/TU", "03 tháng 5 năm 2024", "Tỉnh ủy Hà Giang",
        "về phát triển chè",
    ),
    "Theo Công văn số 901/SNV-CCHC ngày 4/4/2024 của Sở Nội vụ hướng dẫn chấm điểm cải cách hành chính.": (
        "Theo", "Công văn", "901/SNV-CCHC", "4/4/2024", "Sở Nội vụ", "hướng dẫn chấm điểm cải cách hành chính",
    ),
    "Căn cứ Thông tư số 07/2022/TT-BVHTTDL ngày 5/6/2022 của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch quy định "
    "về lễ hội, tượng đài;": (
        "Căn cứ", "Thông tư", "07/2022/TT-BVHTTDL", "5/6/2022", "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch",
        "quy định về lễ hội, tượng đài",
    ),
    "Căn cứ Thông tư số 3/2024/TT-BYT ngày 2/2/2024 của Bộ Y tế sửa đổi, bổ sung một số điều của Thông tư số "
    "9/2020/TT-BYT ngày 1/3/2020;": (
        "Căn cứ", "Thông tư", "3/2024/TT-BYT", "2/2/2024", "Bộ Y tế",
        "sửa đổi, bổ sung một số điều của Thông tư số 9/2020/TT-BYT ngày 1/3/2020",
    ),
    "Căn cứ Luật Sửa đổi, bổ sung một số điều của Luật Đê điều và Luật Thủy lợi năm 2019;": (
        "Căn cứ", "Luật", "", "2019", "", "Sửa đổi, bổ sung một số điều của Luật Đê điều và Luật Thủy lợi",
    ),
    "Căn cứ Luật phòng cháy, chữa cháy ngày 29/6/2001;": (
        "Căn cứ", "Luật", "", "29/6/2001", "", "phòng cháy, chữa cháy",
    ),
    "Thực hiện văn bản số 86/BNN-TY ngày 13/10/2016 của Bộ Nông nghiệp và PTNT về việc tiêm phòng.": (
        "Thực hiện", "văn bản", "86/BNN-TY", "13/10/2016", "Bộ Nông nghiệp và PTNT", "về việc tiêm phòng",
    ),
    "Căn cứ Nghị quyết số 44/NQ-CP ngày 8/4/2024 ban hành Chương trình hành động quốc gia về nước sạch;": (
        "Căn cứ", "Nghị quyết", "44/NQ-CP", "8/4/2024", "", "ban hành Chương trình hành động quốc gia về nước sạch",
    ),
    "Căn cứ Nghị quyết số 21-NQ/TW ngày 5/5/2020 của Ban Chấp hành Trung ương Đảng khóa XII;": (
        "Căn cứ", "Nghị quyết", "21-NQ/TW", "5/5/2020", "Ban Chấp hành Trung ương Đảng khóa XII", "",
    ),
    "Căn cứ Kế hoạch số 9/KH-UBND ngày 5/1/2024 của Uỷ ban nhân dân huyện Mường La về phòng cháy, chữa cháy rừng;": (
        "Căn cứ", "Kế hoạch", "9/KH-UBND", "5/1/2024", "Uỷ ban nhân dân huyện Mường La",
        "về phòng cháy, chữa cháy rừng",
    ),
    "Căn cứ Quyết định số 5/QĐ-UBND ngày 5/1/2024 của UBND tỉnh đẩy mạnh trồng rừng thực hiện Đề án xanh;": (
        "Căn cứ", "Quyết định", "5/QĐ-UBND", "5/1/2024", "UBND tỉnh", "đẩy mạnh trồng rừng thực hiện Đề án xanh",
    ),
}  # fmt: skip


@pytest.mark.parametrize("line", READ)
def test_a_basis_is_read_in_full(line: str) -> None:
    found = basis_in(line)
    assert found is not None
    parts = (found.verb, found.type, found.number, found.date, found.issuer, found.subject)
    assert parts == READ[line]
    assert line[found.start : found.end] == found.line


NOT_ONE = (
    "Căn cứ Luật Đê điều, Luật Thủy lợi năm 2019;",
    "Thực hiện công văn của Sở Y tế về tiêm phòng;",
    "Căn cứ tình hình thực tế của địa phương;",
    "Căn cứ chức năng, nhiệm vụ được giao;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 5/TTr-SNV ngày 5/5/2024.",
    "Theo đề nghị của Sở Y tế tại Tờ trình số 5/TTr-SYT ngày 5/5/2024;",
    # two documents
    "Căn cứ Luật Đê điều; Luật Thủy lợi;",
    "Căn cứ Luật Đê điều và Luật Thủy lợi;",
    "Căn cứ Quyết định số 5/QĐ-TTg ngày 5/1/2024 của Thủ tướng Chính phủ về nước sạch; Công văn số 7/BYT-MT ngày "
    "7/1/2024 của Bộ Y tế;",
    "Căn cứ Quyết định số 5/QĐ-TTg ngày 5/1/2024 của Thủ tướng Chính phủ về nước sạch và Quyết định số 7/QĐ-UBND;",
    "Thực hiện Kế hoạch số 5/KH-TU ngày 5/1/2024 của Tỉnh ủy về chè và hướng dẫn của Sở Y tế tại Công văn số 7/SYT-NV;",
    # a line that goes on with what the issuer does
    "Thực hiện Quyết định số 5/QĐ-TTg ngày 5/1/2024 của Thủ tướng Chính phủ về nước sạch. UBND xã ban hành Kế hoạch.",
    "Thực hiện Quyết định số 5/QĐ-TTg ngày 5/1/2024 của Thủ tướng Chính phủ về nước sạch, UBND xã ban hành Kế hoạch",
    # what prints otherwise
    "Căn cứ Quyết định số 5/QĐ-TTg, ngày 5/1/2024 của Thủ tướng Chính phủ về nước sạch;",
    "Căn cứ Quyết định 5/QĐ-TTg ngày 5/1/2024 của Thủ tướng Chính phủ về nước sạch;",
    "Căn cứ Luật số 72/2025/QH15 về tổ chức chính quyền địa phương;",
    "Căn cứ Quyết định số 5/QĐ-TTg ngày 5-1-2024 của Thủ tướng Chính phủ về nước sạch;",
    # where the name of the issuer ends, nobody can say
    "Căn cứ Kế hoạch số 5/KH-BCĐ ngày 5/1/2024 của Ban Chỉ đạo quốc gia về chuyển đổi số về phổ cập kỹ năng số;",
    "Căn cứ Kế hoạch số 5/KH-X ngày 5/1/2024 của Hội Làm vườn tỉnh triển khai vườn mẫu;",
    "Căn cứ Quyết định số 5/QĐ-TTg ngày 5/1/2024 Thủ tướng Chính phủ về nước sạch;",
    "Căn cứ Thông tư số 5/TT-BTC ngày 5/1/2024 của Bộ Tài chính và Bộ Nội vụ về lệ phí;",
)  # fmt: skip


@pytest.mark.parametrize("line", NOT_ONE)
def test_what_is_not_certain_stays_a_line(line: str) -> None:
    assert basis_in(line) is None


def test_the_name_of_an_issuer_ends_where_its_subject_begins() -> None:
    assert issuer_at("UBND thành phố Cần Thơ Thực hiện Chương trình") == "UBND thành phố Cần Thơ"
    assert issuer_at("UBND xã Bình Lư Về việc trồng chè") == "UBND xã Bình Lư"
    assert issuer_at("Bộ Nội vụ công bố thủ tục") == "Bộ Nội vụ"
    assert issuer_at("Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu") == "Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu"
    assert issuer_at("Bộ Ngoại giao, Bộ Nội vụ") == ""
