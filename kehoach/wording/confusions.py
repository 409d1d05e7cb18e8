"""Words of administrative texts that are often written wrong, with syllables that all exist."""

from __future__ import annotations

from functools import cached_property

from kehoach.frozen import frozen

_TABLE = """
báo đảm: bảo đảm ! thông cảnh dự tin ! bảo nhận nhiệm đương phụ
bảo đám: bảo đảm ! - ! đông cưới tang
đảm báo: đảm bảo ! bảo ! cáo chí
bão đảm: bảo đảm ! - ! bảo nhận nhiệm đương
bảo đãm: bảo đảm
đãm bảo: đảm bảo
bão vệ: bảo vệ ! - ! sinh
bảo vê: bảo vệ
bão hiểm: bảo hiểm ! - ! nguy họa
bảo hiễm: bảo hiểm
bão tồn: bảo tồn ! - ! tại kho đọng
bão dưỡng: bảo dưỡng
sử lý: xử lý ! lịch tiểu ! luận do thuyết lịch
sử lí: xử lí ! lịch tiểu ! luận do thuyết lịch
sử phạt: xử phạt ! lịch
xét sử: xét xử ! xem ! dụng
xử dụng: sử dụng ! - ! cụ
bổ xung: bổ sung ! tu ! quanh phong kích đột yếu
bỗ sung: bổ sung
sung quanh: xung quanh ! bổ
sát nhập: sáp nhập ! giám khảo trinh quan thám kiểm rà xét cảnh ! khẩu cư học hộ
sơ xuất: sơ suất ! hồ ! khẩu bản phát trình
suất sắc: xuất sắc
xuất xắc: xuất sắc
suất khẩu: xuất khẩu ! - ! phần
đột suất: đột xuất
đề suất: đề xuất ! vấn ! ăn
sản suất: sản xuất
sãn xuất: sản xuất
tần xuất: tần suất ! - ! hiện
năng xuất: năng suất ! khả chức tiềm tài kỹ kĩ hiệu tính công bản duy ! khẩu bản hiện phát sắc trình xứ nhập hàng
lãi xuất: lãi suất ! - ! khẩu hiện phát
xúc tích: súc tích ! tiếp cảm ! cực hợp trữ
bức súc: bức xúc
tiếp súc: tiếp xúc
gia xúc: gia súc ! tham quốc chuyên ! tiến tác
chia xẻ: chia sẻ
chia xẽ: chia sẻ
xắp xếp: sắp xếp
sắp sếp: sắp xếp
xắp sếp: sắp xếp
sếp loại: xếp loại
xắp tới: sắp tới
sẳn sàng: sẵn sàng
sẵn xàng: sẵn sàng
rà xoát: rà soát
kiểm xoát: kiểm soát
giám xát: giám sát
khảo xát: khảo sát
nhận sét: nhận xét
xem sét: xem xét
cọ sát: cọ xát
xinh hoạt: sinh hoạt
học xinh: học sinh
thăm quan: tham quan ! - ! chức hệ tâm
chỉnh chu: chỉn chu ! điều ! kỳ đáo trình
vô hình chung: vô hình trung
chuẩn đoán: chẩn đoán ! tiêu
trãi qua: trải qua
trãi nghiệm: trải nghiệm
trồng chọt: trồng trọt
trồng chéo: chồng chéo
chủ chương: chủ trương ! - ! trình hồi hướng
chủ chì: chủ trì
chủ tri: chủ trì ! - ! thức kỷ giác thù ân
trương trình: chương trình ! khoa khuếch chủ khẩn phô khai
chung ương: trung ương
chung tâm: trung tâm ! nói ! lý huyết nguyện tư
chiển khai: triển khai
tuyên chuyền: tuyên truyền
dải ngân: giải ngân
dải pháp: giải pháp
dáo dục: giáo dục
dám sát: giám sát
rỏ ràng: rõ ràng
rỏ rệt: rõ rệt
làm rỏ: làm rõ
nêu rỏ: nêu rõ
ghi rỏ: ghi rõ
hổ trợ: hỗ trợ
hổ nghèo: hộ nghèo
hộ nghéo: hộ nghèo
giảm nghéo: giảm nghèo
giãm nghèo: giảm nghèo
giãm thiểu: giảm thiểu
giãm tỷ lệ: giảm tỷ lệ
nổ lực: nỗ lực ! vụ bùng gây chất tiếng cháy thuốc ! lượng điền
cũng cố: củng cố ! - ! gắng tình ý định
củng như: cũng như
củng là: cũng là
củng được: cũng được
củng có: cũng có
sữa chữa: sửa chữa ! - ! bệnh cháy
sửa chửa: sửa chữa
sữa chửa: sửa chữa
sữa đổi: sửa đổi ! bò ! mới
sửa đỗi: sửa đổi
chuyển đỗi: chuyển đổi
chuyễn đổi: chuyển đổi
vận chuyễn: vận chuyển
mỡ rộng: mở rộng
mỡ lớp: mở lớp
kỹ luật: kỷ luật ! hiểu cứu đọc xem rất biết ! pháp sư lệ này
kỹ niệm: kỷ niệm
kỹ cương: kỷ cương
kỷ thuật: kỹ thuật
kỷ năng: kỹ năng ! thế thập ! lượng suất động
nghĩ hưu: nghỉ hưu
nghi quyết: nghị quyết ! - ! định tâm liệt chiến
quyết đinh: quyết định
quy đinh: quy định
giử gìn: giữ gìn
giử vững: giữ vững
gìn giử: gìn giữ
bảo quãn: bảo quản
quãn lý: quản lý
lảnh đạo: lãnh đạo
lãnh đao: lãnh đạo
chỉ đao: chỉ đạo
xả hội: xã hội
xã hôi: xã hội
tỹ lệ: tỷ lệ
phát triễn: phát triển
phát triền: phát triển ! - ! miên
triễn khai: triển khai
triền khai: triển khai ! - ! thác hoang
hướng dẩn: hướng dẫn
phổ biền: phổ biến
phỗ biến: phổ biến
tuyên truyển: tuyên truyền
tuyên truyên: tuyên truyền
tổ chúc: tổ chức ! - ! mừng tết
tỗ chức: tổ chức
thực hiên: thực hiện
nhiêm vụ: nhiệm vụ
trách nhiêm: trách nhiệm
hiêu quả: hiệu quả
hiệu quá: hiệu quả ! ký kí tín báo dấu ra thương nhãn biển danh khẩu chữ ! hạn mức nhiều trình tải dài lớn
kể hoạch: kế hoạch ! - ! định toán
kế hoach: kế hoạch
đề nghi: đề nghị ! vấn ! ngờ vấn thức lễ án ngại gia
đầy đũ: đầy đủ
đầy đử: đầy đủ
khã năng: khả năng
khẫn trương: khẩn trương
khẫn cấp: khẩn cấp
cụ thễ: cụ thể
củ thể: cụ thể
tập thễ: tập thể
đoàn thễ: đoàn thể
tỗng hợp: tổng hợp
tổng hơp: tổng hợp
tỗng kết: tổng kết
phối hơp: phối hợp
phồi hợp: phối hợp
thường xuyen: thường xuyên
kinh phi: kinh phí ! thần ! lợi thường chính
bải bỏ: bãi bỏ
diển ra: diễn ra
diển biến: diễn biến
dẩn đến: dẫn đến
đễ thực hiện: để thực hiện
đễ đảm bảo: để đảm bảo
đễ bảo đảm: để bảo đảm
vẩn còn: vẫn còn
mẩu biểu: mẫu biểu
biểu mẩu: biểu mẫu
theo mẩu: theo mẫu
thẫm định: thẩm định
thẫm quyền: thẩm quyền
đẫy mạnh: đẩy mạnh
thúc đẫy: thúc đẩy
kiễm tra: kiểm tra
kiễm soát: kiểm soát
tiêu chuẫn: tiêu chuẩn
chuẫn bị: chuẩn bị
sản phẫm: sản phẩm
thực phẫm: thực phẩm
ỗn định: ổn định
tìm hiễu: tìm hiểu
nổi bậc: nổi bật ! - ! thang
giành riêng cho: dành riêng cho
"""
"""What is wrong, what is right; after each "!" the syllables before it, and after it, with which it is right:
thông báo đảm bảo, giám sát nhập khẩu."""


@frozen
class Confusion:
    """A wrong word, the right one, and the neighbours beside which the wrong one is two other words."""

    wrong: str
    right: str
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Its syllables: a text that lacks one of them does not have it."""
        return frozenset(self.wrong.split())

    def is_meant(self, whole: str, start: int, end: int) -> bool:
        """Whether the wrong word is really meant at this place of a text in small letters."""
        head, tail = whole[max(start - 12, 0) : start], whole[end : end + 12]
        if head[-1:].isalnum() or tail[:1].isalnum() or head[-1:] == "-" or tail[:1] == "-":
            return False
        before = (head.split() or [""])[-1] if head.endswith(" ") else ""
        after = (tail.split() or [""])[0].rstrip(",.;:)”") if tail.startswith(" ") else ""
        return before not in self.not_after and after not in self.not_before


def _read(line: str) -> Confusion:
    words, *exceptions = line.split("!")
    wrong, right = words.split(":")
    after, before = (frozenset(one.split()) for one in (*exceptions, "", "")[:2])
    return Confusion(wrong.strip(), right.strip(), after, before)


CONFUSIONS = tuple(_read(line) for line in _TABLE.strip().splitlines())
