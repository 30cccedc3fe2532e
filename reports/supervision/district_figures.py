"""What supervision tells of districts: orders done in time, and those overdue."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from pages.district_figures import DistrictFigure, FigureRow, Measured, register_district_figures
from reports.models import Order

State = Order.State
_ENDED = Q(state__in=(State.DONE, State.CLOSED))
IN_TIME = _ENDED & Q(finished_on__lte=F("due_on"))


def due_in(first: date, last: date) -> QuerySet[Order]:
    """Orders whose deadline lies in the period and of which it is known whether they were in
    time: those done, and those whose deadline is over (local days). What was reported in time and
    is still being reviewed is left out."""
    judged = (
        _ENDED
        | Q(state__in=(State.ASSIGNED, State.RETURNED), due_on__lt=timezone.localdate())
        | Q(state=State.REVIEW, reported_on__gt=F("due_on"))
    )
    return Order.objects.filter(judged, due_on__range=(first, last))


def _counts(first: date, last: date) -> Iterator[tuple[int, int, int]]:
    rows = due_in(first, last).order_by().values_list("district_id")
    yield from rows.annotate(n=Count("pk"), good=Count("pk", filter=IN_TIME))


def in_time_by_district(first: date, last: date) -> dict[int, Measured]:
    return {
        district: Measured(Decimal(good), Decimal(n)) for district, n, good in _counts(first, last)
    }


def overdue_by_district(first: date, last: date) -> dict[int, Measured]:
    return {district: Measured(Decimal(n - good)) for district, n, good in _counts(first, last)}


def _rows(district_id: int, first: date, last: date) -> Iterator[tuple[Order, bool]]:
    orders = due_in(first, last).filter(district_id=district_id).order_by("due_on", "id")
    for order in orders:
        ended = order.state in (State.DONE, State.CLOSED)
        yield order, bool(ended and order.finished_on and order.finished_on <= order.due_on)


def _row(order: Order, value: int, whole: int | None) -> FigureRow:
    when = f"期限 {order.due_on:%Y-%m-%d}"
    done = f"，{order.reported_on:%Y-%m-%d} 报结" if order.reported_on else "，未办结"
    return FigureRow(
        f"{order.number} {order.title}（{when}{done}）",
        reverse("reports:order", args=[order.pk]),
        Decimal(value),
        None if whole is None else Decimal(whole),
    )


def in_time_rows(district_id: int, first: date, last: date) -> Iterator[FigureRow]:
    for order, good in _rows(district_id, first, last):
        yield _row(order, int(good), 1)


def overdue_rows(district_id: int, first: date, last: date) -> Iterator[FigureRow]:
    for order, good in _rows(district_id, first, last):
        if not good:
            yield _row(order, 1, None)


register_district_figures(
    DistrictFigure(
        key="orders_on_time",
        label="督办按时办结",
        unit="%",
        numerator="期内到期、在期限内报结并审核通过的督办件数（牵头）",
        denominator="期内到期的督办件数（牵头；已撤销、否决和期内报结待审核的不计）",
        by_district=in_time_by_district,
        rows=in_time_rows,
    ),
    DistrictFigure(
        key="orders_overdue",
        label="督办逾期",
        unit="件",
        numerator="期内到期、没有在期限内报结的督办件数（牵头）",
        denominator="",
        by_district=overdue_by_district,
        rows=overdue_rows,
    ),
)
