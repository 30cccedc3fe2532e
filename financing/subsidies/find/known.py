"""What the portal knows of an enterprise's money besides its claims: loans that banks reported,
milestones on the way to a listing, what was decided and paid before, who asked to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, Func, JSONField, OuterRef
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from enterprises.models import Enterprise
from financing.models import (
    CreditFeedback,
    GrantCandidate,
    ListingProposal,
    MarketRate,
    MoneyAlert,
    Payable,
)
from financing.money import WAN
from schemes.amounts.facts import LoanPart

PERCENT = 100


@dataclass(frozen=True)
class Earlier:
    """A claim of the enterprise or of a related one that was granted; amount in 元."""

    year: int
    amount: Decimal
    is_own: bool
    group: str
    scheme_id: int
    project: str


@dataclass(frozen=True)
class Arrival:
    """Money on its way or arrived, in 元; `on` is the local day of payment, None until then."""

    title: str
    label: str
    amount: Decimal
    on: date | None
    words: str


@dataclass(frozen=True)
class Known:
    """All of it; `events` are those on record for a scheme, by its code."""

    earlier: tuple[Earlier, ...] = ()
    loans: tuple[Mapping[str, Any], ...] = ()
    rates: tuple[Mapping[str, Any], ...] = ()
    events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    arrivals: tuple[Arrival, ...] = ()
    is_told: bool = False
    grants: int = 0

    def loan_parts(self, last_year: int) -> tuple[LoanPart, ...]:
        """The balances in the year of the loans that banks have reported, in 元; what was repaid
        meanwhile is not known, so that this is an estimate."""
        begin, end = date(last_year, 1, 1), date(last_year + 1, 1, 1)
        parts = []
        for one in self.loans:
            drawn = date.fromisoformat(one["drawn_on"])
            due = date.fromisoformat(one["due_on"]) if one["due_on"] else end
            begins, ends = max(drawn, begin), min(due, end)
            if begins < ends:
                rate = Decimal(one["rate"]) / PERCENT
                balance = Decimal(one["amount"]) * WAN
                reference = self._rate_on(drawn)
                parts.append(LoanPart(balance, begins, ends, rate, reference, one["reference"]))
        return tuple(parts)

    def _rate_on(self, day: date) -> Decimal:
        """The one-year LPR on the day, as a fraction of 1; zero where none is on record."""
        known = [one for one in self.rates if date.fromisoformat(one["from"]) <= day]
        return Decimal(known[-1]["rate"]) / PERCENT if known else Decimal(0)


def interest_in(parts: tuple[LoanPart, ...]) -> Decimal:
    """What interest the stretches cost at their own rates, to 360 days (示例), in 元."""
    days = ((part, (part.ends - part.begins) / timedelta(days=1)) for part in parts)
    return sum((one.balance * one.rate * int(n) / 360 for one, n in days), Decimal(0))


def known_of(organisation_id: int, user_id: int) -> Known:
    """What is known of the enterprise in the active scope. One query."""
    rows = Enterprise.objects.filter(pk=organisation_id).values_list(
        Func(F("organisation_id"), function="financing_pays_around", output_field=JSONField()),
        ArraySubquery(_loans()),
        ArraySubquery(_rates()),
        ArraySubquery(_events()),
        ArraySubquery(_payables()),
        Exists(MoneyAlert.objects.filter(organisation_id=OuterRef("pk"), user_id=user_id)),
        Exists(GrantCandidate.objects.filter(organisation_id=OuterRef("pk")).shown_to_enterprise()),
    )
    row = rows.first()
    if row is None:
        return Known()
    earlier, loans, rates, events, payables, is_told, has_grants = row
    by_scheme: dict[str, tuple[str, ...]] = {}
    for one in events:
        by_scheme[one["scheme"]] = (*by_scheme.get(one["scheme"], ()), one["event"])
    return Known(
        earlier=tuple(
            Earlier(
                one["year"], Decimal(one["amount"]), one["is_own"], one["group"], one["scheme"],
                one["project"],
            )
            for one in earlier
        ),
        loans=tuple(loans),
        rates=tuple(rates),
        events=by_scheme,
        arrivals=tuple(_arrival(one) for one in payables),
        is_told=is_told,
        grants=int(has_grants),
    )  # fmt: skip


def _own(rows: Any) -> Any:
    return rows.filter(organisation_id=OuterRef("organisation_id"))


def _loans() -> Any:
    rows = _own(CreditFeedback.objects).filter(
        state__in=(CreditFeedback.State.PAID_OUT, CreditFeedback.State.SETTLED),
        paid_out__gt=0, rate__isnull=False, paid_out_on__isnull=False,
    )  # fmt: skip
    told = JSONObject(
        amount=_text("paid_out"), rate=_text("rate"), drawn_on="paid_out_on", due_on="due_on",
        reference="reference",
    )  # fmt: skip
    return rows.order_by("paid_out_on", "pk").values(told=told)


def _rates() -> Any:
    told = JSONObject(**{"from": "valid_from", "rate": _text("rate")})
    return MarketRate.objects.order_by("valid_from").values(told=told)


def _events() -> Any:
    told = JSONObject(scheme="scheme_code", event="event_key")
    return _own(ListingProposal.objects).order_by("pk").values(told=told)


def _payables() -> Any:
    """What arrived this year (local), and what is granted and has not arrived."""
    State = Payable.State
    rows = _own(Payable.objects).exclude(state=State.CANCELLED)
    first = date(timezone.localdate().year, 1, 1)
    rows = rows.exclude(state=State.PAID, paid_on__lt=first)
    told = JSONObject(
        title="scheme_title", label="label", amount=_text("amount"), on="paid_on", state="state"
    )
    return rows.order_by(F("paid_on").asc(nulls_last=True), "pk").values(told=told)


def _text(name: str) -> Cast:
    return Cast(name, CharField())  # JSON has no exact decimals


def _arrival(one: Mapping[str, Any]) -> Arrival:
    state = Payable.State(one["state"])
    on = date.fromisoformat(one["on"]) if one["on"] and state == Payable.State.PAID else None
    return Arrival(one["title"], one["label"], Decimal(one["amount"]), on, str(state.label))
