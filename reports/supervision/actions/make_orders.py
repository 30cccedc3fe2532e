"""Orders come about (立项, 登记编号): one for each lead office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actors import home_of
from accounts.duties import OrganisationKind
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import Organisation
from accounts.tenancy import Actor
from documents.actions.store_attachment import too_much
from financing.bounds import problems_with
from pages.metrics import metrics
from pages.stale import refuse_stale
from reports.models import Order, OrderOffice
from reports.supervision.effects import keep_files
from reports.supervision.figures import gap_in_words, gaps_of, target_of
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE

BUREAUS = (OrganisationKind.DISTRICT_BUREAU, OrganisationKind.CITY_BUREAU)
LONGEST = timedelta(days=3 * 366)
SENT_TWICE = timedelta(minutes=1)
FIELDS = (
    "title", "kind", "topic", "basis", "urgency", "due_on", "supervisor", "supervisor_phone",
    "in_charge", "content", "task", "frequency", "stages", "quantity", "unit", "metric",
    "closing_condition",
)  # fmt: skip


@dataclass(frozen=True)
class OrderTerms:
    """What an order says: `values` by the names of `FIELDS`; `leads` are offices, one order each,
    with their `quantities` where these differ; `co_offices` help all of them."""

    values: Mapping[str, object]
    leads: Sequence[int]
    co_offices: Sequence[int] = ()
    quantities: Mapping[int, int | None] | None = None
    files: tuple[UploadedFile, ...] = ()


def offices() -> list[Organisation]:
    """The bureaus that orders are given to: the city's, and the districts' in their order."""
    rows = Organisation.objects.filter(kind__in=BUREAUS, is_active=True)
    return list(rows.select_related("district").order_by("district__sort", "id"))


def make_orders(
    actor: Actor, terms: OrderTerms, *, assign: bool, once: bool = False
) -> list[Order]:
    """Register an order for each lead office, and with `assign` give it to its offices at once.

    With several lead offices, or where the page began with several, each title begins with the
    district. With `once` a page that was sent
    twice within a minute gives the orders of its first time. Raises `NotPermitted`, and
    `RuleViolation` by field.
    """
    if not actor.is_city:
        raise NotPermitted("督办事项由市级主管部门立项。")
    with transaction.atomic():
        _in_turn()
        known = {one.pk: one for one in offices()}
        leads = [known[pk] for pk in dict.fromkeys(terms.leads) if pk in known]
        helping = [pk for pk in dict.fromkeys(terms.co_offices) if pk in known]
        refuse(_problems(terms, leads))
        metric = str(terms.values.get("metric") or "")
        target = target_of(metric) if metric else None
        gaps = gaps_of(metric, target, {one.district_id for one in leads}) if metric else {}
        several = len(leads) > 1 or len(terms.quantities or {}) > 1
        made = []
        for lead in leads:
            order = _order(actor, terms, lead, several=several)
            if once and (first := _sent_before(order)):
                waits = assign and first.state == Order.State.PROPOSED
                made.append(_assigned(actor, first) if waits else first)
                continue
            order.target = target
            if gap := gaps.get(lead.district_id):
                order.figure_then, order.figure_then_on = gap.figure, gap.day
                if several:
                    line = gap_in_words(lead.district.short_name, gap, metrics()[metric])
                    order.content = f"{line}\n{order.content}"[:2000]
            refuse(problems_with(order, FIELDS))
            _number(order)
            order.save(force_insert=True)
            _give_offices(order, [pk for pk in helping if pk != lead.pk])
            keep_files(actor, order, terms.files)
            MACHINE.begin(actor, order, "propose")
            if assign:
                order = _assigned(actor, order)
            made.append(order)
        return made


def change_order(actor: Actor, order_id: int, terms: OrderTerms, *, version: int | None) -> Order:
    """Change what a proposal says, before it is assigned. Raises as `make_orders`, `StaleVersion`
    and `RuleViolation` once it is assigned."""
    if not actor.is_city:
        raise NotPermitted("督办事项由市级主管部门立项。")
    with transaction.atomic():
        order = MACHINE.locked(actor, order_id)
        refuse_stale(order, version)
        if order.state != Order.State.PROPOSED:
            raise RuleViolation("督办事项已经交办，不能再修改；确需改变的，请撤销后重新立项。")
        known = {one.pk: one for one in offices()}
        leads = [known[pk] for pk in terms.leads if pk in known][:1]
        refuse(_problems(terms, leads))
        for name in FIELDS:
            setattr(order, name, terms.values.get(name, getattr(order, name)))
        order.first_due_on = order.due_on
        order.lead, order.district = leads[0], leads[0].district
        refuse(problems_with(order, FIELDS))
        metric = order.metric
        order.target = target_of(metric) if metric else None
        gap = gaps_of(metric, order.target, [order.district_id]).get(order.district_id)
        order.figure_then = gap.figure if gap else None
        order.figure_then_on = gap.day if gap else None
        order.version += 1
        order.save()
        order.offices.all().delete()
        known_helpers = [pk for pk in dict.fromkeys(terms.co_offices) if pk in known]
        _give_offices(order, [pk for pk in known_helpers if pk != order.lead_id])
        keep_files(actor, order, terms.files)
        MACHINE.record(actor, order, "change")
        return order


def _problems(terms: OrderTerms, leads: Sequence[Organisation]) -> dict[str, str]:
    """What is wrong beyond the rules of single fields."""
    errors, today = {}, timezone.localdate()
    values = terms.values
    due_on, stages = values.get("due_on"), values.get("stages") or []
    if not leads:
        errors["leads"] = "请至少选择一个牵头单位。"
    if isinstance(due_on, date) and not today < due_on <= today + LONGEST:
        errors["due_on"] = "应晚于今天，并在三年以内。"
    if values.get("frequency") == Order.Frequency.STAGE and isinstance(stages, list):
        if not stages:
            errors["stages"] = "按阶段汇报的，请填写各阶段的反馈日。"
        elif isinstance(due_on, date) and not all(today < day <= due_on for day in stages):
            errors["stages"] = "各阶段的反馈日应在今天之后、完成期限以内。"
    wanted = [values.get("quantity"), *(terms.quantities or {}).values()]
    if any(wanted) and not str(values.get("unit") or "").strip():
        errors["unit"] = "写了量化目标的，请写明计量单位。"
    if why := too_much(terms.files):
        errors["uploads"] = why
    return errors


def _order(actor: Actor, terms: OrderTerms, lead: Organisation, *, several: bool) -> Order:
    values = {name: value for name, value in terms.values.items() if name in FIELDS}
    quantity = (terms.quantities or {}).get(lead.pk) or values.get("quantity")
    title = str(values.get("title", ""))
    if several:
        amount = f" {quantity} {values.get('unit')}" if quantity else ""
        title = f"{lead.district.short_name}{title}{amount}"
    due_on = cast(date, values.get("due_on"))
    home = home_of(actor)
    return Order(
        **values | {"title": title[:120], "quantity": quantity},
        first_due_on=due_on,
        lead=lead,
        district=lead.district,
        readers=[home["district_id"]],
        created_by_id=actor.user_id,
    )


def _in_turn() -> None:
    """Let one officer register after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reports.order number'))")


def _assigned(actor: Actor, order: Order) -> Order:
    return MACHINE.execute(actor, order.pk, "assign", OrderInput())


def _sent_before(order: Order) -> Order | None:
    """The same order of the same officer, of less than a minute ago; one that was worded anew is
    another. A kept content may begin with the gap of its district."""
    found: Order | None = Order.objects.filter(
        created_by=order.created_by_id,
        created_at__gt=timezone.now() - SENT_TWICE,
        lead=order.lead_id,
        title=order.title,
        due_on=order.due_on,
        content__endswith=order.content,
        task=order.task,
    ).first()
    return found


def _number(order: Order) -> None:
    """The next number of the year; needs `_in_turn`."""
    order.year = timezone.localdate().year
    last = Order.objects.filter(year=order.year).aggregate(last=Max("serial"))["last"] or 0
    order.serial = last + 1
    order.number = f"督〔{order.year}〕{order.serial}号"


def _give_offices(order: Order, helping: Sequence[int]) -> None:
    OrderOffice.objects.bulk_create(
        [
            OrderOffice(order=order, office_id=order.lead_id, role=OrderOffice.Role.LEAD),
            *(OrderOffice(order=order, office_id=pk, role=OrderOffice.Role.CO) for pk in helping),
        ]
    )
