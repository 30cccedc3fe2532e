"""Feedback of banks on the credit they gave: one line or thousands, however it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.tenancy import Actor
from financing.feedback.notices import owe_notices
from financing.feedback.shape import FIELDS, FeedbackItem
from financing.models import CreditFeedback, WhitelistEntry

MOST_LINES = 5000
CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"
VALUES = tuple(name for name in FIELDS if name != "reference")
UNKNOWN_ENTERPRISE = "这家企业不在也没有列入过名单库。"
_EMPTY = {"declined_because": "", "guarantee": ""}


@dataclass(frozen=True)
class LineResult:
    """What became of one line; `errors` is field -> message, for a rejected one."""

    index: int
    reference: str
    status: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Said:
    """A line that makes sense: what it says of each field of a feedback but its reference."""

    index: int
    reference: str
    values: dict[str, Any]


def report_credits(
    actor: Actor,
    lines: Sequence[object],
    reported_by: str,
    *,
    check_only: bool = False,
) -> list[LineResult]:
    """Take what a bank reports, a line of `FeedbackItem` for each credit; the good lines are kept,
    whatever is wrong with others, and their enterprises are told of new states. The same lines
    again change nothing. `check_only` tells what would become of them.

    Raises `NotPermitted`. At most `MOST_LINES` lines; the caller refuses more.
    """
    if actor.duty != Duty.BANK_OFFICER:
        raise NotPermitted("授信情况由银行反馈。")
    with transaction.atomic():
        # Two reports of one bank are taken one after the other.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('financing.feedback'), %s)",
                [actor.organisation_id],
            )
        checked = [_checked(index, line) for index, line in enumerate(lines)]
        known = _known_enterprises({_code_of(line) for line in lines})
        rows = CreditFeedback.objects.filter(
            bank_id=actor.organisation_id,
            reference__in={one.reference for one in checked if isinstance(one, _Said)},
        )
        writer = _Writer(actor, reported_by, known, {row.reference: row for row in rows})
        results = [
            writer.take(one)
            if isinstance(one, _Said)
            else _with_unknown_enterprise(one, _code_of(lines[one.index]), known)
            for one in checked
        ]
        if not check_only:
            writer.write()
    return results


def _code_of(line: object) -> str:
    return str(line.get("credit_code") or "") if isinstance(line, Mapping) else ""


def _checked(index: int, line: object) -> _Said | LineResult:
    if not isinstance(line, Mapping):
        return LineResult(index, "", REJECTED, {"": "这一行不是一个对象。"})
    shape = FeedbackItem(data=dict(line))
    if shape.is_valid():
        said = shape.validated_data
        values = {name: said.get(name, _EMPTY.get(name)) for name in VALUES}
        return _Said(index, said["reference"], values)
    errors = {name: " ".join(str(text) for text in texts) for name, texts in shape.errors.items()}
    return LineResult(index, str(line.get("reference") or "")[:64], REJECTED, errors)


def _with_unknown_enterprise(
    result: LineResult, code: str, known: Mapping[str, WhitelistEntry]
) -> LineResult:
    """What is wrong with a line, and that its enterprise is unknown: all of it at once."""
    if not code or "credit_code" in result.errors or code in known:
        return result
    return replace(result, errors={"credit_code": UNKNOWN_ENTERPRISE, **result.errors})


def _known_enterprises(codes: set[str]) -> dict[str, WhitelistEntry]:
    """Credit code -> the latest entry of an enterprise that is or was on the list."""
    rows = WhitelistEntry.objects.filter(credit_code__in=codes, listed_at__isnull=False)
    return {row.credit_code: row for row in rows.order_by("id")}


class _Writer:
    """Compares lines with what is there, and writes them at once."""

    def __init__(
        self,
        actor: Actor,
        reported_by: str,
        known: dict[str, WhitelistEntry],
        present: dict[str, CreditFeedback],
    ) -> None:
        self.actor, self.known, self.present = actor, known, present
        self.reported_by = reported_by[:100]
        self.now = timezone.now()
        self.taken: set[str] = set()
        self.new: list[CreditFeedback] = []
        self.changed: list[CreditFeedback] = []
        self.with_new_state: list[CreditFeedback] = []

    def take(self, said: _Said) -> LineResult:
        errors = self._refusals(said)
        status = REJECTED if errors else self._taken(said)
        return LineResult(said.index, said.reference, status, errors)

    def _taken(self, said: _Said) -> str:
        self.taken.add(said.reference)
        row = self.present.get(said.reference)
        if row is None:
            self.new.append(self._row(said))
            return CREATED
        if all(getattr(row, name) == value for name, value in said.values.items()):
            return UNCHANGED
        if row.state != said.values["state"]:
            self.with_new_state.append(row)
        for name, value in said.values.items():
            setattr(row, name, value)
        row.reported_at, row.reported_by = self.now, self.reported_by
        self.changed.append(row)
        return UPDATED

    def _refusals(self, said: _Said) -> dict[str, str]:
        errors, code = {}, said.values["credit_code"]
        if said.reference in self.taken:
            errors["reference"] = "同一批中编号重复，只取第一条。"
        if code not in self.known:
            errors["credit_code"] = UNKNOWN_ENTERPRISE
        row = self.present.get(said.reference)
        if row is not None and row.credit_code != code:
            errors["credit_code"] = "这个编号已用于另一家企业。"
        return errors

    def _row(self, said: _Said) -> CreditFeedback:
        entry = self.known[said.values["credit_code"]]
        return CreditFeedback(
            organisation_id=entry.organisation_id,
            district_id=entry.district_id,
            bank_id=self.actor.organisation_id,
            enterprise_name=entry.enterprise_name,
            reference=said.reference,
            reported_at=self.now,
            reported_by=self.reported_by,
            **said.values,
        )

    def write(self) -> None:
        CreditFeedback.objects.bulk_create(self.new, batch_size=1000)
        columns = [*VALUES, "reported_at", "reported_by"]
        CreditFeedback.objects.bulk_update(self.changed, columns, batch_size=500)
        owe_notices([row.pk for row in (*self.new, *self.with_new_state)])
