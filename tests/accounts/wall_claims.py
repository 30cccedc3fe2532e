"""Claims for money of a side, and who gets through to their addresses."""

from accounts.tenancy import Actor
from financing.models import SubsidyClaim, SubsidyLine, SubsidyUpload
from procedures.models import Application, Batch
from tests.accounts.wall_page import AUDITOR, CITY, STAFF, WATCHERS, Page, post
from tests.financing.subsidies.claims import EQUIPMENT, batch_of

SOME_FILE = "=00000000-0000-4000-8000-000000000000"
CLAIM_PAGES: dict[str, Page] = {
    "financing:claims": Page(WATCHERS),
    "financing:claims_replay": Page(CITY | AUDITOR),
    "financing:own_claims": Page(STAFF),
    "financing:budget_shares": Page(CITY),
    "financing:budget_share": Page(CITY, ("batch",)),
    "financing:budget_share_propose": post(CITY, "batch"),
    "financing:claim_lines": Page(STAFF | WATCHERS, ("sent_claim",)),
    "financing:claim_line_new": Page(STAFF, ("open_claim", "=invoice"), method="BOTH"),
    "financing:claim_line": Page(STAFF, ("open_claim", "=1"), method="BOTH"),
    "financing:line_withdraw": post(STAFF, "open_claim", "=1"),
    "financing:line_restore": post(STAFF, "open_claim", "=1"),
    "financing:line_explain": post(STAFF, "open_claim", "=1"),
    "financing:line_files": post(STAFF, "open_claim", "=1"),
    "financing:line_file_remove": post(STAFF, "open_claim", "=1", SOME_FILE),
    "financing:line_photos": post(STAFF, "open_claim"),
    "financing:line_invoice": post(STAFF, "open_claim"),
    "financing:line_template": Page(STAFF, ("open_claim", "=invoice")),
    "financing:line_upload": post(STAFF, "open_claim"),
    "financing:line_apply": post(STAFF, "open_claim", "claim_upload"),
    "financing:line_wrong_rows": Page(STAFF, ("open_claim", "claim_upload")),
    "financing:claim_goals": Page(STAFF, ("open_claim",), method="BOTH"),
}


def claims_of(staff: Actor, home: dict[str, int]) -> dict[str, object]:
    """A claim that was sent and one that is being filled in, with a line and a workbook."""
    batch = batch_of(EQUIPMENT, f"wall-{staff.organisation_id}")
    sent, open_ = _case(staff, home, batch, "district_review"), _case(staff, home, batch, "draft")
    upload = SubsidyUpload.objects.create(
        **home, claim=open_, name="明细.xlsx", kind="invoice", uploaded_by_id=staff.user_id
    )
    return {
        "sent_claim": sent.application_id,
        "open_claim": open_.application_id,
        "claim_upload": upload.pk,
    }


def _case(staff: Actor, home: dict[str, int], batch: Batch, state: str) -> SubsidyClaim:
    case = Application.objects.create(
        **home, batch=batch, scheme_version_id=batch.version_id, created_by_id=staff.user_id,
        state=state, title="产线改造", submitted_at=None if state == "draft" else batch.opens_at,
    )  # fmt: skip
    claim = SubsidyClaim.objects.create(
        **home, application=case, fund_code="technical_upgrading", fiscal_year=2026
    )
    SubsidyLine.objects.create(**home, claim=claim, number=1, name="加工中心", net=1, paid=1)
    return claim
