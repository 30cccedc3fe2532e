"""The register of certificates that were issued outside of the portal: page, form and import."""

from accounts.duties import Duty
from accounts.models import District
from certification.actions.enter_certificate import Paper, enter_certificate, follow_the_register
from certification.holders import holder_of
from certification.models import IssuedCertificate
from enterprises.imports.title_apply import new_unclaimed_entry
from enterprises.models import Enterprise
from pages.imports.declaration import RecordImport
from pages.records import Record, Section


class IssuedRecord(Record[IssuedCertificate]):
    """An issued certificate as the city enters it; it becomes a certificate when it is saved."""

    model, name, listing = IssuedCertificate, "certification:issued", "certification:issued_list"
    title, noun, counter = "已发证书登记", "已发证书", "张"
    readers = (Duty.DISTRICT_REVIEWER, Duty.LEADER, Duty.AUDITOR, Duty.CITY_OFFICER)
    editors = (Duty.CITY_OFFICER,)
    next_step = "企业梯队、培育目标和公众查验已计入这张证书，并已通知企业。"
    empty = {"credit_code": "证书上没有", "code_note": "不需要", "district": "不明"}
    sections = (
        Section("证书", (
            "number", "kind", "title", "issued_on", "valid_from", "valid_to", "document_number",
        )),
        Section("持证企业", (
            "holder_name", "is_former_name", "credit_code", "code_note", "district",
        )),
    )  # fmt: skip

    def may_edit(self, row: IssuedCertificate) -> bool:
        """A retired line is not restored: its certificate has been revoked."""
        return super().may_edit(row) and not row.is_retired

    def subheading(self, row: IssuedCertificate) -> str:
        return f"{row.holder_name} · {row.get_kind_display()}"

    def saved(self, row: IssuedCertificate, *, is_new: bool) -> None:
        if not is_new:
            follow_the_register(self.actor, row)
            return
        row.certificate = enter_certificate(self.actor, _holder(row), _paper(row))
        row.save(update_fields=["certificate"])


def _holder(row: IssuedCertificate) -> Enterprise:
    """The enterprise in the registry, or a new entry that waits for it."""
    found = holder_of(row).enterprise_id
    if found is not None:
        return Enterprise.objects.get(pk=found)
    place = row.district_id or District.objects.get(kind=District.Kind.CITY).pk
    return new_unclaimed_entry(row.holder_name, place)


def _paper(row: IssuedCertificate) -> Paper:
    return Paper(
        kind=row.kind, number=row.number, holder_name=row.holder_name, title=row.title,
        issued_on=row.issued_on, valid_from=row.valid_from, valid_to=row.valid_to,
        document_number=row.document_number, credit_code=row.credit_code,
    )  # fmt: skip


class IssuedImport(RecordImport):
    """Issued certificates from a workbook, known by their number."""

    name, record, key = "certification:issued_import", IssuedRecord, ("number",)
    aliases = {
        "number": ("编号", "证书号"), "holder_name": ("企业名称", "单位名称"),
        "document_number": ("文号", "依据文号"), "kind": ("认定类别", "梯队"),
        "credit_code": ("信用代码",), "title": ("产品名称", "产品（技术）名称"),
    }  # fmt: skip
    notes = (
        "先按信用代码、再按企业全称与企业名录对照；可能是另一家企业的，会指出所在单元格，不会自动归入。",
        "名录中没有的企业新建为待认领，企业可凭信用代码认领。",
        "导入后证书计入企业梯队和培育目标，公众可以查验。",
    )
