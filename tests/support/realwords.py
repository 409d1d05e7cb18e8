"""Words of plans that read like real ones: what they are about, what is to be done, by whom, until when."""

from __future__ import annotations

REGISTRY = """\
ubnd-tinh:
  name: UBND tỉnh Bình Lâm
  short: UBND tỉnh
  letterhead: [ỦY BAN NHÂN DÂN, TỈNH BÌNH LÂM]
  symbol: UBND
  place: Bình Lâm
  collective: ỦY BAN NHÂN DÂN
  head: CHỦ TỊCH
ubnd-xa:
  name: UBND xã An Trạch
  short: UBND xã
  letterhead: [ỦY BAN NHÂN DÂN, XÃ AN TRẠCH]
  symbol: UBND
  place: An Trạch
  collective: ỦY BAN NHÂN DÂN
  head: CHỦ TỊCH
ubnd-phuong:
  name: UBND phường Đông Thạnh
  short: UBND phường
  letterhead: [ỦY BAN NHÂN DÂN, PHƯỜNG ĐÔNG THẠNH]
  symbol: UBND
  place: Đông Thạnh
  collective: ỦY BAN NHÂN DÂN
  head: CHỦ TỊCH
so-y-te:
  name: Sở Y tế
  short: Sở YT
  parent: ubnd-tinh
  letterhead: SỞ Y TẾ
  symbol: SYT
  place: Bình Lâm
  head: GIÁM ĐỐC
so-noi-vu: Sở Nội vụ
so-tai-chinh:
  name: Sở Tài chính
  short: Sở TC
so-khcn:
  name: Sở Khoa học và Công nghệ
  short: Sở KH&CN
so-gddt: Sở Giáo dục và Đào tạo
so-nnmt:
  name: Sở Nông nghiệp và Môi trường
  short: Sở NN&MT
so-tu-phap: Sở Tư pháp
cong-an: Công an tỉnh
van-phong: Văn phòng UBND tỉnh
bao: Báo và Phát thanh, Truyền hình tỉnh
kho-bac: Kho bạc Nhà nước khu vực
phong-kinh-te: Phòng Kinh tế
phong-van-hoa: Phòng Văn hóa - Xã hội
trung-tam: Trung tâm Phục vụ hành chính công
tram-y-te: Trạm Y tế
mat-tran:
  name: Ủy ban Mặt trận Tổ quốc Việt Nam
  of: tỉnh
doan-the:
  name: các tổ chức chính trị - xã hội
  of: tỉnh
xa-phuong: UBND các xã, phường
so-nganh: các sở, ban, ngành tỉnh
thon: các thôn, tổ dân phố
"""
ISSUERS = ("ubnd-tinh", "ubnd-xa", "ubnd-phuong", "so-y-te")
SYMBOLS = {"ubnd-tinh": "UBND", "ubnd-xa": "UBND", "ubnd-phuong": "UBND", "so-y-te": "SYT"}
NAMES = {
    "ubnd-tinh": "UBND tỉnh",
    "ubnd-xa": "UBND xã",
    "ubnd-phuong": "UBND phường",
    "so-y-te": "Sở Y tế",
}
BODIES = (
    "so-noi-vu", "so-tai-chinh", "so-khcn", "so-gddt", "so-nnmt", "so-tu-phap", "cong-an", "van-phong", "bao",
    "kho-bac", "phong-kinh-te", "phong-van-hoa", "trung-tam", "tram-y-te", "xa-phuong", "so-nganh", "thon",
)  # fmt: skip
ASKED = ("mat-tran", "doan-the", "kho-bac")
TOPICS = (
    "chuyển đổi số", "giảm nghèo bền vững", "phòng, chống thiên tai", "cải cách hành chính", "an toàn thực phẩm",
    "bảo vệ môi trường", "xây dựng nông thôn mới", "phòng, chống bệnh truyền nhiễm", "phát triển thể thao quần chúng",
    "bình đẳng giới", "trợ giúp pháp lý", "phòng cháy, chữa cháy rừng", "nâng cao chất lượng dân số",
    "phát triển kinh tế tập thể", "bảo đảm trật tự an toàn giao thông",
)  # fmt: skip
SUBJECTS = ("Thực hiện công tác {}", "Triển khai công tác {}", "{}", "Thực hiện nhiệm vụ {}")
VERBS = (
    "Rà soát", "Xây dựng", "Tổ chức", "Đẩy mạnh", "Hoàn thiện", "Nâng cao", "Kiểm tra, đánh giá", "Bố trí", "Duy trì",
    "Triển khai", "Cập nhật", "Phối hợp xây dựng", "Tiếp tục mở rộng", "Chủ động lồng ghép", "Hướng dẫn",
)  # fmt: skip
OBJECTS = (
    "cơ sở dữ liệu dùng chung", "các mô hình điểm tại cơ sở", "quy trình tiếp nhận và xử lý phản ánh",
    "hệ thống trang thiết bị", "nội dung tuyên truyền trên các nền tảng số", "đội ngũ cộng tác viên thôn, bản",
    "các lớp tập huấn kỹ năng cho cán bộ cơ sở", "danh mục việc cần ưu tiên", "phương án huy động nguồn lực xã hội",
    "công tác thông tin, giáo dục, truyền thông", "hồ sơ quản lý đối tượng", "mạng lưới điểm hỗ trợ người dân",
    "quy chế phối hợp giữa các đơn vị", "kế hoạch đào tạo, bồi dưỡng", "chất lượng dịch vụ công trực tuyến",
)  # fmt: skip
MANNERS = (
    "bảo đảm đúng tiến độ, hiệu quả", "phù hợp với điều kiện thực tế của địa phương", "theo phân cấp quản lý",
    "gắn với trách nhiệm của người đứng đầu", "trên địa bàn", "nhất là ở vùng sâu, vùng xa",
    "theo hướng dẫn của cơ quan chuyên môn", "tránh chồng chéo, lãng phí", "để người dân dễ tiếp cận",
    "có sự tham gia của cộng đồng dân cư", "", "",
)  # fmt: skip
HEADINGS = (
    "Công tác thông tin, tuyên truyền", "Hoàn thiện thể chế", "Phát triển hạ tầng", "Đào tạo, bồi dưỡng nhân lực",
    "Kiểm tra, giám sát", "Huy động nguồn lực", "Hợp tác và chia sẻ dữ liệu", "Ứng dụng khoa học, công nghệ",
    "Nâng cao năng lực quản lý", "Bảo đảm an toàn thông tin", "Củng cố tổ chức bộ máy", "Sơ kết, tổng kết",
)  # fmt: skip
MEASURED = (
    "hộ dân được sử dụng nước sạch", "hồ sơ được giải quyết đúng hạn", "trẻ em được tiêm chủng đầy đủ",
    "cán bộ được bồi dưỡng nghiệp vụ", "thôn, tổ dân phố có tổ công nghệ cộng đồng", "cơ sở được kiểm tra định kỳ",
    "người dân hài lòng với dịch vụ công", "học sinh được khám sức khỏe", "rác thải sinh hoạt được thu gom",
    "lao động qua đào tạo có chứng chỉ", "văn bản được xử lý trên môi trường mạng", "đường thôn được cứng hóa",
)  # fmt: skip
FALLING = ("hộ nghèo", "hồ sơ trễ hạn", "trẻ em suy dinh dưỡng", "vụ việc tồn đọng")
COUNTED = (
    ("mô hình", "Xây dựng mới {} sản xuất an toàn tại các thôn."),
    ("lớp", "Mở {} tập huấn kỹ năng số."),
    ("km", "Cứng hóa thêm {} đường nội đồng."),
    ("ha", "Trồng mới {} rừng phòng hộ."),
    ("hộ", "Hỗ trợ sinh kế cho {} có hoàn cảnh khó khăn."),
    ("sản phẩm", "Có thêm {} được công nhận đạt chuẩn OCOP."),
)
GOODS = ("Báo cáo", "Văn bản hướng dẫn", "Kế hoạch chi tiết", "Quyết định", "Tờ trình", "Phần mềm")
PEOPLE = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Dũng", "Phạm Minh Đức", "Vũ Thị Hạnh", "Đỗ Quang Khải")
LAWS = (
    ("Luật", "Tổ chức chính quyền địa phương", "19/6/2015"),
    ("Luật", "Ngân sách nhà nước", "25/6/2015"),
    ("Luật", "Lâm nghiệp", "15/11/2017"),
    ("Pháp lệnh", "Ưu đãi người có công với cách mạng", "09/12/2020"),
)
CITED = (
    ("Nghị định", "/{}/NĐ-CP", "Chính phủ", "quy định chi tiết một số điều về công tác {}"),
    ("Nghị quyết", "-NQ/TW", "Bộ Chính trị", "về {} trong tình hình mới"),
    ("Nghị quyết", "/NQ-CP", "Chính phủ", "ban hành Chương trình hành động về {}"),
    ("Quyết định", "/QĐ-TTg", "Thủ tướng Chính phủ", "phê duyệt Chương trình quốc gia về {}"),
    ("Chỉ thị", "/CT-TTg", "Thủ tướng Chính phủ", "về tăng cường công tác {}"),
    ("Thông tư", "/{}/TT-BNV", "Bộ trưởng Bộ Nội vụ", "hướng dẫn thực hiện công tác {}"),
    ("Kế hoạch", "/KH-UBND", "UBND tỉnh", "về {} giai đoạn 2026 - 2030"),
    ("Quyết định", "/QĐ-UBND", "UBND tỉnh", "ban hành Đề án {}"),
    ("Nghị quyết", "/NQ-HĐND", "Hội đồng nhân dân tỉnh", "về nhiệm vụ {}"),
    ("Công văn", "/BNV-CCHC", "Bộ Nội vụ", "về việc triển khai công tác {}"),
)
LINES = (
    "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 45/TTr-SNV",
    "Xét đề nghị của Trưởng phòng Văn hóa - Xã hội",
    "Căn cứ tình hình thực tế của địa phương",
)
OPENINGS = (
    "{} ban hành Kế hoạch thực hiện như sau:",
    "{} xây dựng Kế hoạch với các nội dung cụ thể như sau:",
    "Để triển khai kịp thời, thống nhất, {} ban hành Kế hoạch như sau:",
    "Thực hiện chỉ đạo của cấp trên, {} triển khai các nội dung sau đây:",
)
CLOSINGS = (
    "Trên đây là Kế hoạch của {}; yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh để được xem xét, giải quyết.",
    "Đề nghị các cơ quan, đơn vị phối hợp thực hiện.",
)
RECIPIENTS = (
    "Thường trực Tỉnh ủy (b/c)", "Thường trực HĐND", "Chủ tịch, các Phó Chủ tịch", "Các sở, ban, ngành",
    "UBND các xã, phường", "Đài truyền thanh cơ sở", "Cổng Thông tin điện tử", "Như Kính gửi",
    "Bộ Nội vụ; Bộ Tài chính", "Các đơn vị sự nghiệp công lập", "Ban Chỉ đạo tỉnh",
)  # fmt: skip
NOTES = (
    "Theo số liệu thống kê đến hết năm trước.",
    "Quyết định số 118/QĐ-UBND ngày 04/02/2022 của UBND tỉnh.",
    "Không tính các đơn vị đã tự bảo đảm chi thường xuyên.",
)
SIGNED = (
    "Bảo đảm 100% hồ sơ được số hóa theo Quyết định số 15/QĐ-UBND ngày 12/3/2024.",
    "Vận hành chuyên trang “An Trạch số” tại địa chỉ https://antrach.binhlam.gov.vn.",
    "Mỗi thôn, bản có ít nhất một tổ công nghệ số cộng đồng (từ 03 đến 05 người).",
    "1.250 ha rừng trồng được chăm sóc, bảo vệ.",
    'Thực hiện phương châm "4 tại chỗ", 3 sẵn sàng – không để bị động, bất ngờ!',
    "Nâng cấp đường ĐT.128 (Km0+500 - Km3+200), đoạn qua thôn A & thôn B.",
    "Quan trắc PM2.5, nước thải < 50 m3/ngày đêm; công bố trên ứng dụng IOC.",
    "I-ốt được bổ sung vào muối ăn cho đồng bào vùng cao.",
    "Việc phối hợp thực hiện theo điểm a khoản 2 Điều 5 của Quy chế.",
    "Phần mềm dùng chung được cập nhật hằng quý.",
    "Mục tiêu xuyên suốt là lấy người dân làm trung tâm phục vụ.",
)
LONG = (
    "trong đó chú trọng lồng ghép với các chương trình mục tiêu quốc gia, các đề án, dự án đang triển khai trên địa "
    "bàn và sự tham gia của các tổ chức, cá nhân, doanh nghiệp, hợp tác xã",
    "kịp thời biểu dương, nhân rộng cách làm hay, mô hình hiệu quả; xử lý nghiêm tổ chức, cá nhân vi phạm theo quy "
    "định của pháp luật",
)
LABELS = ("Đối tượng", "Phạm vi", "Hình thức", "Nội dung trọng tâm", "Địa điểm tổ chức")
SECTION_HEADINGS = {
    "purpose": ("Mục đích, yêu cầu", "Mục đích và yêu cầu", "Mục đích"),
    "targets": ("Mục tiêu", "Chỉ tiêu phấn đấu", "Mục tiêu phấn đấu đến cuối năm"),
    "solutions": ("Nhiệm vụ trọng tâm", "Nội dung thực hiện", "Các nhiệm vụ, giải pháp chủ yếu"),
    "funding": ("Kinh phí", "Nguồn kinh phí thực hiện"),
    "duties": ("Phân công thực hiện", "Tổ chức thực hiện", "Phân công nhiệm vụ"),
    "reporting": ("Chế độ báo cáo", "Chế độ thông tin, báo cáo"),
}
TARGETS = (
    ("{}", "Tỷ lệ {} đạt {{{{ value }}}}."),
    ("{}", "Phấn đấu {{{{ value }}}} {}."),
    ("trên {}", "Bảo đảm {{{{ value }}}} {}."),
    ("{}", "{{{{ value }}}} {}, đúng quy định."),
    ("{} trở lên", "Tỷ lệ {} đạt {{{{ value }}}}."),
    ("ít nhất {}", "Có {{{{ value }}}} {};"),
    ("{}", "Phấn đấu tỷ lệ {} đến cuối năm đạt {{{{ value }}}}."),
    ("{}", "Duy trì tỷ lệ {} ở mức {{{{ value }}}}."),
    ("tối thiểu {}", "{{{{ value }}}} {}"),
)
FALLS = (
    "Giảm tỷ lệ {} từ {{{{ baseline }}}} xuống còn {{{{ value }}}}.",
    "Tỷ lệ {} giảm từ {{{{ baseline }}}} xuống {{{{ value }}}}.",
)
MEASURES = (
    ("12,5 tỷ đồng", "Thu ngân sách trên địa bàn đạt {{ value }}."),
    ("8,5%/năm", "Tốc độ tăng trưởng bình quân đạt {{ value }}."),
    ("75 triệu đồng/người/năm", "Thu nhập bình quân đầu người đạt {{ value }}."),
    ("dưới 15‰", "Tỷ suất tử vong trẻ em dưới 5 tuổi {{ value }}."),
    ("2.500 lượt người", "Tổ chức tuyên truyền trực tiếp cho {{ value }}."),
)
PAID = (
    "{}: {{{{ amount }}}}.",
    "{} bố trí {{{{ amount }}}}.",
    "{} dự kiến {{{{ amount }}}}, phân bổ theo tiến độ.",
)
PAID_BY = (
    "Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp và các nguồn hợp pháp khác.",
    "Các cơ quan, đơn vị chủ động cân đối trong dự toán được giao.",
)
TRAPS = (
    "Thực hiện nghiêm Quyết định số 15/QĐ-UBND ngày 12/3/2024 của UBND tỉnh.",
    "Giải quyết dứt điểm các hồ sơ phát sinh trước ngày 01/7/2024.",
    "Rà soát các đối tượng đã được phê duyệt trong Quý I/2024.",
)
APPENDICES = (
    "Danh mục nhiệm vụ trọng tâm năm {{ year }}",
    "Biểu tổng hợp số liệu của UBND các xã, phường",
    "Danh sách đơn vị tham gia mô hình OCOP",
)
