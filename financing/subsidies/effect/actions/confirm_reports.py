"""Confirming many effect reports at once: looked at first, then one by one."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.models import EffectReport
from financing.subsidies.effect.judging import share_of
from financing.subsidies.effect.report_machine import MACHINE
from financing.subsidies.effect.rules import YELLOW_FROM
from lifecycle.bulk import Prospect, attempt
from lifecycle.bulk import prospects as prospects_of
from lifecycle.transitions import TransitionInput

MOST = 100
NAME = "confirm"


def look_at_reports(actor: Actor, ids: Collection[int]) -> list[Prospect[EffectReport]]:
    """What confirming would meet on each chosen report. A red one is opened by itself: money is
    left unpaid or asked back because of it (示例). Each row knows its `share`, in per cent.

    Raises `NotPermitted`, `RuleViolation` for none or too many chosen.
    """
    _checked(actor, ids)
    return [_judged(one) for one in prospects_of(MACHINE, actor, NAME, _chosen(actor, ids))]


def confirm_reports(
    actor: Actor, versions: Mapping[int, int], reason: str
) -> list[Prospect[EffectReport]]:
    """Confirm the reports `versions` (id -> the version that was looked at); one that cannot be
    confirmed leaves the others alone. No reasons mean that it was confirmed.

    Raises as `look_at_reports`.
    """
    _checked(actor, versions)
    with transaction.atomic():
        return [
            _confirmed(actor, row, versions[row.pk], reason) for row in _chosen(actor, versions)
        ]


def _confirmed(
    actor: Actor, row: EffectReport, version: int, reason: str
) -> Prospect[EffectReport]:
    looked = _judged(Prospect(row, ()))
    if looked.reasons:
        return looked
    done, refused = attempt(
        MACHINE, actor, row.pk, NAME, TransitionInput(reason), expected_version=version
    )
    if done is not None:
        row.state, row.attained, row.follow_up = done.state, done.attained, done.follow_up
    return Prospect(row, refused)


def _judged(one: Prospect[EffectReport]) -> Prospect[EffectReport]:
    share = share_of(one.row)
    setattr(one.row, "share", share)  # noqa: B010 - for the page that shows it
    if share is None or share >= YELLOW_FROM:
        return one
    return Prospect(one.row, (*one.reasons, _is_red(share)))


def _is_red(share: Decimal) -> str:
    return f"目标完成率 {share:.2f}%，红灯，请打开逐份核实。"


def _checked(actor: Actor, ids: Collection[int]) -> None:
    if not (actor.is_city or actor.is_district):
        raise NotPermitted("绩效报告由主管部门核实。")
    if not ids:
        raise RuleViolation({"reports": "请至少选择一份绩效报告。"})
    if len(set(ids)) > MOST:
        raise RuleViolation({"reports": f"一次最多核实 {MOST} 份，请分批选择。"})


def _chosen(actor: Actor, ids: Collection[int]) -> list[EffectReport]:
    rows = EffectReport.objects.visible_to(actor).filter(pk__in=ids)
    read = rows.select_related(
        "organisation", "district", "claim__application__scheme_version__scheme"
    )
    # The order of the locks is that of the ids, so that two who confirm do not wait for each other.
    return list(read.prefetch_related("figures").order_by("id"))
