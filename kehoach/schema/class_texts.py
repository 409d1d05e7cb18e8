"""What an editor says of each class of the model, in Vietnamese: its title, and what it is."""

from __future__ import annotations

Texts = dict[str, tuple[str, str]]
"""A title and a description, by the class or by the YAML key."""

CLASSES: Texts = {
    "Plan": ("Kế hoạch", "Một kế hoạch, viết một lần; kehoach kiểm tra rồi in ra Word và PDF."),
    "Registry": (
        "Sổ cơ quan",
        "Mỗi cơ quan một mã, mọi kế hoạch dùng chung. Viết `mã: Tên cơ quan`, hoặc `mã:` với các khóa.",
    ),
    "Agency": ("Cơ quan", "Tên, cấp, thời gian tồn tại; cơ quan ban hành thêm tiêu đề, ký hiệu, địa danh."),
    "Section": ("Phần lớn", "Một phần lớn của kế hoạch: I., II."),
    "Basis": ("Căn cứ", "Một văn bản làm căn cứ. Luật, pháp lệnh không ghi số và cơ quan ban hành."),
    "Decision": ("Quyết định ban hành", "Quyết định kèm theo kế hoạch; khi có, nó mang số, căn cứ, nơi nhận, chữ ký."),
    "ReportPeriod": ("Kỳ báo cáo", "Một kỳ báo cáo: mã, tên gọi, hạn gửi."),
    "Flow": ("Chế độ báo cáo", "Ai báo cáo ai, qua đâu, những kỳ nào."),
    "Recipient": ("Nơi nhận có nhiều dòng", "Một nơi nhận kèm các dòng bên dưới."),
    "Signature": ("Người ký", "Quyền hạn, chức vụ, họ tên của người ký."),
    "Group": ("Nhóm ý", "Các ý dưới một đề mục hoặc một câu. Khóa đầu tiên của ý cho biết đó là gì."),
    "ParagraphItem": ("Đoạn văn", "Một dòng không có dấu đầu dòng."),
    "TableItem": ("Bảng", "Một bảng giữa các ý: tên bảng, các cột, các hàng dán vào."),
    "PictureItem": ("Hình", "Một hình giữa các ý: tệp PNG hoặc JPEG đặt cạnh kế hoạch."),
    "Target": ("Chỉ tiêu", "Một chỉ tiêu: một số, số theo năm, hoặc không có số (đạt hay không đạt)."),
    "Task": ("Nhiệm vụ", "Một việc được theo dõi: ai chủ trì, ai phối hợp, thời hạn, sản phẩm."),
    "Fund": ("Nguồn kinh phí", "Một nguồn kinh phí, có thể kèm số tiền."),
    "Duty": ("Phân công", "Việc của một hay nhiều cơ quan. Đề mục là tên các cơ quan."),
    "TasksAppendix": (
        "Phụ lục nhiệm vụ",
        "Bảng nhiệm vụ: mọi nhiệm vụ của kế hoạch, hoặc những việc viết ngay tại đây.",
    ),
    "TargetsAppendix": ("Phụ lục chỉ tiêu", "Bảng chỉ tiêu: tất cả, chọn theo mã, hoặc viết ngay tại đây."),
    "FundingAppendix": ("Phụ lục kinh phí", "Bảng nguồn kinh phí với số tiền và tổng."),
    "TableAppendix": (
        "Phụ lục bảng tự do",
        "Bảng dán vào: mỗi dòng một hàng, các ô cách nhau bằng ` | ` hoặc dấu tab.",
    ),
    "TextAppendix": ("Phụ lục văn bản", "Đề cương, biểu mẫu."),
    "Results": ("Kết quả", "Kết quả của một kỳ báo cáo. Chưa có số liệu thì để trống; báo cáo chừa ô để điền."),
    "TargetResult": ("Kết quả chỉ tiêu", "Một số, `1,48%`, hoặc các khóa."),
    "TaskResult": ("Kết quả nhiệm vụ", "Tiến độ, hoặc các khóa."),
    "FundResult": ("Kết quả kinh phí", "Số được giao, đã phân bổ, đã giải ngân của một nguồn."),
    "ShownTargets": ("Nhóm chỉ tiêu", "Các chỉ tiêu đã có trong kế hoạch, nhắc lại dưới một đề mục."),
}
