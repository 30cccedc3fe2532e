"""What tests of listings begin with: an enterprise on its way, an investor, a road show."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from documents.models import Attachment
from financing.listings.actions.file_milestone import MilestoneTerms, file_milestone
from financing.listings.actions.save_contact import save_contact
from financing.listings.actions.walk_path import begin_path
from financing.listings.milestone_machine import MACHINE
from financing.models import (
    FinancingProject,
    InvestorProfile,
    ListingPath,
    ListingStage,
    ListingTrack,
    Milestone,
    RoadShow,
)
from lifecycle.transitions import TransitionInput

PDF = b"%PDF-1.7\n%%EOF\n"


def track(name: str = "科创板") -> ListingTrack:
    with system_scope(reason="test"):
        return ListingTrack.objects.get(name=name)


def stage(name: str, of: str = "科创板") -> ListingStage:
    with system_scope(reason="test"):
        return ListingStage.objects.get(track__name=of, name=name)


def on_the_way(staff: Actor, name: str = "科创板") -> ListingPath:
    with acting_as(staff):
        return begin_path(staff, track(name).pk, timezone.localdate() + timedelta(days=400))


def terms(day: date | None = None, **more: object) -> MilestoneTerms:
    return MilestoneTerms(
        **{"reached_on": day or timezone.localdate(), "proof_number": "示例〔2026〕1 号"} | more
    )


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("证明.pdf", PDF, "application/pdf")


def filed(staff: Actor, at: ListingStage, day: date | None = None, **more: object) -> Milestone:
    """A milestone that its district has to look at, its paper scanned."""
    with acting_as(staff):
        made = file_milestone(staff, at.pk, terms(day, **more), paper())
    with system_scope(reason="test"):
        Attachment.objects.filter(pk=made.proof_id).update(scan_state="clean")
    return made


def done(actor: Actor, stone: Milestone, name: str = "confirm", reason: str = "") -> Milestone:
    with acting_as(actor):
        return MACHINE.execute(actor, stone.pk, name, TransitionInput(reason))


def profile(investor: Actor, **more: object) -> InvestorProfile:
    with system_scope(reason="test"):
        from accounts.models import Organisation

        home = Organisation.objects.get(pk=investor.organisation_id)
        values = {
            "name": home.name, "domains": ["materials", "equipment"], "rounds": ["a", "b"],
            "smallest": Decimal(500), "largest": Decimal(2000), "introduction": "示例",
        } | more  # fmt: skip
        return InvestorProfile.objects.create(
            organisation=home, district_id=home.district_id, **values
        )


def project(staff: Actor, district_id: int, **more: object) -> FinancingProject:
    with system_scope(reason="test"):
        values = {
            "enterprise_name": staff.organisation_name, "name": "示例新材料项目",
            "domain": "materials", "round": "a", "amount": Decimal(1200), "summary": "示例",
            "is_open": True,
        } | more  # fmt: skip
        return FinancingProject.objects.create(
            organisation_id=staff.organisation_id, district_id=district_id, **values
        )


def card(actor: Actor, phone: str = "0532-55500001") -> None:
    with acting_as(actor):
        save_contact(actor, f"联系人{actor.user_id}", phone, "")


def show(**more: object) -> RoadShow:
    begins = timezone.now() + timedelta(days=9)
    with system_scope(reason="test"):
        values = {
            "title": "示例路演", "starts_at": begins, "ends_at": begins + timedelta(hours=3),
            "place": "示例会议中心", "book_until": begins - timedelta(days=1),
            "project_seats": 1, "investor_seats": 1, "description": "示例",
        } | more  # fmt: skip
        return RoadShow.objects.create(**values)
