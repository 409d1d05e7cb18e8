"""Titles, letterheads and short names are broken between words: judged by readers, not by the lists of the code."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kehoach.phrases import first_words, lines_of
from kehoach.typeface import width_mm

WORDS = """
thị trường|thực hiện|xuất khẩu|phát triển|chuyển đổi|công nghệ|nông nghiệp|môi trường|thống kê|quản lý|thương mại
dịch vụ|văn hóa|giáo dục|đào tạo|tài chính|kế hoạch|thủy sản|kết quả|giai đoạn|địa bàn|công nghiệp|nhân dân
"""
"""Words of two syllables that the texts below have."""

NAMES = [
    "CHI CỤC QUẢN LÝ THỊ TRƯỜNG",
    "PHÒNG TÀI CHÍNH - KẾ HOẠCH",
    "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    "CHI CỤC THỐNG KÊ THÀNH PHỐ",
    "TRUNG TÂM DỊCH VỤ NÔNG NGHIỆP",
    "TRUNG TÂM XÚC TIẾN ĐẦU TƯ, THƯƠNG MẠI VÀ DU LỊCH",
    "BAN QUẢN LÝ CÁC KHU CÔNG NGHỆ CAO VÀ KHU CÔNG NGHIỆP",
    "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN",
    "BÁO CÁO TIẾN ĐỘ THỰC HIỆN",
]
TITLES = [
    "Kết quả quý I năm 2026 thực hiện Kế hoạch về xuất khẩu hàng hóa tỉnh Sơn Hà giai đoạn 2026 - 2030",
    "Ban hành Kế hoạch chuyển đổi số trên địa bàn thành phố Sơn Hà năm 2026",
    "Kết quả năm 2026 thực hiện Kế hoạch về phát triển hạ tầng số trong các khu công nghiệp trên địa bàn tỉnh Sơn Hà",
]


def broken_words(lines: tuple[str, ...]) -> list[str]:
    found = [f"{a.split(' ')[-1]} {b.split(' ')[0]}" for a, b in pairwise(lines)]
    words = set(WORDS.replace("\n", "|").split("|"))
    return [pair for pair in found if pair.lower() in words or pair in ("Sơn Hà", "tỉnh Sơn", "phố Sơn")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [55.0, 61.0, 66.0])
def test_a_letterhead_breaks_between_words(name: str, width: float) -> None:
    lines = lines_of(name, width, 13, "bold")
    assert " ".join(lines) == name
    assert not broken_words(lines)
    assert all(width_mm(line, 13, "bold") <= width for line in lines)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("width", [100.0, 130.0, 154.0])
def test_a_title_breaks_between_words_in_lines_of_about_one_length(title: str, width: float) -> None:
    lines = lines_of(title, width, 14, "bold")
    assert " ".join(lines) == title
    assert not broken_words(lines)
    assert not [line for line in lines if line.split(" ")[-1] in ("về", "trên", "và", "của", "trong", "các")]
    lengths = [width_mm(line, 14, "bold") for line in lines]
    assert max(lengths) <= width
    assert min(lengths) > 0.4 * max(lengths)


def test_a_word_wider_than_the_line_is_left_alone() -> None:
    assert lines_of("Một từdàihơncảdòng ngắn", 20, 14) == ("Một", "từdàihơncảdòng", "ngắn")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Xây dựng bộ tiêu chí.", "Xây dựng bộ tiêu chí"),
        (
            "Rà soát, đánh giá hiện trạng hạ tầng số trong các khu công nghiệp, cụm công nghiệp; lập kế hoạch đầu tư.",
            "Rà soát, đánh giá hiện trạng hạ tầng số trong các khu công nghiệp, cụm công nghiệp…",
        ),
        (
            "Chọn ít nhất 01 hợp tác xã thu gom (có đủ năng lực tài chính, phương tiện, quản trị kinh doanh, đối tác).",
            "Chọn ít nhất 01 hợp tác xã thu gom…",
        ),
        ("x" * 200, "x" * 99 + "…"),
    ],
)
def test_a_short_name_ends_where_a_part_of_the_sentence_ends(sentence: str, name: str) -> None:
    assert first_words(sentence) == name
