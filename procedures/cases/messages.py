"""Whom a change of a case is told, and in which words."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from pages.moments import end_of_day
from procedures.cases.assignments import reviewers_of
from procedures.cases.changes import CaseChange
from procedures.cases.outcomes import result_of
from procedures.models import Application, NoticeEntry
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
        kind=Kind.WORK,
    )


def _bureau_of(stage: str) -> Duty:
    return Duty.DISTRICT_REVIEWER if stage == State.DISTRICT_REVIEW else Duty.CITY_OFFICER


def _by(case: Application) -> str:
    """The last moment of the stage that the case has come to."""
    assert case.stage_due_on is not None, "the transition sets a deadline"
    return end_of_day(case.stage_due_on)


def tell_applicant_received(change: CaseChange) -> None:
    case = change.row
    _tell_applicant(
        change,
        f"已收到“{case.title}”的申报",
        f"受理编号 {case.number}，区市主管部门将在 {_by(case)} 前审核。",
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
        f"{change.input.reason.strip()}\n请在 {_by(case)} 前修改并重新提交。",
    )


def tell_applicant_forwarded(change: CaseChange) -> None:
    case = change.row
    due = f"{end_of_day(case.stage_due_on)} 前办完，" if case.stage_due_on else ""
    _tell_applicant(
        change,
        f"“{case.title}”已进入{case.get_state_display()}",
        f"受理编号 {case.number}，{due}您暂时不用做什么，有结果会通知您。",
    )


def tell_city_of_recommendation(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.CITY_OFFICER,
        f"区市推荐待审核：{change.row.title}",
        f"请在 {change.row.stage_due_on:%Y-%m-%d} 前完成审核。",
    )


def tell_district_of_return(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.DISTRICT_REVIEWER,
        f"市级退回重新审核：{change.row.title}",
        f"原因：{change.input.reason.strip()}\n请在 {change.row.stage_due_on:%Y-%m-%d} 前审核。",
    )


def tell_city_of_recommendation_taken_back(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.CITY_OFFICER,
        f"区市撤回了推荐：{change.row.title}",
        f"原因：{change.input.reason.strip()}",
    )


def _telling(what: str, *, why: bool = False) -> Callable[[CaseChange], None]:
    """Tell the applicant that the case `what`, and the reason if they are to know `why`."""

    def tell(change: CaseChange) -> None:
        reason = f"原因：{change.input.reason.strip()}" if why else ""
        _tell_applicant(change, f"“{change.row.title}”{what}", reason)

    return tell


def tell_applicant_proposed(change: CaseChange) -> None:
    days = change.row.scheme_version.parsed.timetable.notice_days
    _tell_applicant(
        change,
        f"“{change.row.title}”已通过审核，将进行公示",
        f"公示 {days} 个工作日，期满无异议即认定。公示开始时会再通知您，您暂时不用做什么。",
    )


def tell_applicant_published(change: CaseChange) -> None:
    notice = NoticeEntry.objects.select_related("notice").get(application=change.row).notice
    address = f"{settings.PUBLIC_URL}{reverse('procedures:notice', args=[notice.pk])}"
    _tell_applicant(
        change,
        f"“{change.row.title}”正在公示，到 {end_of_day(notice.ends_on)}",
        f"公示 {notice.starts_on:%Y-%m-%d} 至 {notice.ends_on:%Y-%m-%d}，期满无异议即认定发证。\n"
        f"公示页：{address}",
    )


def tell_applicant_approved(change: CaseChange) -> None:
    result = result_of(change.row)
    told = f"{result.note}。{result.headline}。" if result else "结果可以在申报页查看。"
    _tell_applicant(change, f"“{change.row.title}”已认定", told)


tell_applicant_back_in_district = _telling("由区市主管部门重新审核", why=True)
tell_applicant_declined = _telling("未通过", why=True)
tell_applicant_reopened = _telling("的决定将重新审核", why=True)


def tell_reviewer_of_withdrawal(change: CaseChange) -> None:
    _tell_bureau(
        change,
        _bureau_of(change.source),
        f"企业撤回了申报：{change.row.title}",
        f"原因：{change.input.reason.strip()}",
    )
