"""Audit firms join, are left and are taken up again; all by the city."""

from django.db import transaction
from django.urls import reverse

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Organisation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from financing.models import AuditAssignment, FirmAccessChange
from financing.subsidies.review.audit_machine import MACHINE, AuditInput
from people.actions import register_organisation as joining
from people.actions.save_members import end_all_duties

Kind = FirmAccessChange.Kind
State = AuditAssignment.State
FIRM = joining.Joining(
    OrganisationKind.AUDIT_FIRM, Duty.AUDIT_FIRM_STAFF, "请填写机构名称。", "这家机构已经登记。"
)
OPEN = (State.OFFERED, State.WORKING)


def register_firm(actor: Actor, name: str, person: str, email: str) -> Organisation:
    """Make the firm and invite its first administrator.

    Raises `NotPermitted`, `RuleViolation` at the fields `name`, `person`, `email`.
    """
    _city_only(actor)
    with transaction.atomic():
        return joining.register_organisation(actor, FIRM, name, person, email)


def end_firm(actor: Actor, firm_id: int, reason: str) -> Organisation:
    """End the work with a firm: what it has not filed is taken back, its people's duties end and it
    can be assigned nothing more. What it filed stays with the claims.

    Raises `Organisation.DoesNotExist`, `NotPermitted`, and `RuleViolation` at `reason`, or at ""
    for a firm that is ended already and for a claim that this officer may not decide about.
    """
    _city_only(actor)
    reason = reason.strip()
    with transaction.atomic():
        firm = _locked(firm_id)
        if not firm.is_active:
            raise RuleViolation("这家审计机构已经停止合作。")
        if not reason:
            raise RuleViolation({"reason": "请写明原因，审计机构会看到。"})
        assigned = AuditAssignment.objects.filter(firm=firm, state__in=OPEN).order_by("pk")
        for pk in list(assigned.values_list("pk", flat=True)):
            MACHINE.execute(actor, pk, "withdraw", AuditInput(reason))
        change = _changed(actor, firm, Kind.ENDED, reason)
        notify(
            people_of(organisation_id=firm.pk, duty=Duty.AUDIT_FIRM_STAFF),
            title=f"{actor.organisation_name}停止与{firm.name}的审计合作",
            body=f"原因：{reason} 未报送的审计已收回，您在本机构的职责同时结束。",
            link=reverse("people:duties"),
            dedupe_key=f"firm-access:{change.pk}",
        )
        end_all_duties(firm.pk)
    return firm


def resume_firm(
    actor: Actor, firm_id: int, reason: str, person: str, email: str
) -> Organisation:  # fmt: skip
    """Take the work with a firm up again, and invite who administers it now. Raises as `end_firm`,
    at `person` and `email` too."""
    _city_only(actor)
    reason = reason.strip()
    with transaction.atomic():
        firm = _locked(firm_id)
        if firm.is_active:
            raise RuleViolation("这家审计机构正在合作中。")
        if not reason:
            raise RuleViolation({"reason": "请写明原因。"})
        _changed(actor, firm, Kind.RESUMED, reason)
        joining.invite_first_person(actor, firm, Duty.AUDIT_FIRM_STAFF, person, email)
    return firm


def invite_firm_again(actor: Actor, firm_id: int, invitation_id: str) -> Invitation:
    """Send a firm's unanswered invitation anew. Raises as `invite_again`, and `NotPermitted`."""
    _city_only(actor)
    with transaction.atomic():
        ended = "这家审计机构已停止合作，请先恢复。"
        return joining.invite_again(actor, _locked(firm_id), invitation_id, ended)


def _city_only(actor: Actor) -> None:
    if not actor.is_city:
        raise NotPermitted("审计机构由市级主管部门管理。")


def _locked(firm_id: int) -> Organisation:
    rows = Organisation.objects.filter(kind=OrganisationKind.AUDIT_FIRM).select_for_update()
    return rows.get(pk=firm_id)


def _changed(
    actor: Actor, firm: Organisation, kind: FirmAccessChange.Kind, reason: str
) -> FirmAccessChange:
    firm.is_active = kind == Kind.RESUMED
    firm.save(update_fields=["is_active"])
    return FirmAccessChange.objects.create(
        organisation_id=firm.pk,
        district_id=firm.district_id,
        kind=kind,
        reason=reason,
        user_id=actor.user_id,
        organisation_name=actor.organisation_name,
    )
