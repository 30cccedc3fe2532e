"""Why a transition is not possible now: each guard gives a Chinese reason, or "" for none.

All guards of a transition are asked, so that all reasons are shown at once.
"""

from collections.abc import Sequence

from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.transitions import TransitionInput
from procedures.cases.bans import bans_against
from procedures.cases.changes import CaseInput
from procedures.cases.doubts import doubt_problems
from procedures.cases.material import objections_of, open_returns, present_files
from procedures.cases.outcomes import held_already, held_by_applicant
from procedures.cases.recommendations import places_left
from procedures.cases.revisions import current_revision
from procedures.cases.running import filed_already
from procedures.cases.submission import answer_problems, untouched_returns
from procedures.cases.verdicts import (
    open_to_bureaus,
    unsettled,
    verdicts_of,
    waits_for_a_person,
)
from procedures.models import Application, NoticeEntry, Objection, ReviewPanel
from procedures.models.application import State
from schemes.evaluation.evaluate import Finding
from schemes.evaluation.judging import Verdict


def every_answer_is_complete(actor: Actor | None, application: Application) -> str:
    count = len(answer_problems(application))
    return f"还有 {count} 处没有填好。" if count else ""


def every_doubt_is_answered(actor: Actor | None, application: Application) -> str:
    count = len(doubt_problems(application))
    return f"有 {count} 处数据存疑，请核对，或写明原因。" if count else ""


def declaration_is_made(given: CaseInput) -> dict[str, str]:
    return {} if given.declared else {"declared": "请阅读并勾选真实性承诺。"}


def returned_is_touched(application: Application, given: CaseInput) -> dict[str, str]:
    """Each field that was handed back is changed, or is said to need no change."""
    if given.untouched_confirmed:
        return {}
    untouched = "、".join(untouched_returns(application))
    said = f"退回的“{untouched}”还没有修改，请修改，或勾选确认无需修改。"
    return {"untouched": said} if untouched else {}


def is_what_was_shown(application: Application, given: CaseInput) -> dict[str, str]:
    """What is filed is what stood on the screen of whoever files it."""
    if given.revision is None or given.revision >= current_revision(application):
        return {}
    return {"revision": "打开页面之后，申报内容在别处改过，请核对后再提交。"}


def all_files_are_clean(actor: Actor | None, application: Application) -> str:
    states = [row.attachment.scan_state for row in present_files(application)]
    if "infected" in states:
        return "有附件未通过查毒，请删除后重新上传。"
    return "附件正在查毒，请几秒钟后再试。" if "pending" in states else ""


def batch_is_open(actor: Actor | None, application: Application) -> str:
    if application.batch.is_open:
        return ""
    return "本批次已经截止，不能再提交。草稿会保留，下一批次开放后点“开始申报”时自动带入。"


def is_not_barred(actor: Actor | None, application: Application) -> str:
    outcome = application.scheme_version.parsed.outcome
    if barred := bans_against(application.organisation_id, outcome):
        return barred
    if application.purpose != Application.Purpose.CERTIFY or application.corrects_id:
        return ""
    version, organisation_id = application.scheme_version, application.organisation_id
    kinds = held_by_applicant(application)
    held = held_already(version.parsed.outcome, kinds)
    return held or filed_already(version, organisation_id, application.title, kinds_held=kinds)


def is_no_correction(actor: Actor | None, application: Application) -> str:
    """Its withdrawal would let a decision stand that was found wrong."""
    return "这是对原决定的重新审核，不能撤回。" if application.corrects_id else ""


def correction_is_in_time(actor: Actor | None, application: Application) -> str:
    due = application.stage_due_on
    return "补正期限已过，请联系审核部门。" if due and timezone.localdate() > due else ""


def nothing_is_marked(actor: Actor | None, application: Application) -> str:
    count = len(open_returns(application))
    return f"有 {count} 项退回标记，请先退回企业修改或撤回标记。" if count else ""


def city_has_not_acted(actor: Actor | None, application: Application) -> str:
    """A recommendation is taken back only while nobody in the city has begun with it."""
    last = application.events.order_by("-id").values_list("transition", flat=True).first()
    has_begun = application.reviewer_id is not None or open_returns(application)
    if last == "recommend" and not has_begun:
        return ""
    return "市级已经开始办理，不能撤回推荐。确需重新审核的，请联系市级退回。"


def came_from_its_district(actor: Actor | None, application: Application) -> str:
    return "这是对原决定的重新审核，由市级办理，没有经过区市。" if application.corrects_id else ""


def something_is_marked(actor: Actor | None, application: Application) -> str:
    return "" if open_returns(application) else "请先在需要修改的内容旁点“退回此项”，写明原因。"


def conditions_are_met(actor: Actor | None, application: Application) -> str:
    """Who does not meet a condition is certified only where the city waived it."""
    open_ = list(unsettled(verdicts_of(application)))
    waiting = [one for one in open_ if one.verdict == Verdict.NEEDS_PERSON]
    reasons = {
        "请先判断": [one for one in waiting if waits_for_a_person(one)],
        "还要专家评分": [one for one in waiting if not waits_for_a_person(one)],
        "条件没有满足，也没有豁免": [one for one in open_ if one not in waiting],
    }
    return "".join(f"{why}：{_listed(which)}。" for why, which in reasons.items() if which)


def _listed(findings: Sequence[Finding]) -> str:
    labels = [one.label for one in findings]
    more = f"等 {len(labels)} 项" if len(labels) > 3 else ""
    return "、".join(f"“{label}”" for label in labels[:3]) + more


def explains_what_is_unmet(application: Application, given: TransitionInput) -> dict[str, str]:
    """Who recommends against an unmet condition, or before it was judged, says why."""
    unmet = [] if given.reason.strip() else open_to_bureaus(application)
    if not unmet:
        return {}
    waiting = [one for one in unmet if one.verdict == Verdict.NEEDS_PERSON]
    others = [one for one in unmet if one.verdict != Verdict.NEEDS_PERSON]
    said = [f"{_listed(others)}没有满足"] if others else []
    said += [f"{_listed(waiting)}还没有判断"] if waiting else []
    return {"reason": f"{'，'.join(said)}。仍要推荐的，请写明理由。"}


def is_on_a_notice(actor: Actor | None, application: Application) -> str:
    """Only a published line puts a case on public notice; without one it could never leave."""
    entered = NoticeEntry.objects.filter(application=application).exists()
    return "" if entered else "请在“批次与公示”里发布公示。"


def notice_has_ended(actor: Actor | None, application: Application) -> str:
    entry = getattr(application, "notice_entry", None)
    if entry is None:
        return "尚未公示。"
    return "" if entry.notice.has_ended else f"公示到 {entry.notice.ends_on:%Y-%m-%d} 结束。"


def no_open_objection(actor: Actor | None, application: Application) -> str:
    open_ = (one.state == Objection.State.OPEN for one in objections_of(application))
    return "有异议正在调查。" if any(open_) else ""


def objection_is_upheld(actor: Actor | None, application: Application) -> str:
    upheld = (one.state == Objection.State.UPHELD for one in objections_of(application))
    return "" if any(upheld) else "没有成立的异议。"


def quota_is_left(actor: Actor | None, application: Application) -> str:
    """A district recommends no more cases of a batch than its quota."""
    left = places_left(application.batch_id, application.district_id)
    return "本批次的推荐名额已用完。" if left is not None and left < 1 else ""


def experts_have_scored(actor: Actor | None, application: Application) -> str:
    """A case before the experts goes on when its panel has ended."""
    if application.state != State.EXPERT_REVIEW:
        return ""
    before = getattr(application, "panel_case", None)
    if before is None:
        return "请先在“专家评审”里抽取专家。"
    return "" if before.panel.state == ReviewPanel.State.CLOSED else "专家评审还没有结束。"
