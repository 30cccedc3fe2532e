"""What lines of feedback name besides themselves: enterprises, loans that are renewed, demands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from financing.demands.numbers import demand_id
from financing.models import CreditFeedback, DemandHandling, FeedRow, LoanDemand, WhitelistEntry

Line = Mapping[str, Any]
UNKNOWN_ENTERPRISE = "这家企业不在也没有列入过名单库。"
RENEWED = "这笔贷款已由 {} 续贷，一笔贷款只续一次；请核对编号，那一笔有误的请先更正或作废。"
NO_LOAN = "贵行没有反馈过这笔贷款；请先反馈，或在同一批中把它排在前面。"
_LOAN = (CreditFeedback.State.PAID_OUT, CreditFeedback.State.SETTLED)
NONE = CreditFeedback.Renewal.NONE


@dataclass
class References:
    """`entries` by credit code, `credits` by reference, `demands` by number; `running` are loans of
    the enterprises that say they renew one, by the id of the enterprise; `renewals` the references
    of loans that renew one, by the one."""

    entries: dict[str, WhitelistEntry]
    credits: dict[str, CreditFeedback]
    demands: dict[str, LoanDemand]
    running: dict[int, list[CreditFeedback]]
    renewals: dict[str, str]

    def note_renewal(self, said: Line) -> None:
        """Know of a line that is taken which loan it renews, and which no more."""
        by = said["reference"]
        row = self.credits.get(by)
        if row is not None and self.renewals.get(row.renews) == by:
            del self.renewals[row.renews]
        if said["renews"]:
            self.renewals[said["renews"]] = by

    def refusals(self, said: Line) -> dict[str, str]:
        """What is wrong with what a line names, by field."""
        entry = self.entries.get(said["credit_code"])
        if entry is None:
            return {"credit_code": UNKNOWN_ENTERPRISE}
        row = self.credits.get(said["reference"])
        if row is not None and row.organisation_id != entry.organisation_id:
            return {"credit_code": "这个编号已用于另一家企业；那一笔反馈有误的，请先作废。"}
        told = {"renews": self._of_renewal(said, entry), "demand": self._of_demand(said, entry)}
        return {name: text for name, text in told.items() if text}

    def _of_renewal(self, said: Line, entry: WhitelistEntry) -> str:
        if not said["renews"]:
            return self._unnamed(said, entry)
        loan = self.credits.get(said["renews"])
        if loan is None:
            return NO_LOAN
        if loan.organisation_id != entry.organisation_id:
            return "这个编号是另一家企业的贷款。"
        row = self.credits.get(said["reference"])
        says_so_already = row is not None and row.renews == said["renews"]
        if self._is_renewed_by_another(said["renews"], said["reference"]) and not says_so_already:
            return RENEWED.format(self.renewals[said["renews"]])
        if loan.state not in _LOAN:
            return f"这笔授信{loan.get_state_display()}，没有放款，不能续贷。"
        paid, before = said["paid_out_on"], loan.paid_out_on
        if paid and before and paid < before:
            return f"原贷款 {before:%Y-%m-%d} 才放款，晚于这笔续贷。"
        return ""

    def _is_renewed_by_another(self, loan: str, reference: str) -> bool:
        return self.renewals.get(loan, reference) != reference

    def _unnamed(self, said: Line, entry: WhitelistEntry) -> str:
        """A renewal that names no loan, where there is one that it may be of."""
        if said["renewal"] == NONE:
            return ""
        paid = said["paid_out_on"]
        found = [
            loan.reference
            for loan in self.running.get(entry.organisation_id, ())
            if loan.reference != said["reference"]
            and loan.may_be_renewed_on(paid)
            and not self._is_renewed_by_another(loan.reference, said["reference"])
        ]
        if not found:
            return ""
        return f"请填写续的是哪一笔；这家企业将到期的贷款有 {'、'.join(found[:5])}。"

    def _of_demand(self, said: Line, entry: WhitelistEntry) -> str:
        if not said["demand"]:
            return ""
        demand = self.demands.get(said["demand"])
        if demand is None:
            return "没有送达贵行的这项融资需求，请核对编号。"
        is_its_own = demand.organisation_id == entry.organisation_id
        return "" if is_its_own else "这个编号是另一家企业的融资需求。"


def find_references(bank_id: int, said: Collection[Line], codes: set[str]) -> References:
    """What these lines of a bank name, in a fixed number of queries; `codes` are those of all
    lines, sound or not."""
    entries = _entries(bank_id, codes)
    named = {one["reference"] for one in said} | {one["renews"] for one in said if one["renews"]}
    rows = CreditFeedback.objects.filter(bank_id=bank_id, reference__in=named)
    renewing = {one["credit_code"] for one in said if one["renewal"] != NONE and not one["renews"]}
    running = _running(bank_id, {entries[code].organisation_id for code in renewing & set(entries)})
    renewed = {one["renews"] for one in said if one["renews"]}
    return References(
        entries,
        {row.reference: row for row in rows.select_related("demand")},
        _demands(bank_id, {one["demand"] for one in said if one["demand"]}),
        running,
        _renewals(bank_id, renewed | {loan.reference for own in running.values() for loan in own}),
    )


def _renewals(bank_id: int, renewed: set[str]) -> dict[str, str]:
    """Which loan renews which of those `renewed`."""
    if not renewed:
        return {}
    rows = CreditFeedback.objects.filter(bank_id=bank_id, renews__in=renewed)
    return dict(rows.order_by("id").values_list("renews", "reference"))


def _entries(bank_id: int, codes: set[str]) -> dict[str, WhitelistEntry]:
    """Credit code -> the latest entry of an enterprise that is or was on the list, by the code of
    its listing or by one that the bank was told since."""
    told = FeedRow.objects.filter(bank_id=bank_id, credit_code__in=codes).order_by("seq")
    owners = dict(told.values_list("credit_code", "organisation_id"))
    listings = WhitelistEntry.objects.filter(
        Q(credit_code__in=codes) | Q(organisation_id__in=set(owners.values())),
        listed_at__isnull=False,
    )
    by_code, by_owner = dict[str, WhitelistEntry](), dict[int, WhitelistEntry]()
    for row in listings.order_by("id"):
        by_code[row.credit_code] = by_owner[row.organisation_id] = row
    return by_code | {code: by_owner[owner] for code, owner in owners.items()}


def _demands(bank_id: int, numbers: set[str]) -> dict[str, LoanDemand]:
    if not numbers:
        return {}
    rows = DemandHandling.objects.filter(
        bank_id=bank_id, demand_id__in={demand_id(number) for number in numbers}
    )
    demands: Iterable[LoanDemand] = (row.demand for row in rows.select_related("demand"))
    return {one.number: one for one in demands if one.number in numbers}


def _running(bank_id: int, enterprises: set[int]) -> dict[int, list[CreditFeedback]]:
    if not enterprises:
        return {}
    found: dict[int, list[CreditFeedback]] = {}
    loans = CreditFeedback.objects.filter(
        bank_id=bank_id, organisation_id__in=enterprises, state=CreditFeedback.State.PAID_OUT
    )
    for loan in loans.order_by("due_on", "id"):
        found.setdefault(loan.organisation_id, []).append(loan)
    return found
