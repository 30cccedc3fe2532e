"""The public list of who is certified (认定名录)."""

from django.db.models import QuerySet

from certification.lists import by_text
from certification.models import Certificate
from certification.rungs import valid_today
from pages.lists import Column, Empty, On, PublicListPage
from pages.lists.filters import choice, district, search, year


class PublicCertificates(PublicListPage[Certificate]):
    """The certificates that are valid today, with what is published of them in any case: no
    contact, no figure, no credit code. Source: 政府信息公开条例 第二十条 (五) (the conditions and
    results of what an authority handles are published)."""

    key, title, noun, counter = "public_certificates", "认定名录", "有效证书", "张"
    intro = "只列今天有效的认定；被暂停、撤销和已到期的不列。要核对一张证书，请用查证书。"
    template = "certification/public_list.html"
    order = ("-issued_on", "-id")
    columns = (
        Column("holder_name", "持证企业", fixed=True, long=True),
        Column("title", "产品（技术）", long=True, below=lambda row: row.number),
        Column("kind", "认定类别"),
        Column("district__short_name", "区市"),
        Column("number", "证书编号", on=On.FILE, width=24),
        Column("issued_on", "发证日期", sort="issued_on"),
        Column("valid_to", "有效期止", sort="valid_to"),
    )
    filters = (
        search("企业、产品或证书编号", by_text, placeholder="名称或拼音，如“轴承”“zhoucheng”"),
        choice("kind", "认定类别", Certificate.Kind.choices),
        district(),
        year("year", "发证年份", "issued_on"),
    )
    empty = Empty("还没有有效的认定", "认定后会列在这里。")
    not_found = Empty("没有符合条件的认定", "换一个条件，或清空筛选查看全部。")

    def rows(self) -> QuerySet[Certificate]:
        return valid_today(Certificate.objects.select_related("district"))
