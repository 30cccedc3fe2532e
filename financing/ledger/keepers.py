"""Who keeps a fund: the city its own, a district those that are its own."""

from typing import Protocol

from accounts.tenancy import Actor
from financing.ledger.posting import ledger_scope
from financing.models import FundYear, Payable, Recovery

KEPT_BY = "只有管理这项资金的主管部门经办人可以办理。"


class OfFund(Protocol):
    """Anything whose `district_id` is that of a fund; None is the city's."""

    district_id: int | None


def keeps(actor: Actor | None, district_id: int | None) -> bool:
    """Whether the actor is an officer of the bureau that keeps a fund of this district."""
    if actor is None:
        return False
    if district_id is None:
        return actor.is_city
    return actor.is_district and district_id in actor.district_ids


def keeps_it(actor: Actor | None, row: OfFund) -> bool:
    return keeps(actor, row.district_id)


def fund_district(row: Payable | Recovery) -> int | None:
    """The district of the fund that a row of an enterprise is paid from. A district sees the rows
    of its enterprises, and not the city's funds behind them."""
    if "fund_year" in row._state.fields_cache:
        return row.fund_year.district_id
    with ledger_scope():
        row.fund_year = FundYear.objects.select_related("fund").get(pk=row.fund_year_id)
    return row.fund_year.district_id


def keeps_fund_of(actor: Actor | None, row: Payable | Recovery) -> bool:
    """Whether the actor keeps the fund that the row is paid from."""
    return actor is not None and keeps(actor, fund_district(row))
