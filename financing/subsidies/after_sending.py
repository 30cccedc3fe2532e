"""What happens to a claim after it is sent, as its enterprise reads it: the stages, who has it now
and until when, what the enterprise has to do. Days are local."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Min
from django.utils import timezone

from accounts.tenancy import system_scope
from financing.models import CutNotice, Payable, SubsidyClaim
from financing.money import wan
from financing.subsidies.money.whereabouts import Whereabouts
from pages.moments import end_of_day, until
from procedures.batches.working_days import working_days_between
from procedures.cases.applicant.office import office_of
from procedures.cases.parts import state_word
from procedures.models import Application
from procedures.models.application import State

FEWEST = 5  # with fewer cases the days would tell of single enterprises
PAST = timedelta(days=365)
Pay = Payable.State
# States whose stage is the one before or after them.
AT = {State.PROPOSED: State.PUBLIC_NOTICE}


@dataclass(frozen=True)
class Step:
    """A stage: its name, what is said of it, and how far the claim is: done, current, later or
    stopped."""

    label: str
    lines: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class AfterSending:
    """`told` says where the claim is and what is to be done, `usual` how long it took others,
    `cuts` what was told of cuts, the latest first, `found` what the reviewers have found by now."""

    told: str
    usual: str
    steps: Sequence[Step]
    cuts: Sequence[CutNotice]
    found: Decimal | None


def after_sending(claim: SubsidyClaim, money: Whereabouts) -> AfterSending:
    """In the enterprise's scope, and in the portal's own name for how long others waited."""
    case = claim.application
    cuts = CutNotice.objects.filter(claim=claim).exclude(state=CutNotice.State.WITHDRAWN)
    told = list(cuts)
    found = claim.district_amount if claim.audited_amount is None else claim.audited_amount
    return AfterSending(
        _told(claim, money, told), _usual(case), list(_steps(case, money)), told, found
    )


# --- the stages -----------------------------------------------------------------------------------


def _steps(case: Application, money: Whereabouts) -> Iterator[Step]:
    stages = _stages(case, money)
    place = _place(case, money, [stage for stage, _, _ in stages])
    stopped = case.state in (State.RETURNED, State.DECLINED, State.WITHDRAWN)
    for number, (stage, label, lines) in enumerate(stages):
        here = number == place
        if here and stopped:
            lines = (state_word(case, case.state, str(State(case.state).label)),)
        elif here and case.stage_due_on and stage == case.state:
            lines = (f"{end_of_day(case.stage_due_on)}前办完", *lines[1:])
        now = "stopped" if stopped else "current"
        yield Step(label, lines, "done" if number < place else now if here else "later")


def _stages(case: Application, money: Whereabouts) -> list[tuple[State, str, tuple[str, ...]]]:
    definition = case.scheme_version.parsed
    days, asked = definition.timetable, definition.stages
    sent = case.submitted_at
    found: list[tuple[State, str, tuple[str, ...]]] = [
        (
            State.DRAFT, "送出",
            (f"{timezone.localdate(sent):%Y-%m-%d}",) if sent
            else (f"{until(case.batch.closes_at)} 前", "送出后不能改，可以撤回"),
        )
    ]  # fmt: skip
    if "district_review" in asked:
        found.append((
            State.DISTRICT_REVIEW, f"{case.district.short_name}初审",
            (f"{days.district_review_days} 个工作日", "查重，可能现场核查、函询其他部门"),
        ))  # fmt: skip
    found.append((
        State.CITY_REVIEW, "市级核定",
        (f"{days.city_review_days} 个工作日", "可能委托审计；核减逐行告知，可以答复一次"),
    ))  # fmt: skip
    if "expert_review" in asked or case.state == State.EXPERT_REVIEW:
        found.append((
            State.EXPERT_REVIEW, "专家评审", (f"{days.expert_review_days} 个工作日",),
        ))  # fmt: skip
    account = f"收款账户 {money.account}" if money.account else "还没有经确认的收款账户"
    return [
        *found,
        (State.PUBLIC_NOTICE, "公示", (f"{days.notice_days} 个工作日", "期满没有异议即审定")),
        (State.APPROVED, "拨付到账", ("国库集中支付", account)),
    ]


def _place(case: Application, money: Whereabouts, stages: list[State]) -> int:
    """How many of the stages are behind the claim."""
    state = State(case.state)
    if state == State.APPROVED:
        open_ = [one for one in money.payables if one.state not in (Pay.PAID, Pay.CANCELLED)]
        return len(stages) if money.payables and not open_ else len(stages) - 1
    if state in (State.RETURNED, State.DECLINED, State.WITHDRAWN):
        last = case.returned_from if state == State.RETURNED else _last_source(case)
        state = State(last) if last in State.values else State.DRAFT
    state = AT.get(state, state)
    return stages.index(state) if state in stages else 0


def _last_source(case: Application) -> str:
    event = case.events.order_by("-id").first()
    return event.source if event else ""


# --- where it is, in a sentence -------------------------------------------------------------------


def _told(claim: SubsidyClaim, money: Whereabouts, cuts: Iterable[CutNotice]) -> str:
    case = claim.application
    office = office_of(case)
    who = office.name if office else "主管部门"
    timetable = case.scheme_version.parsed.timetable
    notice = getattr(case, "notice_entry", None)
    match case.state:
        case State.DRAFT:
            days = timetable.district_review_days
            return f"送出后由{who}初审，{days} 个工作日。退回、核减、公示和付款都会通知您。"
        case State.RETURNED:
            by = f"，{end_of_day(case.stage_due_on)}前交回" if case.stage_due_on else ""
            return f"{who}请您补正{by}；交回后继续审核，过期不能再交。"
        case State.DISTRICT_REVIEW | State.CITY_REVIEW | State.EXPERT_REVIEW:
            return _under_review(claim, who, cuts)
        case State.PROPOSED:
            return f"核定已经完成，等待公示 {timetable.notice_days} 个工作日；公示开始时会通知您。"
        case State.PUBLIC_NOTICE:
            ends = f"，{end_of_day(notice.notice.ends_on)}结束" if notice else ""
            return f"正在公示{ends}；期满没有异议即审定，您不用做什么。"
        case State.APPROVED:
            return _of_money(money)
        case State.DECLINED:
            return "不予支持，原因见申报的页面；批次仍在受理的，可以用同样的内容重新申报。"
    return "已经撤回，不再审核；批次受理期间可以用同样的内容重新申报。"


def _under_review(claim: SubsidyClaim, who: str, cuts: Iterable[CutNotice]) -> str:
    case = claim.application
    cut = next((one for one in cuts if one.state == CutNotice.State.TOLD), None)
    if cut is not None:
        by = f"{end_of_day(cut.due_on)}前" if cut.due_on else "尽快"
        return f"{who}告知了核减，请您{by}答复，只能答复一次；不答复的按核减后的金额办理。"
    doing = {
        State.DISTRICT_REVIEW: "正在初审", State.CITY_REVIEW: "正在核定",
        State.EXPERT_REVIEW: "正在组织专家评审",
    }[State(case.state)]  # fmt: skip
    due = case.stage_due_on
    if due is None:
        return f"{who}{doing}；您暂时不用做什么。"
    left = working_days_between(timezone.localdate(), due)
    late = f"已超过期限 {-left} 个工作日，可以打电话询问" if left < 0 else f"还剩 {left} 个工作日"
    return f"{who}{doing}，{end_of_day(due)}前办完，{late}；您暂时不用做什么。"


def _of_money(money: Whereabouts) -> str:
    decided = f"已审定 {wan(money.decided)} 万元" if money.decided is not None else "已审定"
    rows = list(money.payables)
    if not money.account and any(one.state != Pay.PAID for one in rows):
        return f"{decided}。还没有经确认的收款账户，不能付款，请先填写收款账户。"
    if not rows:
        return f"{decided}，正在安排付款。"
    paid = sum((one.amount for one in rows if one.state == Pay.PAID), Decimal(0))
    said = [f"已到账 {wan(paid)} 万元"] if paid else []
    of: dict[str, list[Payable]] = {}
    for one in rows:
        of.setdefault(one.state, []).append(one)
    for states, words in (
        ((Pay.SENT, Pay.EXCEPTION), "已送银行，到账后通知您"),
        ((Pay.DUE, Pay.ORDERED), "等待主管部门付款"),
        ((Pay.WAITING,), "等待付款条件（如绩效目标核实）"),
        ((Pay.FAILED, Pay.RETURNED), "没有付成，请核对收款账户"),
        ((Pay.STOPPED,), "已暂停付款，原因见资金到账"),
    ):
        amount = sum((one.amount for state in states for one in of.get(state, ())), Decimal(0))
        if amount:
            said.append(f"{wan(amount)} 万元{words}")
    return f"{decided}；{'；'.join(said)}。" if said else f"{decided}，没有要付的款项。"


def _usual(case: Application) -> str:
    """How many days others of the scheme waited for their first money in the last year."""
    with system_scope(reason="tell how long the money of a scheme takes"):
        rows = (
            Payable.objects.filter(
                state=Pay.PAID,
                application__scheme_version__scheme_id=case.scheme_version.scheme_id,
                application__submitted_at__isnull=False,
            )
            .order_by()
            .values_list("application_id", "application__submitted_at")
            .annotate(day=Min("paid_on"))
            .filter(day__gte=timezone.localdate() - PAST)
        )
        days = sorted((day - timezone.localdate(sent)).days for _, sent, day in rows)
    if len(days) < FEWEST:
        return ""
    nine = days[min(len(days) - 1, -(-len(days) * 9 // 10) - 1)]
    return f"近一年同项目 {len(days)} 件：中位 {days[len(days) // 2]} 天、九成 {nine} 天内到账"
