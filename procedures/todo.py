"""What waits for the bureaus, the leaders and the applicants in procedures."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Count, Exists, OuterRef, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from procedures.batches.working_days import add_working_days, calendar_is_complete
from procedures.cases.due import late
from procedures.cases.parts import in_all_words, in_words_of
from procedures.models import Application, CaseMessage, Objection, PublicNotice
from procedures.models.application import FINISHED_STATES, State

MOST_DISTRICTS = 3
LONGEST_TERM = 30  # working days


def waiting(actor: Actor) -> QuerySet[Application]:
    rows: QuerySet[Application] = Application.objects.waiting_for(actor)
    return rows


def overdue(actor: Actor) -> QuerySet[Application]:
    return waiting(actor).filter(late())


def corrections_overdue(actor: Actor) -> QuerySet[Application]:
    """What enterprises have not corrected in time."""
    rows: QuerySet[Application] = Application.objects.visible_to(actor).filter(late())
    return rows.filter(state=State.RETURNED)


def open_objections(actor: Actor) -> QuerySet[Objection]:
    rows: QuerySet[Objection] = Objection.objects.filter(state=Objection.State.OPEN)
    return rows


@todo_of(Duty.DISTRICT_REVIEWER, counts=(waiting, overdue, corrections_overdue))
def cases_of_district(
    actor: Actor, all_waiting: int, overdue_now: int, uncorrected: int
) -> list[TodoRow]:
    """The district's queue, and what comes back to it late."""
    rows = []
    if overdue_now:
        text = f"有 {overdue_now} 件审核已超期，共 {all_waiting} 件待办"
        rows.append(TodoRow("bad", "超期", text, _worklist(due="late")))
    elif all_waiting:
        text = f"有 {all_waiting} 件申报等待审核"
        rows.append(TodoRow("wait", "审核", text, _worklist()))
    return rows + _uncorrected(uncorrected)


def unanswered(actor: Actor) -> QuerySet[CaseMessage]:
    """The bureaus' last messages on open cases, which the applicant has not answered."""
    later = CaseMessage.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    rows: QuerySet[CaseMessage] = CaseMessage.objects.filter(
        ~Exists(later), from_applicant=False, organisation_id=actor.organisation_id
    )
    return rows.exclude(application__state__in=FINISHED_STATES)


@todo_of(Duty.ENTERPRISE_STAFF, counts=(unanswered,))
def messages(actor: Actor, number: int) -> list[TodoRow]:
    """What a bureau has asked about a filing."""
    if not number:
        return []
    text = f"{number} 件申报有主管部门的留言，等待答复"
    return [TodoRow("wait", "留言", text, reverse("procedures:own"))]


def ended(actor: Actor) -> QuerySet[PublicNotice]:
    """The notices whose days are over, and whose cases wait for their decision."""
    today = timezone.localdate()
    return PublicNotice.objects.filter(state=PublicNotice.State.RUNNING, ends_on__lt=today)


@todo_of(Duty.LEADER, counts=(ended,))
def number_of_ended_notices(actor: Actor, number: int) -> list[TodoRow]:
    """How many they are, for who only watches."""
    if not number:
        return []
    done = in_all_words("认定发证")
    text = f"{number} 份公示期已满，等待{done}"
    return [TodoRow("bad", "公示", text, reverse("procedures:notices") + "?state=ended")]


@todo_of(Duty.CITY_OFFICER)
def ended_notices(actor: Actor) -> list[TodoRow]:
    """Notices whose days are over. One query."""
    outcome = KeyTextTransform("outcome", "batch__version__definition")
    return [
        TodoRow(
            "bad", in_words_of(decides, "发证"),
            in_words_of(decides, f"“{title}”公示期已满，可以认定发证"),
            reverse("procedures:notice", args=[pk]),
        )
        for pk, title, decides in ended(actor).values_list("pk", "title", outcome)
    ]  # fmt: skip


LATE_IN_CITY = (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW, State.RETURNED)
COUNTED_IN_CITY = (State.CITY_REVIEW, State.EXPERT_REVIEW, State.PROPOSED)


@todo_of(Duty.CITY_OFFICER, Duty.LEADER, counts=(open_objections,))
def cases_of_city(actor: Actor, objections: int) -> list[TodoRow]:
    """What is due in the city; somebody who only watches is led to lists that they may open."""
    states, late_groups = _counted_in_city(actor)
    late_ones = Counter[str]()
    for group in late_groups:
        late_ones[group.state] += group.number
    batches = reverse("procedures:batches") if actor.is_city else _worklist(state=State.PROPOSED)
    rows = []
    if objections:
        text = f"{objections} 件异议等待答复"
        rows.append(TodoRow("bad", "异议", text, _worklist(objection="open")))
    for state in (State.CITY_REVIEW, State.EXPERT_REVIEW):
        if late_ones[state]:
            text = f"{late_ones[state]} 件{state.label}已超期，共 {states[state]} 件"
            rows.append(TodoRow("bad", "超期", text, _worklist(state=state, due="late")))
    if states[State.CITY_REVIEW] and not late_ones[State.CITY_REVIEW]:
        text = f"{states[State.CITY_REVIEW]} 件等待市级审核"
        rows.append(TodoRow("wait", "审核", text, _worklist(state=State.CITY_REVIEW)))
    if proposed := states[State.PROPOSED]:
        rows.append(TodoRow("calm", "公示", f"{proposed} 件已通过审核，等待公示", batches))
    in_district = [one for one in late_groups if one.state == State.DISTRICT_REVIEW]
    return rows + _late_districts(in_district) + _uncorrected(late_ones[State.RETURNED])


class LateCases(NamedTuple):
    """How many cases of a district are late in a state."""

    state: str
    number: int
    district: int
    name: str


def _counted_in_city(actor: Actor) -> tuple[Counter[str], list[LateCases]]:
    """The cases by state, and the late ones by state and district. One query, of two counts that
    the index of what is under way answers; one of both would read every case under way, and a join
    with the districts every late one."""
    cases = Application.objects.visible_to(actor).order_by()
    late_ones = (
        cases.filter(late(), state__in=LATE_IN_CITY)
        .values("state", "district_id")
        .annotate(number=Count("*"), name=Value(""))
        .values_list("state", "number", "district_id", "name")
    )
    all_ones = (
        cases.filter(state__in=COUNTED_IN_CITY)
        .values("state")
        .annotate(number=Count("*"), nowhere=Value(None, BigIntegerField()), name=Value(""))
        .values_list("state", "number", "nowhere", "name")
    )
    districts = District.objects.order_by().values_list(Value(""), Value(0), "id", "short_name")
    states, names, found = Counter[str](), {}, []
    for state, number, district, name in late_ones.union(all_ones, districts, all=True):
        if not state:
            names[district] = name
        elif district is None:
            states[state] = number
        else:
            found.append((state, number, district))
    return states, [LateCases(*one, names[one[-1]]) for one in found]


def _late_districts(groups: Iterable[LateCases]) -> list[TodoRow]:
    """The districts with the most late cases, and how many the others have."""
    rows = []
    found = sorted(groups, key=lambda one: (-one.number, one.district))
    for group in found[:MOST_DISTRICTS]:
        text = f"{group.name} {group.number} 件区市审核已超期"
        where = _worklist(state=State.DISTRICT_REVIEW, due="late", district=group.district)
        rows.append(TodoRow("bad", "超期", text, where))
    if others := found[MOST_DISTRICTS:]:
        here, everywhere = (sum(one.number for one in some) for some in (others, found))
        text = (
            f"另有 {len(others)} 个区市 {here} 件区市审核已超期，"
            f"全市共 {len(found)} 个区市 {everywhere} 件"
        )
        where = _worklist(state=State.DISTRICT_REVIEW, due="late")
        rows.append(TodoRow("bad", "超期", text, where))
    return rows


@todo_of(Duty.CITY_OFFICER)
def unknown_holidays(actor: Actor) -> list[TodoRow]:
    """Terms of review that begin now reach into a year whose holidays nobody has entered."""
    last = add_working_days(timezone.localdate(), LONGEST_TERM)
    if calendar_is_complete(last):
        return []
    text = f"{last.year} 年的节假日安排还没有录入，跨年的期限现在按周末推算"
    return [TodoRow("wait", "节假日", text, reverse("procedures:holiday_paste"))]


def _uncorrected(number: int) -> list[TodoRow]:
    text = f"{number} 件退回修改的申报已过补正期限，企业还没有交回"
    where = _worklist(state=State.RETURNED, due="late")
    return [TodoRow("bad", "补正", text, where)] if number else []


def _worklist(**query: object) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return f"{reverse('procedures:worklist')}{asked}"
