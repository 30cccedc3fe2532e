"""An order begun from a line of the dashboard: the gap in words and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import Actor
from pages.metrics import Metric, metrics
from procedures.batches.working_days import add_working_days
from reports.models import Order, Target
from reports.supervision.actions.make_orders import offices
from reports.supervision.figures import Gap, gap_in_words, gaps_of, target_of

USUAL_TERM = 22  # working days, about a month


@dataclass(frozen=True)
class Beginning:
    """What the form of a new order begins with: `initial` by field, `wanted` by office id, and
    the `gaps` with the names of their districts."""

    initial: Mapping[str, Any]
    wanted: Mapping[int, int | None]
    gaps: Sequence[tuple[str, Gap]] = ()
    label: str = ""
    unit: str = ""


def beginning(
    actor: Actor,
    *,
    metric: str = "",
    district_ids: Sequence[int] = (),
    target_id: int | None = None,
) -> Beginning:
    """How an order begins for a gap of these districts in a metric; an empty one without both."""
    today = timezone.localdate()
    phone = Organisation.objects.values_list("public_phone", flat=True).get(
        pk=actor.organisation_id
    )
    initial: dict[str, Any] = {
        "supervisor": actor.user_name, "supervisor_phone": phone,
        "due_on": add_working_days(today, USUAL_TERM),
    }  # fmt: skip
    leads = [one for one in offices() if one.district_id in district_ids]
    initial["leads"] = [one.pk for one in leads]
    known = metrics().get(metric)
    if known is None:
        return Beginning(initial, dict.fromkeys(initial["leads"]))
    target = _target(metric, target_id)
    gaps = gaps_of(metric, target, district_ids)
    named = [
        (one.district.short_name, gaps[one.district_id]) for one in leads if one.district_id in gaps
    ]
    wanted = {
        one.pk: (gaps[one.district_id].missing or None) if one.district_id in gaps else None
        for one in leads
    }
    initial |= {
        "metric": metric,
        "unit": known.unit,
        "topic": Order.Topic.TARGET,
        "title": _title(known.label, known.unit, named),
        "basis": f"{target.plan.name}，{target}" if target else known.label,
        "content": _content(known, named),
        "task": f"逐户摸排可以申报{known.label}的企业，列出名单和时间表。\n按期完成补进。",
        "closing_condition": f"完成补进数量，名单逐户核实，{known.label}数据已在平台反映。",
    }
    if len(wanted) == 1:
        initial["quantity"] = next(iter(wanted.values()))
    return Beginning(initial, wanted, named, known.label, known.unit)


def _target(metric: str, target_id: int | None) -> Target | None:
    if target_id is None:
        return target_of(metric)
    rows = Target.objects.filter(pk=target_id, measure=metric).select_related("plan")
    return rows.first() or target_of(metric)


def _content(metric: Metric, named: Sequence[tuple[str, Gap]]) -> str:
    """The gap of one district; several orders begin with theirs when they are made."""
    if len(named) == 1:
        return gap_in_words(*named[0], metric)
    return f"{metric.label}与分解任务有差距，请按缺口补进。" if named else ""


def _title(label: str, unit: str, named: Sequence[tuple[str, Gap]]) -> str:
    """The district and the quantity for one; several orders get theirs when they are made."""
    if len(named) != 1:
        return f"新增{label}"
    name, gap = named[0]
    return f"{name}新增{label} {gap.missing:,} {unit}" if gap.missing else f"{name}新增{label}"
