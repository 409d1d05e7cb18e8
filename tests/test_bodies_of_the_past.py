"""Sentences of plans of 2026 that ask a body or a unit of the past to do something: each is found, wherever it is."""

from __future__ import annotations

import json

import pytest

from tests.support.cases import CASES
from tests.support.plans import make, registry

PLAN = """
year: 2026
issuer: ubnd-tinh
date: 3/2026
subject: Thử
opening: Như sau.
sections:
  - kind: purpose
    heading: HEADING
    items:
      - ITEM
recipients: [RECIPIENT]
archive: VT, TH
signature: {authority: [TM, KT], title: Phó Chủ tịch, name: Lò Văn An}
appendices:
  - kind: table
    title: Biểu
    columns: [TT, Việc]
    rows: |
      1 | CELL
agencies:
  phong:
    {name: Phòng Lao động - Người có công, of: thành phố, parent: ubnd-tp, aliases: [Phòng LĐNCC], until: 30/6/2025}
  ubnd-tp: {name: UBND thành phố Đồng Mây, short: UBND thành phố, until: 30/6/2025}
  tram: {name: Trạm Thú y, of: thành phố, until: TODO(khoảng quý II/2025)}
  hoi: {name: Hội Làm vườn tỉnh, until: 31/12/2024}
  hoi-moi: {name: Hội Làm vườn và Nuôi ong tỉnh}
"""
PARTS = {"HEADING": "Mục đích", "ITEM": "Nội dung.", "RECIPIENT": "Các sở", "CELL": "Việc"}

DISSOLVED = (
    "Giao Phòng Lao động - Người có công tổng hợp.",
    "Giao Phòng Lao động - Người có công thành phố tổng hợp.",
    "Các xã gửi phòng Lao động - Người có công trước ngày 15/6.",
    "Phòng Lao động - Người có công thành phố Đồng Mây chủ trì.",
    "Phối hợp với Trạm Thú y, Phòng Lao động - Người có công và các xã.",
    "Phòng LĐNCC lập danh sách.",
    "Sở Tài chính, Phòng LĐNCC, các xã thẩm định.",
    "Kết quả gửi về Phòng Lao động - Người có công (qua bộ phận một cửa).",
    "Trạm Thú y tiêm phòng đợt 1.",
    "Trạm Thú y thành phố; các xã phối hợp.",
    "Do Trạm Thú y thực hiện.",
    "**Trạm Thú y** tổ chức tiêm phòng.",
    "UBND thành phố chỉ đạo, đôn đốc.",
    "UBND thành phố Đồng Mây phê duyệt.",
    "Báo cáo UBND thành phố (qua Sở Tài chính) trước ngày 20 hằng tháng.",
    "Hội Làm vườn tỉnh vận động hội viên.",
    "Đề nghị Hội Làm vườn tỉnh và Sở Tài chính phối hợp.",
    "Thực hiện Kế hoạch số 15/KH-UBND ngày 04/5/2024, giao Hội Làm vườn tỉnh rà soát.",
    "Trưởng Trạm Thú y chịu trách nhiệm.",
    "Kinh phí giao cho Phòng Lao động - Người có công quản lý, sử dụng.",
)
ABOLISHED = (
    "UBND huyện Than Uyên tổng hợp.",
    "Giao UBND các huyện, thành phố thực hiện.",
    "Ban Chỉ đạo cấp huyện kiểm tra.",
    "Các quận, huyện, thị xã báo cáo.",
    "Phòng Y tế huyện phối hợp.",
    "Hội Liên hiệp Phụ nữ huyện Sìn Hồ vận động.",
    "Tuyên truyền tại thị trấn Tam Đường.",
    "100% xã, phường, thị trấn có loa.",
    "Tổ chức hội nghị tại thành phố Sơn La.",
    "Khảo sát tại TP. Yên Bái.",
    "UBND thị xã Nghi Sơn, quận 3 phối hợp.",
    "Huyện ủy Mường Tè giám sát.",
    "Các thành phố thuộc tỉnh rà soát.",
    "Trao đổi kinh nghiệm với tỉnh Yên Bái.",
    "Phối hợp với các tỉnh Sơn La, Hòa Bình.",
    "UBND tỉnh Bắc Giang mời tham dự.",
    "Báo cáo Bộ Lao động - Thương binh và Xã hội.",
    "Trình Bộ Kế hoạch và Đầu tư thẩm định.",
    "Sở Giao thông vận tải cắm biển báo.",
    "Sở NN&PTNT (nông nghiệp) hướng dẫn.",
    "Các sở: Tài chính, Thông tin và Truyền thông cho ý kiến.",
    "Công an huyện bảo đảm an ninh.",
)


@pytest.mark.parametrize("sentence", DISSOLVED)
def test_a_dissolved_body_is_found_in_every_place(sentence: str) -> None:
    for part in ("ITEM", "RECIPIENT", "CELL", "HEADING"):
        assert "KH205" in _codes(part, sentence), part


@pytest.mark.parametrize("sentence", ABOLISHED)
def test_an_abolished_unit_or_ministry_is_found_in_every_place(sentence: str) -> None:
    for part in ("ITEM", "RECIPIENT", "CELL", "HEADING"):
        assert _codes(part, sentence) & {"KH213", "KH214", "KH215"}, part


def _codes(part: str, sentence: str) -> set[str]:
    text = PLAN
    for name, words in (PARTS | {part: sentence}).items():
        text = text.replace(name, words if name == "CELL" else json.dumps(words, ensure_ascii=False))
    return {f.code for f in make(text, registry(CASES / "agencies.yaml")).findings}
