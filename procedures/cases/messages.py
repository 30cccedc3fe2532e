"""Whom a change of a case is told, and in which words."""

from django.conf import settings
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.notifications import Kind, notify, people_of
from lifecycle.gathering import gathered
from pages.moments import end_of_day
from procedures.cases.applicant.places import lines_of, listed, marked_fields
from procedures.cases.assignments import reviewers_of
from procedures.cases.changes import CaseChange
from procedures.cases.difference import changes_between
from procedures.cases.material import open_returns, snapshots_of
from procedures.cases.outcomes import result_of
from procedures.cases.parts import in_its_words
from procedures.cases.submission import untouched_keys
from procedures.cases.verdicts import settled, standing_of, unsettled
from procedures.models import Application, NoticeEntry, Snapshot
from procedures.models.application import State
from schemes.evaluation.evaluate import groups_of
from schemes.evaluation.judging import Verdict

DEADLINES = "deadlines"
# What waits for a bureau in its state is told together.
WAITING = {
    Duty.DISTRICT_REVIEWER: (State.DISTRICT_REVIEW, "cases:district"),
    Duty.CITY_OFFICER: (State.CITY_REVIEW, "cases:city"),
}


def case_link(application: Application) -> str:
    """The page of a case, as notifications name it."""
    return reverse("procedures:case", args=[application.pk])


def _tell_applicant(change: CaseChange, title: str, body: str = "") -> None:
    notify(
        people_of(organisation_id=change.row.organisation_id),
        title=in_its_words(change.row, title),
        body=in_its_words(change.row, body),
        link=case_link(change.row),
        dedupe_key=f"{change.key}:applicant",
    )


def _tell_bureau(change: CaseChange, duty: Duty, title: str, body: str) -> None:
    whose = "district" if duty == Duty.DISTRICT_REVIEWER else "city"
    state, sort = WAITING[duty]
    together = gathered(sort, change, "{} 件申报待审核", reverse("procedures:worklist"))
    notify(
        reviewers_of(change.row, duty),
        title=in_its_words(change.row, title),
        body=in_its_words(change.row, body),
        link=case_link(change.row),
        dedupe_key=f"{change.key}:{whose}",
        kind=Kind.WORK,
        gathered=together if change.target == state else None,
    )


def _bureau_of(stage: str) -> Duty:
    return Duty.DISTRICT_REVIEWER if stage == State.DISTRICT_REVIEW else Duty.CITY_OFFICER


def _told(*lines: str) -> str:
    """The body of a message: the lines that say something."""
    return "\n".join(line for line in lines if line)


def _who_filed(change: CaseChange) -> str:
    actor, case = change.actor, change.row
    is_its_own = actor is not None and actor.organisation_id == case.organisation_id
    name = actor.organisation_name if actor and is_its_own else case.organisation.name
    return f"{name}，受理编号 {case.number}。"


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
        _told(_who_filed(change), f"请在 {_by(change.row)} 前完成审核。"),
    )


def tell_reviewer_of_correction(change: CaseChange) -> None:
    """What differs from the last submission, and what came back as it was."""
    case = change.row
    now, before = Snapshot.objects.filter(application=case).order_by("-number")[:2]
    changed = [one.label for one in changes_between(case.scheme_version.parsed, before, now)]
    unchanged = change.facts["declared"]["unchanged"]
    _tell_bureau(
        change,
        _bureau_of(change.target),
        f"企业已修改并重新提交：{case.title}",
        _told(
            _who_filed(change),
            f"改了 {len(changed)} 处：{listed(changed)}。" if changed else "没有改动内容。",
            f"{len(unchanged)} 处企业说明不用改：{listed(unchanged)}。" if unchanged else "",
            f"请在 {_by(case)} 前完成审核。",
        ),
    )


def tell_applicant_returned(change: CaseChange) -> None:
    case = change.row
    marked = marked_fields(case, open_returns(case))
    labels = [field.label for field, _ in marked]
    _tell_applicant(
        change,
        f"“{case.title}”需要修改 {len(marked)} 处：{listed(labels)}",
        _told(
            change.input.reason.strip(),
            lines_of(case, marked),
            f"请在 {_by(case)} 前修改并重新提交。",
        ),
    )


def what_is_not_mended(case: Application) -> tuple[str, str]:
    """Of a case that came back, for a reminder: how many places are as they were, and which."""
    untouched = set(untouched_keys(case))
    left = marked_fields(case, (one for one in open_returns(case) if one.field in untouched))
    if not left:
        return "都已改好，还没有重新提交", ""
    return f"还有 {len(left)} 处没有改", lines_of(case, left)


def tell_applicant_forwarded(change: CaseChange) -> None:
    case = change.row
    due = f"{end_of_day(case.stage_due_on)} 前办完，" if case.stage_due_on else ""
    _tell_applicant(
        change,
        f"“{case.title}”已进入{case.get_state_display()}",
        f"受理编号 {case.number}，{due}您暂时不用做什么，有结果会通知您。",
    )


def tell_city_of_recommendation(change: CaseChange) -> None:
    """Who recommends whom, and what stood against it."""
    case, reason = change.row, change.input.reason.strip()
    unmet = change.facts.get("unmet", [])
    _tell_bureau(
        change,
        Duty.CITY_OFFICER,
        f"区市推荐待审核：{case.title}",
        _told(
            f"{case.district.short_name}推荐，{_who_filed(change)}",
            f"没有满足或没有判断的条件：{'、'.join(unmet)}。" if unmet else "",
            f"推荐意见：{reason}" if reason else "",
            f"请在 {_by(case)} 前完成审核。",
        ),
    )


def tell_district_of_return(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.DISTRICT_REVIEWER,
        f"市级退回重新审核：{change.row.title}",
        _told(
            _who_filed(change),
            f"原因：{change.input.reason.strip()}",
            f"请在 {_by(change.row)} 前审核。",
        ),
    )


def tell_city_of_recommendation_taken_back(change: CaseChange) -> None:
    _tell_bureau(
        change,
        Duty.CITY_OFFICER,
        f"区市撤回了推荐：{change.row.title}",
        _told(_who_filed(change), f"原因：{change.input.reason.strip()}"),
    )


def tell_applicant_back_in_district(change: CaseChange) -> None:
    case = change.row
    _tell_applicant(
        change,
        f"“{case.title}”由区市主管部门重新审核",
        _told(
            f"{_decided_by(change)}：{change.input.reason.strip()}",
            f"受理编号 {case.number}，区市在 {_by(case)} 前审核。您暂时不用做什么，"
            "需要修改时会告诉您改哪几处。",
        ),
    )


def tell_applicant_back_in_city(change: CaseChange) -> None:
    case = change.row
    _tell_applicant(
        change,
        f"“{case.title}”由市级主管部门重新审核",
        _told(
            f"拟认定已撤回。{_decided_by(change)}：{change.input.reason.strip()}",
            f"受理编号 {case.number}，市级在 {_by(case)} 前审核。您暂时不用做什么。",
        ),
    )


def tell_applicant_reopened(change: CaseChange) -> None:
    case = change.row
    _tell_applicant(
        change,
        f"“{case.title}”的决定将重新审核",
        _told(
            f"{_decided_by(change)}：{change.input.reason.strip()}",
            f"新的受理编号 {case.number}，{_by(case)} 前审核。您暂时不用做什么，有结果会通知您。",
        ),
    )


def tell_applicant_declined(change: CaseChange) -> None:
    """Why, which conditions were not met, and whom to ask."""
    case = change.row
    _tell_applicant(
        change,
        f"“{case.title}”未通过",
        _told(
            f"{_decided_by(change)}：{change.input.reason.strip()}",
            *_unmet_in_words(case),
            _whom_to_ask(change),
        ),
    )


def _decided_by(change: CaseChange) -> str:
    return change.actor.organisation_name if change.actor else "平台"


def _unmet_in_words(case: Application) -> list[str]:
    """The conditions that were not met, as the enterprise reads them: without experts' marks."""
    last = next(iter(snapshots_of(case)), None)
    kept = settled(groups_of(last.evaluation if last else None), standing_of(case))
    unmet = [one for one in unsettled(kept) if one.verdict == Verdict.NOT_MET]
    lines = [f"{one.label}：{one.sentence}" for one in unmet]
    return [f"没有满足的条件 {len(lines)} 项：", *lines] if lines else []


def _whom_to_ask(change: CaseChange) -> str:
    """The bureau that decided, with its number where it has published one."""
    if change.actor is None:
        return ""
    bureau = Organisation.objects.get(pk=change.actor.organisation_id)
    phone = f"，电话 {bureau.public_phone}" if bureau.public_phone else ""
    return f"对结果有疑问的，请联系{bureau.name}{phone}。"


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
    case = change.row
    result = result_of(case)
    told = (
        f"{result.note}。{result.headline}。"
        if result
        else f"{case.batch.name}，受理编号 {case.number}。"
    )
    _tell_applicant(change, f"“{case.title}”已认定", told)


def tell_reviewer_of_withdrawal(change: CaseChange) -> None:
    _tell_bureau(
        change,
        _bureau_of(change.source),
        f"企业撤回了申报：{change.row.title}",
        _told(_who_filed(change), f"原因：{change.input.reason.strip()}"),
    )
