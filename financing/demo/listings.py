"""Listings of the demo city: a dozen enterprises on their way, all invented; `sme` is one."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.models import User
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from enterprises.models import Enterprise
from financing.demo.whitelist import WhitelistStep
from financing.listings import path_machine
from financing.listings.actions.walk_path import begin_path
from financing.models import (
    Adviser,
    ListingPath,
    ListingProposal,
    ListingStage,
    ListingTrack,
    Milestone,
)

ADVISERS = (
    ("sponsor", "示例黄海证券股份有限公司"),
    ("sponsor", "示例胶东证券有限责任公司"),
    ("law_firm", "示例琴屿律师事务所"),
    ("auditor", "示例崂山会计师事务所（特殊普通合伙）"),
)
# Track, how many of its stages are confirmed, and whether the next one waits for the district.
OTHERS = (
    ("科创板", 5, True), ("科创板", 3, False), ("创业板", 2, True), ("主板", 8, False),
    ("北交所", 4, False), ("北交所", 6, True), ("新三板至北交所", 4, False),
    ("新三板至北交所", 7, False), ("新三板至北交所", 2, True), ("区域股权市场", 2, True),
    ("区域股权市场", 3, False), ("创业板", 0, False),
)  # fmt: skip
PAPER = b"%PDF-1.4\n% demo\n%%EOF\n"


class ListingStep(DemoStep):
    """Advisers, and enterprises in several stages; the account `sme` has one to claim for, and
    the next to file."""

    after = (WhitelistStep,)

    def finish(self) -> None:
        with system_scope(reason="seed the demo city"):
            if not User.objects.filter(username="sme").exists():
                return
            for kind, name in ADVISERS:
                Adviser.objects.create(kind=kind, name=name, registration="示例备案号")
            own = actor_of("sme")
            others = Enterprise.objects.filter(registration_state="confirmed").exclude(
                pk=own.organisation_id
            )
            for number, entry in enumerate(others.order_by("pk")[: len(OTHERS)]):
                track, confirmed, waits = OTHERS[number]
                _walked(entry, own.user_id, track, confirmed, waits=waits)
        with acting_as(own):
            path = begin_path(
                own, ListingTrack.objects.get(name="北交所").pk,
                timezone.localdate() + timedelta(days=500),
            )  # fmt: skip
        with system_scope(reason="seed the demo city"):
            _reached(path, own.user_id, 2, waits=False)


def _walked(
    entry: Enterprise, person: int, track: str, confirmed: int, *, waits: bool
) -> ListingPath:
    """The way of an enterprise without accounts, as it would stand."""
    path = ListingPath.objects.create(
        organisation_id=entry.pk,
        district_id=entry.district_id,
        track=ListingTrack.objects.get(name=track),
        enterprise_name=entry.name,
        credit_code=entry.credit_code or "",
        began_on=timezone.localdate() - timedelta(days=90 * (confirmed + 1)),
        target_on=timezone.localdate() + timedelta(days=60 * (9 - confirmed) - 120),
    )
    return _reached(path, person, confirmed, waits=waits)


def _reached(path: ListingPath, person: int, confirmed: int, *, waits: bool) -> ListingPath:
    """The first stages confirmed, the last of them lately; one more may wait. The path stands where
    it would after these."""
    stages = list(ListingStage.objects.filter(track_id=path.track_id).order_by("order"))
    today, last = timezone.localdate(), None
    for place, stage in enumerate(stages[: confirmed + waits]):
        is_confirmed = place < confirmed
        day = today - timedelta(days=5 + 75 * (confirmed + waits - 1 - place))
        stone = _stone(path, stage, person, day, is_confirmed=is_confirmed)
        if is_confirmed:
            last = stone
            if stage.scheme_code:
                ListingProposal.objects.get_or_create(
                    organisation_id=path.organisation_id,
                    scheme_code=stage.scheme_code,
                    event_key=stage.event_key,
                    defaults={"district_id": path.district_id, "milestone": stone},
                )
    if last is not None:
        path.stage, path.stage_on = last.stage, last.reached_on
        path.save(update_fields=["stage", "stage_on"])
        if last.stage.is_goal:
            path_machine.MACHINE.execute(None, path.pk, "reach")
    return path


def _stone(
    path: ListingPath, stage: ListingStage, person: int, day: date, *, is_confirmed: bool
) -> Milestone:
    attachment = Attachment.objects.create(
        **path.home, name=f"示例{stage}证明.pdf", content_type="application/pdf", size=len(PAPER),
        sha256="0" * 64, storage_key=storages["attachments"].save("demo.pdf", ContentFile(PAPER)),
        scan_state="clean", purpose="listing-milestone", uploaded_by_id=person,
    )  # fmt: skip
    by_kind = {one.kind: one for one in Adviser.objects.order_by("-pk")}
    return Milestone.objects.create(
        **path.home,
        path=path,
        stage=stage,
        state=Milestone.State.CONFIRMED if is_confirmed else Milestone.State.FILED,
        reached_on=day,
        proof_number=f"示例〔{day.year}〕{path.pk % 90 + stage.order} 号",
        proof=attachment,
        sponsor=by_kind.get("sponsor"),
        law_firm=by_kind.get("law_firm"),
        auditor=by_kind.get("auditor"),
        filed_by_id=person,
        decided_at=timezone.now() if is_confirmed else None,
        due_on=None if is_confirmed else timezone.localdate() + timedelta(days=7),
    )
