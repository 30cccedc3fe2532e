"""Everything that an address of the portal can lead to, twice: once in 崂山, once in 城阳."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.actors import actor_from
from accounts.duties import Duty, OrganisationKind
from accounts.models import (
    District,
    Invitation,
    Job,
    LeaveCover,
    Membership,
    Notification,
    Organisation,
)
from accounts.tenancy import Actor
from certification.models import Certificate
from documents.models import Attachment
from enterprises.actions.entry_values import fill
from enterprises.models import (
    CreditRecord,
    Enterprise,
    EnterpriseClaim,
    EntryProposal,
    IdentityChange,
    ImportBatch,
    Product,
)
from financing.models import (
    CreditFeedback,
    DemandEvent,
    DemandFile,
    DemandHandling,
    FeedbackUpload,
    FeedRow,
    LoanDemand,
    WhitelistEntry,
)
from lifecycle.models import BulkRun
from pages.models import StagedImport
from procedures.experts.panels.results import OVERALL
from procedures.models import (
    Application,
    ApplicationFile,
    Batch,
    Expert,
    ExpertTie,
    NoticeEntry,
    Objection,
    PanelCase,
    PublicNotice,
    ReviewPanel,
    ScoreSheet,
    Simulation,
    Snapshot,
    Waiver,
)
from schemes.models import SchemeVersion
from tests.accounts.wall_built_reports import built_report
from tests.accounts.wall_claims import claims_of
from tests.accounts.wall_programs import program, webhook
from tests.enterprises.entries import code_of, details
from tests.factories import OrganisationFactory, UserFactory, membership
from tests.procedures import factories

PDF = b"%PDF-1.7\n%%EOF\n"


@dataclass
class Side:
    """One enterprise and its district's bureau, with all that belongs to them."""

    staff: Actor
    enterprise: int
    things: dict[str, object] = field(default_factory=dict)


def side(number: int, district: District, batch: Batch) -> Side:
    staff = actor_from(membership(Duty.ENTERPRISE_STAFF, district=district, is_administrator=True))
    home = {"organisation_id": staff.organisation_id, "district_id": district.pk}
    entry = Enterprise(**home, registration_state="confirmed")
    fill(entry, details(name=staff.organisation_name, credit_code=code_of(number)))
    entry.save(force_insert=True)
    submitted = factories.case(staff, district.pk, batch, state="district_review")
    Snapshot.objects.create(
        **home, application=submitted, number=1, answers={}, files=[], sha256="",
        facts={"enterprise": {"name": entry.name}}, evaluation={"groups": [], "score": None},
    )  # fmt: skip
    draft = factories.case(staff, district.pk, batch, state="draft", submitted_at=None)
    claim = EnterpriseClaim.objects.create(
        **home, claimant=UserFactory(), credit_code=code_of(number), statement="离职",
        claimant_position="主任",
    )  # fmt: skip
    made = Side(staff, entry.pk)
    made.things = {
        "case": submitted.pk,
        "draft": draft.pk,
        "claim": claim.pk,
        "change": IdentityChange.objects.create(
            **home,
            name="新名示例有限公司",
            changed_on=timezone.localdate(),
            document_number="1",
            evidence=uuid.uuid4(),
            filed_by_id=staff.user_id,
        ).pk,
        "product": Product.objects.create(**home, name="减速机", segment="减速机").pk,
        "file": attachment(staff, district.pk, submitted),
        "draft_file": attachment(staff, district.pk, draft),
        "waiver": Waiver.objects.create(
            **home,
            application=submitted,
            criterion="share",
            label="占比",
            reason="示例",
            document="示例",
            expires_on=timezone.localdate(),
            approved_by_id=staff.user_id,
        ).pk,
        "certificate": certificate(number, staff, district.pk, submitted),
        "entry": on_the_list(entry).pk,
        "proposal": EntryProposal.objects.create(
            **home, values={}, changes=[["从业人员", "6 人", "7 人"]], source="示例", bureau="示例"
        ).pk,
        "credit_record": CreditRecord.objects.create(
            **home,
            kind="penalty",
            authority="示例",
            document_number="示例",
            recorded_on=timezone.localdate(),
            recorded_by_id=staff.user_id,
        ).pk,
        **claims_of(staff, home),
    }
    return made


def on_the_list(entry: Enterprise) -> WhitelistEntry:
    return WhitelistEntry.objects.create(
        organisation_id=entry.pk, district_id=entry.district_id, state="listed",
        origin="district", scheme_version=SchemeVersion.objects.first(),
        enterprise_name=entry.name, credit_code=entry.credit_code, listed_at=timezone.now(),
        valid_to=timezone.localdate(),
    )  # fmt: skip


def feedback_of(bank: Actor | int, side_: Side, reference: str) -> dict[str, object]:
    """What a bank has reported of the enterprise of a side, and a workbook of it."""
    entry = Enterprise.objects.get(pk=side_.enterprise)
    bank_id = bank if isinstance(bank, int) else bank.organisation_id
    credit = CreditFeedback.objects.create(
        organisation_id=entry.pk, district_id=entry.district_id, bank_id=bank_id,
        reference=reference, credit_code=entry.credit_code, enterprise_name=entry.name,
        state="granted", contacted_on=timezone.localdate(), reported_at=timezone.now(),
        reported_by="示例",
    )  # fmt: skip
    upload = FeedbackUpload.objects.create(
        organisation_id=bank_id,
        district=Organisation.objects.get(pk=bank_id).district,
        name="示例.xlsx",
        uploaded_by_id=side_.staff.user_id,
    )
    return {"credit": credit.pk, "reference": reference, "upload": upload.pk}


def another_bank() -> int:
    bank: Organisation = OrganisationFactory(kind=OrganisationKind.BANK, name="示例墙外银行")
    return int(bank.pk)


def demand_at(bank_id: int, side_: Side) -> dict[str, object]:
    """What the enterprise of a side needs, put to one bank, with a file for it."""
    entry = Enterprise.objects.get(pk=side_.enterprise)
    home = {"organisation_id": entry.pk, "district_id": entry.district_id}
    demand = LoanDemand.objects.create(
        **home, enterprise_name=entry.name, credit_code=entry.credit_code, amount=100,
        term_months=12, purpose="order", explanation="示例", guarantees=["credit"],
        contact_name="示例", contact_phone="0532-55500000", bank_ids=[bank_id],
        posted_by_id=side_.staff.user_id,
    )  # fmt: skip
    handling = DemandHandling.objects.create(
        **home, demand=demand, bank_id=bank_id, due_on=timezone.localdate()
    )
    event = DemandEvent.objects.create(
        **home, handling=handling, bank_id=bank_id, transition="answer", source="asked",
        target="taken", at=timezone.now(), xid=1,
    )  # fmt: skip
    file = stored(side_.staff, home, "loan-demand")
    DemandFile.objects.create(
        **home, handling=handling, bank_id=bank_id, event=event, attachment=file, name=file.name,
        size=file.size,
    )  # fmt: skip
    return {"demand": demand.pk, "handling": handling.pk, "demand_file": file.pk}


def shown_to(bank: Actor, side_: Side) -> str:
    """The enterprise of a side as a bank is shown it; its code."""
    entry = Enterprise.objects.get(pk=side_.enterprise)
    FeedRow.objects.create(
        organisation_id=entry.pk, district_id=entry.district_id, bank_id=bank.organisation_id,
        credit_code=entry.credit_code, listed_until=timezone.localdate(), seq=1,
        bare=f'{{"name":"示例","credit_code":"{entry.credit_code}","valid_to":"2027-01-01",'
        '"consent":[],"identity":null,"figures":null,"contacts":null,"certificates":null}',
    )  # fmt: skip
    return str(entry.credit_code)


def stored(staff: Actor, home: dict[str, int], purpose: str) -> Attachment:
    digest = hashlib.sha256(PDF).hexdigest()
    return Attachment.objects.create(
        **home, name="检测报告.pdf", content_type="application/pdf", size=len(PDF), sha256=digest,
        storage_key=storages["attachments"].save("wall.pdf", ContentFile(PDF)),
        scan_state="clean", purpose=purpose, uploaded_by_id=staff.user_id,
    )  # fmt: skip


def attachment(staff: Actor, district_id: int, case: Application) -> uuid.UUID:
    home = {"organisation_id": staff.organisation_id, "district_id": district_id}
    row = stored(staff, home, "application")
    ApplicationFile.objects.create(**home, application=case, field="test_report", attachment=row)
    return row.pk


def certificate(number: int, staff: Actor, district_id: int, case: Application) -> int:
    today = timezone.localdate()
    row = Certificate.objects.create(
        organisation_id=staff.organisation_id, district_id=district_id, application=case,
        scheme_version_id=case.scheme_version_id,
        kind="certified_product", number=f"QDZJTX-0-{number}", holder_name="示例", title="减速机",
        issued_on=today, valid_from=today, valid_to=today + timedelta(days=9),
        token=f"wall-{number}",
        pdf_key=storages["attachments"].save("wall.pdf", ContentFile(PDF)),
    )  # fmt: skip
    return int(row.pk)


def notice(case_id: int, side_: Side, batch: Batch) -> dict[str, object]:
    """A notice with one line and an objection to it."""
    today = timezone.localdate()
    row = PublicNotice.objects.create(
        batch=batch, title="公示", body="公示", starts_on=today, ends_on=today, working_days=5,
        published_by_id=side_.staff.user_id,
    )  # fmt: skip
    line = NoticeEntry.objects.create(
        notice=row, application_id=case_id, position=1, enterprise_name="示例", title="减速机",
        district_name="崂山",
    )  # fmt: skip
    objection = Objection.objects.create(
        application_id=case_id, entry=line, name="张示例", contact="13800000000", text="不符",
        organisation_id=side_.enterprise, district_id=line.application.district_id,
    )  # fmt: skip
    return {"notice": row.pk, "line": line.pk, "objection": objection.pk, "code": objection.receipt}


def unpublished(batch: Batch) -> dict[str, object]:
    """A draft of the next version, and a trial of it."""
    version = batch.version
    officer = UserFactory()
    draft = SchemeVersion.objects.create(
        scheme=version.scheme, label="草稿", definition=version.definition, source_document="示例",
        valid_from=timezone.localdate(), based_on=version, created_by=officer,
    )  # fmt: skip
    trial = Simulation.objects.create(
        version=draft, content_sha256=draft.content_sha256, started_by=officer,
        finished_at=timezone.now(),
    )  # fmt: skip
    return {"draft_version": draft.pk, "simulation": trial.pk}


def panel(case: Application, batch: Batch, judge: Actor, other: Actor) -> dict[str, object]:
    """A panel with one case and two experts; what `judge` has of it, and the `other`'s part."""
    officer = UserFactory()
    file = ApplicationFile.objects.filter(application=case).first()
    paper = {
        "title": "减速机",
        "sections": [
            {"title": "附件", "rows": [{"label": "报告", "files": [
                {"id": str(file.attachment_id), "label": "报告 1", "size": 9}
            ]}]}
        ],
    }  # fmt: skip
    row = ReviewPanel.objects.create(
        batch=batch, title="评审组", experts_per_case=2, spread_limit=20, seed=1, pool=[],
        due_on=timezone.localdate(), created_by=officer,
    )  # fmt: skip
    home = {"organisation_id": case.organisation_id, "district_id": case.district_id}
    before = PanelCase.objects.create(
        panel=row, application=case, code="1-001", paper=paper, **home
    )
    sheets = {}
    for expert in (judge, other):
        Expert.objects.create(user_id=expert.user_id, employer="示例大学", added_by=officer)
        sheets[expert] = ScoreSheet.objects.create(
            panel_case=before, reviewer_id=expert.user_id, code="1-001", heading="评审组",
            paper=paper, items=[OVERALL.as_json()], due_on=row.due_on, **home,
        ).pk  # fmt: skip
    tie = ExpertTie.objects.create(
        user_id=judge.user_id, name="示例", kind="shares", declared_by=officer
    )
    return {
        "panel": row.pk, "panel_case": before.pk, "panel_sheet": sheets[judge],
        "sheet": sheets[judge], "expert": judge.user_id, "tie": tie.pk,
        "paper_file": file.attachment_id,
        "another": {"sheet": sheets[other], "expert": other.user_id},
    }  # fmt: skip


def leave_of(actor: Actor, home: dict[str, int]) -> int:
    """A colleague does the actor's work from tomorrow on."""
    own = Membership.objects.select_related("organisation").get(pk=actor.membership_id)
    colleague = membership(actor.duty, organisation=own.organisation)
    tomorrow = timezone.localdate() + timedelta(days=1)
    leave = LeaveCover.objects.create(
        **home, absent=own, cover=colleague, starts_on=tomorrow, ends_on=tomorrow,
        arranged_by_id=actor.user_id,
    )  # fmt: skip
    return int(leave.pk)


def belongings(actor: Actor) -> dict[str, object]:
    """What a person of any duty has: a job, an import, an invitation, a notification …"""
    district = Organisation.objects.values_list("district_id", flat=True).get(
        pk=actor.organisation_id
    )
    home = {"organisation_id": actor.organisation_id, "district_id": district}
    batch = ImportBatch(
        **home, kind="titles", state="applied", file_name="名单.xlsx", size=1, sha256="0" * 64,
        uploaded_by_id=actor.user_id,
    )  # fmt: skip
    batch.file.save("a.xlsx", ContentFile(b"a"), save=False)
    batch.annotated.save("b.xlsx", ContentFile(b"b"), save=False)
    batch.save()
    own = {
        "import": batch.pk,
        "job": Job.objects.create(
            **home, kind="wall", label="示例", membership_id=actor.membership_id
        ).pk,
        "invitation": Invitation.objects.create(
            **home, email="new@portal.example", name="新人", duty=actor.duty,
            invited_by_id=actor.user_id, expires_at=timezone.now() + timedelta(days=9),
        ).pk,
        "notification": Notification.objects.create(
            recipient_id=actor.user_id, title="示例", dedupe_key="wall", link="/home/"
        ).pk,
        "run": BulkRun.objects.create(
            **home, machine="case", transition="propose", label="示例", started_by_id=actor.user_id
        ).pk,
        "cover": leave_of(actor, home),
        "member": actor.membership_id,
        "issued_import": StagedImport.objects.create(
            **home, catalogue="certification:issued_import", file_name="示例.xlsx",
            sha256="0" * 64, uploaded_by_id=actor.user_id,
        ).pk,
        "policy_import": StagedImport.objects.create(
            **home, catalogue="services:policy_import", file_name="示例.xlsx", sha256="0" * 64,
            uploaded_by_id=actor.user_id,
        ).pk,
        "winner_import": StagedImport.objects.create(
            **home, catalogue="financing:winner_import", file_name="示例.xlsx", sha256="0" * 64,
            uploaded_by_id=actor.user_id,
        ).pk,
        "holiday_import": StagedImport.objects.create(
            **home, catalogue="procedures:holiday_import", file_name="示例.xlsx",
            sha256="0" * 64, uploaded_by_id=actor.user_id,
        ).pk,
        **program(actor, home),
        **webhook(actor, home),
        **built_report(actor, home),
    }  # fmt: skip
    return own
