"""What an editor says of each key, in Vietnamese: its title and what to write there.

Keyed by the class that declares the field and the YAML key. The words of closed sets are keyed by their enumeration,
or by class and key where they have none. Signs between backticks are YAML.
"""

from __future__ import annotations

from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.schema.class_texts import CLASSES, Texts

_AGENCIES = "Mã trong plans/agencies.yaml, hoặc tên như sẽ in; nhiều cơ quan: `[ma-mot, ma-hai]`."
_ITEMS = "Mỗi ý một dấu gạch: một câu, hoặc `heading`, `target`, `task`, `fund`, `agencies`, `paragraph`."
_LIST = "Kiểu đánh dấu các ý bên dưới; bỏ trống thì theo cấp."

_TEXT = "Câu sẽ in trong báo cáo. Câu dài: gõ dấu `>`, xuống dòng, thụt vào."

FIELDS: dict[str, Texts] = {
    "Results": {
        "reported": ("Đã báo cáo", "Cơ quan nào đã báo cáo, ngày nào: `12/6/2024`."),
        "targets": ("Chỉ tiêu", "Mã chỉ tiêu của kế hoạch và kết quả."),
        "tasks": ("Nhiệm vụ", "Mã nhiệm vụ của kế hoạch và tiến độ."),
        "funds": ("Kinh phí", "Tên nguồn như trong kế hoạch và số tiền."),
        "duties": ("Nhiệm vụ khác", "Kết quả các việc khác được giao, theo từng cơ quan."),
        "leadership": ("Lãnh đạo, chỉ đạo", _TEXT),
        "solutions": ("Nhóm giải pháp", "Số thứ tự của nhóm giải pháp trong kế hoạch, từ 1, và kết quả."),
        "difficulties": ("Khó khăn, hạn chế", _TEXT),
        "causes": ("Nguyên nhân", _TEXT),
        "next": ("Phương hướng, nhiệm vụ", "Nhiệm vụ trọng tâm của kỳ tới."),
        "proposals": ("Đề xuất, kiến nghị", _TEXT),
    },
    "TargetResult": {
        "value": ("Kết quả", "Số đến hết kỳ, tính từ đầu năm, viết như in: `1,48%`, `07 hộ`."),
        "added": ("Tăng thêm", "Thay cho `value`: số tăng thêm kể từ báo cáo trước trong năm; kehoach cộng dồn."),
        "met": ("Có hay không", "Cho chỉ tiêu không có con số: `có`, `không`."),
        "same_period": ("Cùng kỳ năm trước", "Không cần khi đã có tệp kết quả của năm trước."),
        "shares": ("Từng cơ quan", "Kết quả của từng xã, phường, cơ quan."),
        "cause": ("Nguyên nhân chưa đạt", _TEXT),
        "note": ("Ghi chú", "In ở cột ghi chú."),
    },
    "TaskResult": {
        "status": ("Tiến độ", "Nhiệm vụ đã đến đâu."),
        "on": ("Ngày hoàn thành", "`20/11/2024`."),
        "text": ("Kết quả cụ thể", _TEXT),
        "members": ("Từng thành viên", "Tiến độ của từng thành viên trong nhóm chủ trì."),
    },
    "FundResult": {
        "planned": ("Kế hoạch", "Chỉ khi kế hoạch không ghi số tiền: `1.250 triệu đồng`."),
        "allocated": ("Đã phân bổ", "Số đã phân bổ."),
        "disbursed": ("Đã giải ngân", "Số đã giải ngân."),
        "note": ("Ghi chú", "In ở cột ghi chú."),
    },
    "Plan": {
        "year": ("Năm, giai đoạn", "`2024`, `2026-2030`, hoặc `2025-` khi không có năm cuối."),
        "type": ("Tên loại", "Mặc định `KH`."),
        "issuer": ("Cơ quan ban hành", "Cho quốc hiệu, ký hiệu, địa danh, tên sau TM. và KT. Mã trong plans/agencies.yaml."),
        "number": ("Số", "Để trống khi chưa ban hành."),
        "date": ("Ngày ban hành", "`15/1/2024`; chưa biết ngày: `1/2024`; để trống khi chưa rõ."),
        "subject": ("Trích yếu", "Nội dung sau tên loại, viết liền `năm {{ year }}`. Với `|`, mỗi dòng là một dòng in."),
        "list": ("Đánh số toàn văn bản", "Kiểu đánh số theo từng cấp: `[number, decimal, letter, dash]`."),
        "decision": CLASSES["Decision"],
        "bases": ("Căn cứ", "Mỗi căn cứ một dấu gạch. Dấu câu cuối dòng do kehoach đặt."),
        "opening": ("Mở đầu", "Đoạn đầu tiên: `{{ issuer.short }} xây dựng kế hoạch ... như sau:`"),
        "sections": ("Các phần", "Các phần lớn theo thứ tự in."),
        "closing": ("Kết thúc", "Đoạn cuối cùng. Dấu `./.` do kehoach đặt."),
        "reporting": ("Chế độ báo cáo", "Ai báo cáo ai, kỳ nào, hạn nào. Trong câu viết `{{ due('nam') }}`."),
        "recipients": ("Nơi nhận", "Mỗi nơi một dấu gạch. Dấu câu cuối dòng và dòng Lưu do kehoach đặt."),
        "reminder": ("Nhắc trước", "Lịch nhắc trước mỗi thời hạn bao nhiêu ngày: `3 ngày`."),
        "archive": ("Lưu", "Những gì đứng sau `Lưu:`, bắt đầu bằng VT: `VT, PLĐ`."),
        "signature": CLASSES["Signature"],
        "agencies": ("Cơ quan riêng", "Cơ quan chỉ dùng trong kế hoạch này, viết như trong plans/agencies.yaml."),
        "notes": ("Chú thích", "`mã: nội dung`. Trong câu gọi bằng `{{ note('ma') }}`."),
        "appendices": ("Phụ lục", "Số phụ lục và dòng \"(Kèm theo ...)\" do kehoach đặt."),
    },
    "Section": {
        "id": ("Mã để viện dẫn", "Trong câu: `{{ place('ma') }}` in ra `mục II.3`, `Phụ lục I`."),
        "kind": ("Loại phần", "Cho đề mục mặc định và những gì được kiểm tra."),
        "heading": ("Đề mục", "Thay đề mục mặc định. Chữ in hoa do kehoach đặt."),
        "part": ("Phần thứ", "Mở đầu một Phần: tên của Phần."),
        "text": ("Lời văn", "Một hay nhiều đoạn trước các ý. Dòng trống mở đoạn mới."),
        "list": ("Kiểu đánh dấu", _LIST),
        "items": ("Các ý", _ITEMS),
        "fields": ("Thông tin in dưới nhiệm vụ", "Những gì in dưới mỗi nhiệm vụ, và tên gọi: `deadline: Thời hạn`."),
    },
    "Basis": {
        "verb": ("Từ mở đầu", "Thay cho `Căn cứ`: `Thực hiện`, `Theo`."),
        "type": ("Loại văn bản", "`Luật`, `Nghị định`, `Quyết định`, `Kế hoạch`, ..."),
        "number": ("Số, ký hiệu", "`1544/QĐ-UBND`. Luật, pháp lệnh không ghi."),
        "date": ("Ngày", "`15/12/2023`, `12 tháng 6 năm 2025`, `2023`; in như viết."),
        "issuer": ("Cơ quan ban hành căn cứ", "Mã cơ quan, hoặc tên như sẽ in: `Chính phủ`."),
        "subject": ("Trích yếu của căn cứ", "`về việc ...`, `của ...`"),
    },
    "Decision": {
        "subject": ("Trích yếu của quyết định", "`Về việc ban hành Kế hoạch ...`"),
        "articles": ("Các điều", "Mỗi điều một dấu gạch; `Điều 1.` do kehoach đặt."),
    },
    "ReportPeriod": {
        "id": ("Mã kỳ báo cáo", "Trong câu gọi hạn bằng `{{ due('ma') }}`."),
        "name": ("Tên kỳ", "`6 tháng`, `quý I`, `năm`."),
        "due": ("Hạn gửi", "`15/6`, `15/12 hằng năm`, `ngày 16 hằng tháng`."),
        "covers": ("Báo cáo về", "Khi tên kỳ không nói rõ: `6 tháng`, `quý`, `2026-2028`; `none`: không có báo cáo."),
        "data_until": ("Ngày chốt số liệu", "`14`: ngày 14 của tháng cuối kỳ; hoặc `31/5`. Chỉ in khi có ghi."),
    },
    "Flow": {
        "from": ("Bên báo cáo", _AGENCIES),
        "to": ("Nơi nhận báo cáo", _AGENCIES),
        "through": ("Qua cơ quan", "Cơ quan tổng hợp trước khi gửi."),
        "periods": ("Các kỳ", "Mỗi kỳ: `id`, `name`, `due`, khi cần `covers`, `data_until`."),
    },
    "Recipient": {
        "text": ("Nơi nhận", "Như sẽ in, không có dấu câu cuối."),
        "items": ("Các dòng bên dưới", "Mỗi dòng một dấu gạch."),
    },
    "Signature": {
        "authority": ("Quyền hạn ký", "`[TM, KT]`: thay mặt tập thể, cấp phó ký thay."),
        "title": ("Chức vụ", "`Chủ tịch`, `Phó Chủ tịch`."),
        "name": ("Họ và tên", "Không ghi học hàm, học vị."),
        "office": ("Chức vụ khác", "Chức vụ kiêm nhiệm, in trên họ tên."),
    },
    "Group": {
        "id": ("Mã để viện dẫn", "Trong câu: `{{ place('ma') }}` in ra `mục II.3`, `Phụ lục I`."),
        "heading": ("Đề mục", "Đứng riêng một dòng."),
        "label": ("Nhãn", "In liền trước câu, sau có dấu hai chấm."),
        "text": ("Lời văn", "Một hay nhiều đoạn trước các ý bên dưới. Dòng trống mở đoạn mới."),
        "list": ("Kiểu đánh dấu", _LIST),
        "parts": ("Các câu nối nhau", "In liền nhau trong một đoạn."),
        "items": ("Các ý", _ITEMS),
        "fields": ("Thông tin in dưới nhiệm vụ", "Những gì in dưới mỗi nhiệm vụ, và tên gọi: `deadline: Thời hạn`."),
    },
    "ParagraphItem": {
        "id": ("Mã để viện dẫn", "Trong câu: `{{ place('ma') }}` in ra `mục II.3`, `Phụ lục I`."),
        "paragraph": ("Đoạn văn", "Một dòng không có dấu đầu dòng."),
    },
    "Target": {
        "target": ("Mã chỉ tiêu", "Chữ thường không dấu, số, gạch nối: `ho-ngheo`. Không đổi khi đã dùng."),
        "name": ("Tên chỉ tiêu", "In trong bảng và báo cáo: `Tỷ lệ hộ nghèo`."),
        "value": ("Mức cần đạt", "Viết như in, có đơn vị: `1,50%`, `08 hộ`, `26.120 ha`. Trong câu: `{{ value }}`."),
        "values": ("Mức theo năm", "`2026: 5%`. Trong câu: `{{ value_2026 }}`."),
        "baseline": ("Mức đầu kỳ", "Mức trước khi thực hiện. Trong câu: `{{ baseline }}`."),
        "by": ("Đạt vào lúc", "`31/12`, `Quý II/2024`, `2026`."),
        "every": ("Lặp lại", "`tháng`, `quý` hoặc `năm`."),
        "better": ("Chiều tốt", "Số cao hơn hay thấp hơn là tốt. Mặc định `higher`."),
        "lead": ("Cơ quan chủ trì", _AGENCIES),
        "coordinating": ("Cơ quan phối hợp", _AGENCIES),
        "shares": ("Phần của từng cơ quan", "`ma-co-quan: 05 hộ`. Trong câu: `{{ share('ma-co-quan') }}`."),
        "total": ("Tổng các phần", "Để kiểm tra tổng của `shares`."),
    },
    "Task": {
        "task": ("Mã nhiệm vụ", "Chữ thường không dấu, số, gạch nối: `dao-tao-nghe`. Không đổi khi đã dùng."),
        "name": ("Tên nhiệm vụ", "In trong bảng và báo cáo."),
        "lead": ("Cơ quan chủ trì", "Mặc định: các cơ quan của phần phân công chứa nó. " + _AGENCIES),
        "coordinating": ("Cơ quan phối hợp", _AGENCIES),
        "deadline": ("Thời hạn", "`15/6`, `Quý II`, `15/11 hằng năm`, `thường xuyên`. Không ghi năm = năm kế hoạch."),
        "deliverable": ("Sản phẩm", "`Báo cáo`, `Quyết định của UBND thành phố`."),
        "fund": ("Kinh phí", "Nguồn kinh phí của nhiệm vụ."),
        "targets": ("Phục vụ chỉ tiêu", "Mã các chỉ tiêu mà nhiệm vụ này phục vụ: `[ho-ngheo]`."),
    },
    "Fund": {
        "fund": ("Nguồn kinh phí", "Tên nguồn: `Ngân sách nhà nước`."),
        "amount": ("Số tiền", "Viết như in: `1.250 triệu đồng`."),
        "amounts": ("Số tiền theo năm", "`2026: 500 triệu đồng`."),
    },
    "Duty": {
        "agencies": ("Cơ quan được phân công", _AGENCIES),
        "request": ("Đề nghị", "`true` khi là đề nghị (cơ quan không trực thuộc), không phải giao việc."),
    },
    "_Appendix": {
        "id": ("Mã để viện dẫn", "Trong câu: `{{ place('ma') }}` in ra `mục II.3`, `Phụ lục I`."),
        "title": ("Tên phụ lục", "In dưới số phụ lục."),
        "landscape": ("Khổ ngang", "`true` để in ngang."),
        "note": ("Ghi chú", "In dưới bảng."),
        "names": ("Tên cơ quan", "Tên đầy đủ hay tên ngắn trong bảng. Mặc định `full`."),
        "kind": ("Loại phụ lục", "Cho biết phụ lục là bảng gì hay là văn bản."),
        "columns": ("Các cột", "`khóa: tên cột`, theo thứ tự in; bỏ trống thì theo loại phụ lục."),
        "items": ("Nội dung", "Bỏ trống: lấy tất cả từ kế hoạch."),
        "restart": ("Đánh số lại", "`true` để mỗi nhóm đánh số từ 1."),
    },
    "ShownTargets": {
        "heading": ("Đề mục", "Đề mục trên các chỉ tiêu này."),
        "targets": ("Các chỉ tiêu", "Mã các chỉ tiêu có trong kế hoạch."),
    },
    "TargetsAppendix": {"show": ("Chỉ tiêu chọn lọc", "Các nhóm: `heading` và `targets`.")},
    "Pasted": {
        "columns": ("Tên các cột", "Mỗi cột một dấu gạch. `A > B` là cột B dưới tên chung A."),
        "rows": ("Các hàng", "Sau dấu `|`: mỗi dòng một hàng, các ô cách nhau bằng ` | ` hoặc tab. Một ô thì chạy hết hàng."),
        "column_numbers": ("Số cột", "`true` để in hàng (1), (2), (3) dưới tên cột. Hoặc ghi từng ô: `[\"(1)\", \"(2)\", \"(3)=(1)+(2)\"]`."),
        "levels": ("Các cấp hàng", "Kiểu đánh số ở ô đầu, từ cấp cao xuống: `[roman, number, decimal, letter, dash]`."),
        "merge": ("Cột gộp ô", "Số thứ tự các cột mà ô trống gộp với ô trên: `[1, 2]`."),
        "sums": ("Cột phải cộng đúng", "Số thứ tự các cột mà hàng nhóm, hàng tổng phải bằng tổng các hàng dưới: `[3, 4]`."),
        "remark": ("Dòng trên bảng", "Giữa tên bảng và bảng: `Đơn vị tính: triệu đồng`."),
        "note": ("Ghi chú", "In dưới bảng."),
    },
    "Exhibit": {
        "id": ("Mã để viện dẫn", "Trong câu: `{{ place('ma') }}` in ra `Bảng 2`, hoặc mục có bảng."),
    },
    "TableItem": {
        "table": ("Tên bảng", "In đậm, giữa dòng, trên bảng. Không có tên thì để trống."),
    },
    "TextAppendix": {
        "text": ("Lời văn", "Một hay nhiều đoạn. Dòng trống mở đoạn mới."),
        "list": ("Kiểu đánh dấu", _LIST),
        "items": ("Các ý", _ITEMS),
    },
    "Agency": {
        "name": ("Tên", "Như sẽ in, không kèm cấp: `Phòng Tư pháp`."),
        "of": ("Cấp", "In sau tên: `thành phố`. Nhiều cơ quan cùng cấp thì in một lần ở cuối."),
        "short": ("Tên ngắn", "Trong câu: `{{ agency('ma').short }}`."),
        "aliases": ("Tên gọi khác", "Những cách viết khác có thể gặp trong văn bản."),
        "parent": ("Cơ quan chủ quản", "In trên tên cơ quan ban hành."),
        "members": ("Thành viên", "Các cơ quan của một nhóm; mỗi thành viên nhận phần việc của nhóm."),
        "since": ("Có từ ngày", "`1/7/2025`."),
        "until": ("Đến hết ngày", "`30/6/2025`. Kế hoạch sau ngày này không được giao việc cho cơ quan."),
        "successors": ("Cơ quan tiếp nhận", "Cơ quan nhận nhiệm vụ sau khi tổ chức lại."),
        "letterhead": ("Tên trên tiêu đề", "Cơ quan ban hành: `[ỦY BAN NHÂN DÂN, THÀNH PHỐ LAI CHÂU]`, mỗi phần một dòng."),
        "symbol": ("Ký hiệu", "Cơ quan ban hành: chữ sau gạch nối của số, ký hiệu, `UBND`."),
        "place": ("Địa danh", "Cơ quan ban hành: in trước \"ngày ... tháng ... năm ...\"."),
        "collective": ("Tập thể", "Cơ quan ban hành: in sau \"TM.\", `ỦY BAN NHÂN DÂN`."),
        "head": ("Người đứng đầu", "Cơ quan ban hành: in sau \"KT.\", `CHỦ TỊCH`."),
    },
}  # fmt: skip

_COLUMNS = {
    "order": "Số thứ tự",
    "name": "Tên",
    "text": "Lời văn",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "deadline": "Thời hạn",
    "deliverable": "Sản phẩm",
    "fund": "Kinh phí",
    "note": "Ghi chú (cột trống)",
    "unit": "Đơn vị tính",
    "baseline": "Mức đầu kỳ",
    "value": "Mức cần đạt",
    "values": "Mức theo từng năm, mỗi năm một cột",
    "by": "Đạt vào lúc",
    "amount": "Số tiền",
    "amounts": "Số tiền theo từng năm, mỗi năm một cột",
}

_STATUSES = {
    "chưa thực hiện": "Chưa bắt đầu",
    "đang thực hiện": "Đang làm, chưa đến hạn",
    "hoàn thành": "Đã xong; ghi ngày ở `on`",
    "quá hạn": "Chưa xong khi đã đến hạn",
}

WORDS: dict[str, dict[str, str]] = {
    "TaskResult.status": _STATUSES,
    "TaskResult.members": _STATUSES,
    "SectionKind": {
        "purpose": "Mục đích, yêu cầu",
        "targets": "Mục tiêu, chỉ tiêu",
        "solutions": "Nhiệm vụ, giải pháp",
        "funding": "Kinh phí thực hiện",
        "duties": "Tổ chức thực hiện, phân công",
        "reporting": "Chế độ thông tin, báo cáo",
        "text": "Phần khác; cần có đề mục",
    },
    "ListStyle": {
        "roman": "I. II. III.",
        "number": "1. 2. 3.",
        "decimal": "1.1. 1.2.",
        "letter": "a) b) c) d) đ)",
        "paren": "(1) (2) (3)",
        "dash": "gạch đầu dòng -",
        "plus": "dấu cộng +",
        "none": "không có dấu",
    },
    "TaskField": {
        "lead": "Cơ quan chủ trì",
        "coordinating": "Cơ quan phối hợp",
        "deadline": "Thời hạn",
        "deliverable": "Sản phẩm",
        "fund": "Kinh phí",
    },
    "Plan.type": {short: DOCUMENT_TYPES[short] for short in ("KH", "CTr", "PA", "ĐA")},
    "Target.better": {"higher": "Càng cao càng tốt", "lower": "Càng thấp càng tốt: hộ nghèo, tai nạn"},
    "Signature.authority": {
        "TM": "Thay mặt tập thể",
        "KT": "Ký thay người đứng đầu",
        "TL": "Thừa lệnh",
        "TUQ": "Thừa ủy quyền",
        "Q": "Quyền, phụ trách",
    },
    "_Appendix.names": {"full": "Tên đầy đủ", "short": "Tên ngắn"},
    "_Appendix.kind": {
        "tasks": "Bảng nhiệm vụ",
        "targets": "Bảng chỉ tiêu",
        "funding": "Bảng kinh phí",
        "table": "Bảng dán vào",
        "text": "Văn bản: đề cương, biểu mẫu",
    },
    "_Appendix.columns": _COLUMNS,
}

MESSAGES = {
    "id": "Mã: chữ thường không dấu, số, gạch nối",
    "year": "Năm: 2026",
    "years": "Năm hoặc giai đoạn: 2024, 2026-2030, 2025-",
    "issue_date": "Ngày: 15/1/2024; chưa biết ngày: 1/2024",
    "day": "Ngày đủ: 1/7/2025",
    "cited_date": "Ngày: 15/12/2023, 12 tháng 6 năm 2025, hoặc năm 2023",
    "deadline": "Thời hạn: 15/6, 15/6/2024, 6/2024, Quý II, Quý II/2024, 2026, 15/11 hằng năm, hằng tháng, thường xuyên; "
    "khoảng thời gian nối bằng -, nhiều thời hạn cách nhau bằng dấu phẩy",
    "every": "tháng, quý hoặc năm",
    "quantity": "Số như in, rồi đến đơn vị: 1,56%, 08 hộ, 26.120 ha, 10 - 13%/năm",
    "column": "Số thứ tự của cột, đếm từ trái: 1, 2, 3",
    "flag": "true hoặc false",
    "prose": "Trong câu chỉ dùng {{ tên }}, {{ tên('mã') }}, {{ tên('mã').dạng }}, {{ year - 1 }}",
    "text": "Ở đây cần một giá trị",
    "list": "Ở đây cần một danh sách: mỗi mục một dòng sau dấu gạch",
    "mapping": "Ở đây cần các khóa và giá trị",
    "word": "Không có từ này; các từ dùng được: ",
    "agency": "Không có mã này trong plans/agencies.yaml. Vừa thêm cơ quan thì chạy kehoach check; tên in nguyên văn cần có chữ "
    "hoa hoặc dấu cách",
}
"""What an editor says of a value that is not of its kind."""
