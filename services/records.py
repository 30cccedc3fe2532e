"""The page, form and import of a policy."""

from accounts.duties import Duty
from pages.imports.declaration import RecordImport
from pages.records import Record, Section
from services.models import Policy


class PolicyRecord(Record[Policy]):
    """A policy: the city edits, everybody with a duty reads."""

    model, name, listing = Policy, "services:policy", "services:policies"
    title, noun, counter = "惠企政策", "政策", "项"
    editors = (Duty.CITY_OFFICER,)
    next_step = "生效期内，符合条件的企业在政策库里就能看到。"
    only_if = {"district": "level=district"}
    empty = {"sizes": "不限", "industries": "不限", "valid_to": "长期有效"}
    sections = (
        Section("基本信息", (
            "title", "document_number", "issuer", "valid_from", "valid_to", "level", "district",
            "tags",
        )),
        Section("适用对象", ("sizes", "industries"), "都不勾选即不限。"),
        Section("内容", ("text", "attachment")),
    )  # fmt: skip

    def subheading(self, row: Policy) -> str:
        return f"{row.issuer} · {row.document_number} · {row.status}"


class PolicyImport(RecordImport):
    """Policies from a workbook, known by their document number."""

    name, record, key = "services:policy_import", PolicyRecord, ("document_number",)
