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
