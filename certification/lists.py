"""The lists of certificates: the holder's, and the bureaus'."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.duties import Duty
from certification.models import Certificate
from certification.policies import BUREAUS_AND_AUDITOR
from certification.rungs import RUNGS, level_of, valid_certificates
from certification.update_reminders import is_overdue
from documents.title_index import titled
from documents.written.text import code, one_line
from enterprises.models import Enterprise
from enterprises.name_search import enterprise_has
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, On
from pages.lists.filters import choice, district, due_within, search, year

IN_FORCE = (Certificate.State.VALID, Certificate.State.RECHECK_DUE)
WITHOUT_PAPER = (Certificate.State.SUSPENDED, Certificate.State.REVOKED)
ATTENTION = [("update", "欠年度数据"), ("name", "名称待更新")]


def by_text(rows: QuerySet[Certificate], value: str) -> QuerySet[Certificate]:
    """Those whose number is the text, or whose product or holder's name contains it."""
    text = one_line(value)
    found = Q(number=code(text)) | Q(number=text.upper()) | titled(rows, text)
    if len(text) > 1:
        found |= enterprise_has(text)
    return rows.filter(found)


def needing_attention(rows: QuerySet[Certificate], value: str) -> QuerySet[Certificate]:
    """Those whose holder missed the yearly update, or has a new name in the registry which the
    certificate does not bear yet (更名)."""
    if value == "update":
        return rows.filter(is_overdue(timezone.localdate()))
    renamed = Enterprise.objects.filter(pk=OuterRef("organisation_id")).exclude(
        name=OuterRef("holder_name")
    )
    return rows.filter(Exists(renamed), state__in=(*IN_FORCE, Certificate.State.SUSPENDED))


def detail(row: Certificate) -> str:
    return row_url("certification:detail", row.pk)


def _papers(row: Certificate) -> SafeString:
    """Where the paper is downloaded, unless it is out of force, and checked by anybody."""
    check = format_html(
        '<a href="{}" aria-label="验真{}">验真</a>',
        reverse("certification:verify", args=[row.token]),
        row.number,
    )
    if row.state in WITHOUT_PAPER or row.was_entered:
        return check
    paper = row_url("certification:pdf", row.pk)
    return format_html('<a href="{}" aria-label="下载证书{}">下载</a> {}', paper, row.number, check)


COLUMNS: tuple[Column[Certificate], ...] = (
    Column(
        "title", "证书", lambda row: row.title or row.get_kind_display(), fixed=True,
        long=True, link=detail, below=lambda row: row.number, in_file="产品（技术）",
    ),
    Column("number", "证书编号", on=On.FILE, width=24),
    Column("kind", "类别", long=True),
    Column("holder_name", "持证企业", long=True),
    Column("credit_code", "统一社会信用代码", hidden=True, width=22),
    Column("district__short_name", "区市", many_districts=True),
    Column("issued_on", "发证日期", sort="issued_on"),
    Column("valid_from", "有效期起", hidden=True),
    Column("valid_to", "有效期止", sort="valid_to"),
    Column(
        "state", "状态", lambda row: row.state_word,
        pill=lambda row: "ok" if row.is_valid_today else "bad",
    ),
    Column("papers", "操作", html=_papers, on=On.PAGE),
)  # fmt: skip


class CertificateList(ListPage[Certificate]):
    """The bureaus' list of certificates (证书名录), newest first."""

    key, title, noun, counter = "certificates", "证书名录", "证书", "张"
    readers = BUREAUS_AND_AUDITOR
    order = ("-issued_on", "-id")
    columns = COLUMNS
    filters = (
        search("证书编号、企业或产品", by_text, placeholder="名称或拼音，如“轴承”“zhoucheng”"),
        choice("kind", "类别", Certificate.Kind.choices),
        choice("state", "状态", Certificate.State.choices),
        district(),
        year("year", "发证年份", "issued_on"),
        due_within("valid_to", only=Q(state__in=IN_FORCE)),
        choice("attention", "需要处理", ATTENTION, by=needing_attention, empty="不限"),
    )
    empty = Empty("没有符合条件的证书", "换一个筛选条件，或清空筛选查看全部证书。")

    def rows(self) -> QuerySet[Certificate]:
        return Certificate.objects.select_related("district")


class OwnCertificates(ListPage[Certificate]):
    """The enterprise's certificates, newest first."""

    key, title, noun, counter = "own_certificates", "证书", "证书", "张"
    readers = (Duty.ENTERPRISE_STAFF,)
    order = ("-issued_on", "-id")
    size = 30
    columns = tuple(column for column in COLUMNS if column.key != "district__short_name")
    empty = Empty(
        "还没有证书", "认定后证书会出现在这里，可以下载和验真。", "procedures:own", "去申报"
    )

    def rows(self) -> QuerySet[Certificate]:
        own = Certificate.objects.filter(organisation_id=self.actor.organisation_id)
        return own.select_related("district")

    def heading(self) -> str:
        return _STANDINGS[level_of(valid_certificates(self.actor.organisation_id))]


_STANDINGS = {
    0: "还没有有效的认定",
    1: f"已有{RUNGS[0].name}认定",
    2: f"已是专精特新{RUNGS[1].name}",
    3: f"已是{RUNGS[2].name}",
}
