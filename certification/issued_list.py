"""The list of certificates that were issued outside of the portal, as the city entered them."""

from django.db.models import QuerySet

from certification.lists import detail
from certification.models import Certificate, IssuedCertificate
from certification.records import IssuedRecord
from documents.title_index import titled
from enterprises.name_search import enterprise_has
from pages.lists import Column, Empty
from pages.lists.filters import any_has_text, choice, search, year
from pages.records import RecordList


def _by_text(rows: QuerySet[IssuedCertificate], value: str) -> QuerySet[IssuedCertificate]:
    written = ("number", "holder_name", "credit_code", "document_number")
    found = titled(rows, value) | any_has_text(written, value)
    if len(value) > 1:
        found |= enterprise_has(value, "certificate__organisation_id")
    return rows.filter(found)


class IssuedList(RecordList[IssuedCertificate]):
    """The register (已发证书登记), newest first."""

    key, record, imports = "issued_certificates", IssuedRecord, "certification:issued_import"
    order = ("-issued_on", "-id")
    columns = (
        Column("number", "证书编号", fixed=True, link=IssuedRecord.url),
        Column("kind", "类别"),
        Column("holder_name", "持证企业", long=True, below=lambda row: row.credit_code),
        Column("title", "产品（技术）", long=True, hidden=True),
        Column("issued_on", "发证日期", sort="issued_on"),
        Column("valid_to", "有效期止"),
        Column("document_number", "认定文号", long=True),
        Column(
            "state", "证书状态", lambda row: row.certificate.state_word if row.certificate else "",
            link=lambda row: detail(row.certificate) if row.certificate else "",
        ),
    )  # fmt: skip
    filters = (
        search("编号、企业、代码或文号", _by_text),
        choice("kind", "类别", Certificate.Kind.choices),
        year("year", "发证年份", "issued_on"),
    )  # fmt: skip
    empty = Empty("还没有登记已发的证书", "在平台启用前发放的证书，可以逐张登记，也可以批量导入。")

    def rows(self) -> QuerySet[IssuedCertificate]:
        return super().rows().select_related("certificate")
