"""Whom a change of a case is told, and in which words."""

from collections.abc import Callable

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import notify, people_of
from procedures.cases.assignments import reviewers_of
from procedures.cases.changes import CaseChange
from procedures.models import Application
from procedures.models.application import State


def case_link(application: Application) -> str:
    """The page of a case, as notifications name it."""
    return reverse("procedures:case", args=[application.pk])


def _tell_applicant(change: CaseChange, title: str, body: str = "") -> None:
    notify(
        people_of(organisation_id=change.row.organisation_id),
        title=title,
        body=body,
        link=case_link(change.row),
        dedupe_key=f"{change.key}:applicant",
    )


def _tell_bureau(change: CaseChange, duty: Duty, title: str, body: str) -> None:
    whose = "district" if duty == Duty.DISTRICT_REVIEWER else "city"
    notify(
        reviewers_of(change.row, duty),
        title=title,
        body=body,
        link=case_link(change.row),
        dedupe_key=f"{change.key}:{whose}",
    )


def _bureau_of(stage: str) -> Duty:
    return Duty.DISTRICT_REVIEWER if stage == State.DISTRICT_REVIEW else Duty.CITY_OFFICER


def tell_applicant_received(change: CaseChange) -> None:
    case = change.row
    _tell_applicant(
        change,
        f"已收到“{case.title}”的申报",
        f"受理编号 {case.number}，区市主管部门将在 {case.stage_due_on:%Y-%m-%d} 前审核。",
    )


def tell_district_of_new_case(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.DISTRICT_REVIEWER,
        f"新的申报待审核：{change.row.title}",
        f"请在 {change.row.stage_due_on:%Y-%m-%d} 前完成审核。",
    )


def tell_reviewer_of_correction(change: CaseChange) -> None:
    _tell_bureau(
        change,
        _bureau_of(change.target),
        f"企业已修改并重新提交：{change.row.title}",
        "请查看与上次提交的差异。",
    )


def tell_applicant_returned(change: CaseChange) -> None:
    case = change.row
    items = case.return_items.filter(resolved_at=None).count()
    _tell_applicant(
        change,
        f"“{case.title}”需要修改 {items} 处",
        f"{change.input.reason.strip()}\n请在 {case.stage_due_on:%Y-%m-%d} 前修改并重新提交。",
    )


def tell_applicant_forwarded(change: CaseChange) -> None:
    case = change.row
    _tell_applicant(change, f"“{case.title}”已进入{case.get_state_display()}")


def tell_city_of_recommendation(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.CITY_OFFICER,
        f"区市推荐待审核：{change.row.title}",
        f"请在 {change.row.stage_due_on:%Y-%m-%d} 前完成审核。",
    )


def _telling(what: str, *, why: bool = False) -> Callable[[CaseChange], None]:
    """Tell the applicant that the case `what`, and the reason if they are to know `why`."""

    def tell(change: CaseChange) -> None:
        reason = f"原因：{change.input.reason.strip()}" if why else ""
        _tell_applicant(change, f"“{change.row.title}”{what}", reason)

    return tell


tell_applicant_proposed = _telling("已通过审核，将进行公示")
tell_applicant_published = _telling("正在公示")
tell_applicant_approved = _telling("已认定，证书正在制作")
tell_applicant_declined = _telling("未通过", why=True)
tell_applicant_reopened = _telling("的决定将重新审核", why=True)


def tell_reviewer_of_withdrawal(change: CaseChange) -> None:
    _tell_bureau(
        change,
        _bureau_of(change.source),
        f"企业撤回了申报：{change.row.title}",
        f"原因：{change.input.reason.strip()}",
    )
