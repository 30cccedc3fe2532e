"""A seat of a road show, or a place on its waiting list."""

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor, system_scope
from financing.models import FinancingProject, InvestorProfile, RoadShow, RoadShowBooking

Role, State = RoadShowBooking.Role, RoadShowBooking.State
NO_PROFILE = "请先填写投资偏好，再报名路演。"


def book_seat(actor: Actor, show_id: int, project_id: int | None = None) -> RoadShowBooking:
    """Book a seat: for a project of the actor's enterprise, or for the investor. Where none is
    free, or others wait already, it is a place on the waiting list.

    Seats are counted under the lock of the show's row: of two bookings of the last seat one has
    it. Raises `NotPermitted`, `RoadShow.DoesNotExist`, `RuleViolation`.
    """
    role, party, project = _party(actor, project_id)
    home = home_of(actor)
    # Others' bookings are counted, which the actor does not see.
    with system_scope(reason="count the seats of a road show"):
        show = RoadShow.objects.select_for_update().get(pk=show_id, retired_at=None)
        if not show.takes_bookings:
            raise RuleViolation("报名已经截止。")
        rows = RoadShowBooking.objects.filter(show=show)
        taken = (State.ATTENDED, State.ABSENT)
        own = rows.filter(organisation_id=actor.organisation_id)
        if own.open().exists() or own.filter(state__in=taken).exists():
            raise RuleViolation("已经报名这场路演。")
        of_role = rows.filter(role=role)
        is_full = of_role.holding().count() >= show.seats_of(role)
        waits = is_full or of_role.filter(state=State.WAITING).exists()
        return RoadShowBooking.objects.create(
            **home,
            show=show,
            role=role,
            project=project,
            party_name=party,
            project_name=project.name if project else "",
            state=State.WAITING if waits else State.BOOKED,
            booked_by_id=actor.user_id,
        )


def _party(actor: Actor, project_id: int | None) -> tuple[str, str, FinancingProject | None]:
    if actor.is_enterprise:
        project = (
            FinancingProject.objects.visible_to(actor)
            .filter(pk=project_id or 0, retired_at=None)
            .first()
        )
        if project is None:
            raise RuleViolation({"project": "请选择要路演的项目。"})
        if not project.is_open:
            raise RuleViolation({"project": "项目公开后才能路演，请先在项目里勾选公开。"})
        return Role.PROJECT, project.enterprise_name, project
    if actor.duty == Duty.INVESTOR:
        profile = InvestorProfile.objects.filter(organisation_id=actor.organisation_id).first()
        if profile is None:
            raise RuleViolation(NO_PROFILE)
        return Role.INVESTOR, profile.name, None
    raise NotPermitted("路演由企业和投资机构报名。")
