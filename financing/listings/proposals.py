"""What claim for money a confirmed milestone proposes: once for an enterprise and event.

Which stage proposes which scheme and event is data of the stage, edited in the browser. Whether an
event adds to what was paid before, after a change of board too, is the amount rule's to say
(`exclusion` of the scheme version): here nothing is computed.
Source: `shared/domain-2.md` A12 (staged total ≤ 400 万元; nothing twice).
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor, system_scope
from financing.listings.claim_answers import tell_what_is_known
from financing.listings.notices import tell_open, tell_proposed
from financing.models import ListingProposal, Milestone
from procedures.cases.actions.start_application import start_application
from procedures.models import Application, Batch
from schemes.definition.amount_formulas import Staged
from schemes.models import Scheme

NOT_OPEN = "这个资金项目现在没有受理中的批次，开始受理时会通知您。"


def propose(milestone: Milestone) -> ListingProposal | None:
    """Propose the claim of the milestone's stage, unless the same event was proposed before. None
    where the stage names no scheme, or the event had its turn."""
    stage = milestone.stage
    if not stage.scheme_code:
        return None
    made, is_new = ListingProposal.objects.get_or_create(
        organisation_id=milestone.organisation_id,
        scheme_code=stage.scheme_code,
        event_key=stage.event_key,
        defaults={"district_id": milestone.district_id, "milestone": milestone},
    )
    if not is_new:
        return None
    tell_proposed(made, scheme_name(stage.scheme_code))
    return made


def scheme_name(code: str) -> str:
    """What the scheme is called; its code, where the city named one that is not there yet."""
    name = Scheme.objects.filter(code=code).values_list("name", flat=True).first()
    return str(name or f"{code}（还没有设立）")


def open_batch(code: str) -> Batch | None:
    """The batch of the scheme that takes filings now, the one that closes first."""
    now = timezone.now()
    rows = Batch.objects.filter(version__scheme__code=code, opens_at__lte=now, closes_at__gt=now)
    return next((one for one in rows.order_by("closes_at") if one.is_open), None)


def begin_claim(actor: Actor, proposal_id: int) -> Application:
    """The draft of the claim that a milestone proposed: begun, or gone on with.

    Raises `NotPermitted`, `ListingProposal.DoesNotExist`, and `RuleViolation` as
    `start_application`, or where no batch is open.
    """
    if not actor.is_enterprise:
        raise NotPermitted("只有企业的填报人可以申报。")
    with transaction.atomic():
        proposal = ListingProposal.objects.select_for_update(of=("self",)).get(
            pk=proposal_id, organisation_id=actor.organisation_id
        )
        kept = proposal.application
        if kept is not None and kept.deleted_at is None:
            return kept
        batch = open_batch(proposal.scheme_code)
        if batch is None:
            raise RuleViolation(NOT_OPEN)
        application, _ = start_application(actor, batch.pk)
        for one in (proposal, *_counted_with(proposal, application)):
            tell_what_is_known(application, one.milestone, one.event_key)
            one.application = application
            one.save(update_fields=["application"])
        return application


def _counted_with(
    proposal: ListingProposal, application: Application
) -> list[ListingProposal]:  # fmt: skip
    """The other proposals that a claim by stages settles too: it counts every stage that was
    confirmed, so that they are not to be claimed a second time."""
    rule = application.scheme_version.parsed.amount
    if rule is None or not isinstance(rule.formula, Staged):
        return []
    rows = ListingProposal.objects.select_for_update(of=("self",)).filter(
        organisation_id=proposal.organisation_id, scheme_code=proposal.scheme_code
    )
    rows = rows.filter(Q(application=None) | Q(application__deleted_at__isnull=False))
    return list(rows.exclude(pk=proposal.pk).select_related("milestone__path__track"))


def events_of(application: Application) -> tuple[str, ...]:
    """The keys of the events that the case claims for: what its amount rule is asked with."""
    rows = ListingProposal.objects.filter(application=application).order_by("id")
    return tuple(rows.values_list("event_key", flat=True))


def events_on_record(application: Application) -> tuple[str, ...]:
    """The events of the enterprise that were confirmed for the case's scheme by now, earlier ones
    too: a rule by stages counts all that were reached, and takes off what was paid."""
    rows = ListingProposal.objects.filter(
        organisation_id=application.organisation_id,
        scheme_code=application.scheme_version.scheme.code,
    ).order_by("id")
    return tuple(rows.values_list("event_key", flat=True))


def tell_of_open_batches() -> int:
    """Tell enterprises whose proposals wait that their batch has opened; returns how many wait."""
    with system_scope(reason="remind those on the way to a listing"):
        waiting = list(
            ListingProposal.objects.filter(application=None).select_related("milestone__stage")
        )
        batches = {code: open_batch(code) for code in {one.scheme_code for one in waiting}}
        for proposal in waiting:
            if batch := batches[proposal.scheme_code]:
                tell_open(proposal, batch.pk, scheme_name(proposal.scheme_code))
    return len(waiting)
