"""What becomes of cases whose enterprise moves to another district."""

from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import current_actor
from enterprises.actions.move_enterprise import register_move
from enterprises.actions.telling import reviewers_of
from enterprises.models import Enterprise
from procedures.cases.assignments import put_on_desk_by
from procedures.cases.messages import case_link
from procedures.cases.running import RUNNING
from procedures.models import Application
from procedures.models.application import State


def hand_cases_over(enterprise: Enterprise) -> None:
    """Put the enterprise's running cases before the bureau of the district that it has moved to:
    what the former one's reviewer had on the desk is nobody's, and the new one is told of each, as
    is the enterprise of who reviews it now."""
    running = Application.objects.filter(organisation_id=enterprise.pk, state__in=RUNNING)
    cases = list(running.select_for_update(of=("self",)).order_by("pk"))
    place = enterprise.district.name
    actor = current_actor()
    for case in cases:
        if case.state == State.DISTRICT_REVIEW and case.reviewer_id:
            # Where the portal itself moves the enterprise, the former reviewer is who hands over.
            by = actor.user_id if actor else case.reviewer_id
            put_on_desk_by(by, [case], None, f"企业迁入{place}，由{place}主管部门审核")
        key = f"case-moved:{case.pk}:{enterprise.district_id}"
        notify(
            reviewers_of(enterprise.district),
            title=f"申报转到本区市：{case}",
            body=f"{enterprise.name}迁入{place}，在办的申报由贵单位接着办理。"
            f"现在的环节：{case.get_state_display()}。",
            link=case_link(case),
            dedupe_key=f"{key}:district",
            kind=Kind.WORK,
        )
        notify(
            people_of(organisation_id=enterprise.pk),
            title=f"申报转到{place}办理：{case}",
            body=f"企业所在区市变为{place}，这件申报的区市环节由{place}主管部门办理，不用重新提交。",
            link=case_link(case),
            dedupe_key=f"{key}:applicant",
        )


def register_case_moves() -> None:
    register_move(hand_cases_over)
