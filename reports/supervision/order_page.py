"""What the page of one order shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.transitions import AvailableTransition
from pages.metrics import metrics
from procedures.batches.working_days import calendar_doubt, working_days_between
from reports.models import Order, OrderReport
from reports.supervision.clock import expected_progress, light_of
from reports.supervision.figures import counted_as, figure_now
from reports.supervision.forms import FORMS, ReturnReportForm, StepForm
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE
from reports.supervision.wording import TONES, standing_of

# Steps that one form serves, in the order of their sheets; the first that is possible names it.
GROUPS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("批示", ("instruct",)),
    ("交办", ("assign", "reject")),
    ("审核", ("accept", "return_work")),
    ("销号", ("close", "return_work")),
    ("反馈", ("report", "report_done")),
    ("审批延期", ("grant_extension", "refuse_extension")),
    ("申请延期", ("ask_extension",)),
    ("催办", ("urge",)),
    ("撤销", ("cancel",)),
)
CONFIRM = {
    "assign": "交办后承办单位立即收到通知，内容不能再修改。确认交办？",
    "reject": "否决后这件督办不再办理。确认否决？",
    "report_done": "申请办结后由市级审核，不能再补充。确认提交？",
    "accept": "审核通过后，这件督办办结。确认？",
    "close": "销号后这件督办归档，不能再改。确认销号？",
    "return_work": "退回重办，承办单位重新办理。确认退回？",
    "grant_extension": "同意后完成期限改为申请的日期。确认同意？",
    "refuse_extension": "不同意延期，完成期限不变。确认？",
    "cancel": "撤销后不能恢复。确认撤销这件督办？",
}


@dataclass(frozen=True)
class Sheet:
    """A form with the buttons of the steps that it serves."""

    title: str
    form: StepForm
    steps: list[tuple[AvailableTransition[Order, OrderInput], str]]
    is_open: bool

    @property
    def key(self) -> str:
        return self.steps[0][0].transition.name

    @property
    def leads_on(self) -> bool:
        """Whether it is what the order waits for, and not only what may be done."""
        return self.steps[0][0].transition.tone == "go"

    @property
    def reasons(self) -> list[str]:
        """Everything that forbids one of its steps now, once."""
        return list(dict.fromkeys(why for one, _ in self.steps for why in one.reasons))


@dataclass(frozen=True)
class Movement:
    """What the order's metric said then, and says now."""

    label: str
    unit: str
    then: int | None
    then_on: object
    now: int
    now_on: object
    is_closed: bool
    reported: int | None = None

    @property
    def doubt(self) -> str:
        """That an office reports more than the figure shows; "" where the two agree."""
        moved, reported = self.moved, self.reported
        if moved is None or reported is None or self.is_closed or reported <= max(0, moved):
            return ""
        return (
            f"反馈完成 {reported:,} {self.unit}，平台数据增加 {max(0, moved):,} "
            f"{self.unit}，审核时请核对名单。"
        )

    @property
    def moved(self) -> int | None:
        return None if self.then is None else self.now - self.then

    @property
    def words(self) -> str:
        """Whether the figure moved."""
        if self.moved is None:
            return "立项时还没有数据，不作比较"
        when = "销号时" if self.is_closed else "现在"
        if not self.moved:
            return f"{when}与立项时持平"
        way = "增加" if self.moved > 0 else "减少"
        return f"{when}比立项时{way} {abs(self.moved):,} {self.unit}"

    @property
    def tone(self) -> str:
        return "ok" if self.moved and self.moved > 0 else "wait"


def sheets_of(
    actor: Actor, order: Order, refused: StepForm | None = None, act: str = ""
) -> list[Sheet]:
    """What the actor may do, a sheet each; the one that came back refused is open."""
    available = {one.transition.name: one for one in MACHINE.available(actor, order)}
    found: list[Sheet] = []
    for title, names in GROUPS:
        if names[0] not in available:
            continue
        steps = [(available[name], CONFIRM.get(name, "")) for name in names if name in available]
        if title == "审批延期" and not steps[0][0].is_possible:
            continue
        key = steps[0][0].transition.name
        is_refused = refused is not None and act in names
        form = refused if refused is not None and is_refused else FORMS[key](order, key)
        opened = is_refused or (not act and not found)
        found.append(Sheet(title, form, steps, opened))
    return found


def movement_of(order: Order) -> Movement | None:
    """The figure of its metric; as it was on closing for an order that is closed."""
    metric = metrics().get(order.metric)
    if metric is None:
        return None
    if order.figure_closed is not None:
        now, day = order.figure_closed, order.ended_on
    elif (found := figure_now(order)) is not None:
        now, day = found.value, found.day
    else:
        return None
    is_closed = order.figure_closed is not None
    return Movement(
        f"{metric.label}{counted_as(order.target)}",
        metric.unit,
        order.figure_then,
        order.figure_then_on,
        now,
        day,
        is_closed,
        order.quantity_done,
    )


def reports_of(order: Order) -> list[OrderReport]:
    """The reports with their offices, people, files and reviews. Two queries."""
    rows = order.reports.select_related("office__office", "sent_by", "review__reviewed_by")
    return list(rows.prefetch_related("files"))


def facts_of(order: Order) -> dict[str, object]:
    """How the order stands today: its light, its progress against the time gone, its days."""
    today = timezone.localdate()
    light = light_of(order, today)
    order.light = light or ""
    left = working_days_between(today, order.due_on)
    return {
        "light": light.label if light else "",
        "light_tone": TONES[light] if light else "",
        "standing": standing_of(order) if light else "",
        "expected": expected_progress(order, today) if light else None,
        "days_left": left,
        "calendar_doubt": calendar_doubt(order.due_on) if light else "",
        "is_overdue": bool(light) and order.due_on < (order.reported_on or today),
    }


def return_form(order: Order, report: OrderReport, refused: StepForm | None = None) -> StepForm:
    """The form by which a report is sent back; the page has one for each."""
    if refused is not None and refused.data.get("report_id") == str(report.pk):
        return refused
    form = ReturnReportForm(order, f"return_{report.pk}")
    form.fields["report_id"].initial = report.pk
    return form
