"""The period of a plan for several years moves in the texts that name the plan; other documents keep theirs."""

from __future__ import annotations

import pytest

from tests.support.cases import CASES
from tests.support.plans import registry
from tests.support.rolling import rolled

PLAN = """\
year: 2026-2030
issuer: ubnd-tinh
date: 20/11/2025
subject: Xuất khẩu hàng hóa giai đoạn 2026 - 2030
decision:
  subject: Ban hành Kế hoạch xuất khẩu hàng hóa giai đoạn 2026 - 2030
  articles:
    - Ban hành kèm theo Quyết định này Kế hoạch xuất khẩu hàng hóa giai đoạn 2026 - 2030.
opening: >
  Ủy ban nhân dân tỉnh ban hành Kế hoạch xuất khẩu hàng hóa giai
  đoạn 2026 - 2030 như sau:
sections:
  - kind: solutions
    items:
      - Theo Quyết định số 493/QĐ-TTg ngày 19/4/2022 phê duyệt Chiến lược giai đoạn 2026 - 2030.
      - Hỗ trợ 5 năm 2026 - 2030 từ ngân sách.
      - Phát huy kết quả giai đoạn 2021 - 2025.
recipients: [Các sở]
archive: VT, TH
signature:
  authority: [TM, KT]
  title: Phó Chủ tịch
  name: Trần Văn C
"""
LINES = [
    "subject: Xuất khẩu hàng hóa giai đoạn 2031 - 2035",
    "  subject: Ban hành Kế hoạch xuất khẩu hàng hóa giai đoạn 2031 - 2035",
    "Quyết định này Kế hoạch xuất khẩu hàng hóa giai đoạn 2031 - 2035.",
    "đoạn 2031 - 2035 như sau:",
    "phê duyệt Chiến lược giai đoạn 2026 - 2030.",
    "5 năm TODO(2026 - 2030?) từ ngân sách.",
    "kết quả giai đoạn 2021 - 2025.",
]


@pytest.mark.parametrize("line", LINES)
def test_the_plans_own_period_moves(line: str) -> None:
    assert line in rolled(PLAN, 2031, agencies=registry(CASES / "agencies.yaml")).draft.text
