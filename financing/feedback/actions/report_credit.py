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
from financing.feedback.references import UNKNOWN_ENTERPRISE, References, find_references
from financing.feedback.seen import reported_since
from financing.feedback.shape import FIELDS, FeedbackItem, doubts_about
from financing.feedback.written import read_code
from financing.models import CreditFeedback

MOST_LINES = 5000
CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"
COLUMNS = tuple(name for name in FIELDS if name != "demand")  # it is kept as a key
_EMPTY = {"declined_because": "", "guarantee": "", "renews": "", "demand": ""}


@dataclass(frozen=True)
class LineResult:
    """What became of one line; `errors` is field -> message, for a rejected one."""

    index: int
    reference: str
    status: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Said:
    """A line that makes sense: what it says of each field of a feedback."""

    index: int
    values: dict[str, Any]


def report_credits(
    actor: Actor,
    lines: Sequence[object],
    reported_by: str,
    *,
    check_only: bool = False,
    version: int | None = None,
) -> list[LineResult]:
    """Take what a bank reports, a line of `FeedbackItem` for each credit; the good lines are kept,
    whatever is wrong with others, and their enterprises are told of new states. The same lines
    again change nothing. `check_only` tells what would become of them; `version` is that of the
    one credit whose page was shown (`feedback.seen`), a later report is not overwritten.

    Raises `NotPermitted`. At most `MOST_LINES` lines; the caller refuses more.
    """
    if actor.duty != Duty.BANK_OFFICER:
        raise NotPermitted("授信情况由银行反馈。")
    with transaction.atomic():
        one_after_the_other(actor)
        checked = [_checked(index, line) for index, line in enumerate(lines)]
        said = [one.values for one in checked if isinstance(one, _Said)]
        codes = {_code_of(line) for line in lines}
        found = find_references(actor.organisation_id, said, codes)
        writer = _Writer(actor, reported_by, found, version)
        results = [
            writer.take(one)
            if isinstance(one, _Said)
            else _with_unknown_enterprise(one, _code_of(lines[one.index]), writer.found)
            for one in checked
        ]
        if not check_only:
            writer.write()
    return results


def one_after_the_other(actor: Actor) -> None:
    """Let what a bank reports wait for its reports and voidings that have not ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('financing.feedback'), %s)",
            [actor.organisation_id],
        )


def _code_of(line: object) -> str:
    return read_code(str(line.get("credit_code") or "")) if isinstance(line, Mapping) else ""


def _checked(index: int, line: object) -> _Said | LineResult:
    if not isinstance(line, Mapping):
        return LineResult(index, "", REJECTED, {"": "这一行不是一个对象。"})
    shape = FeedbackItem(data=dict(line))
    if shape.is_valid():
        said = shape.validated_data
        return _Said(index, {name: said.get(name, _EMPTY.get(name)) for name in FIELDS})
    errors = {name: " ".join(str(text) for text in texts) for name, texts in shape.errors.items()}
    return LineResult(index, str(line.get("reference") or "")[:64], REJECTED, errors)


def _with_unknown_enterprise(result: LineResult, code: str, found: References) -> LineResult:
    """What is wrong with a line, and that its enterprise is unknown: all of it at once."""
    if not code or "credit_code" in result.errors or code in found.entries:
        return result
    return replace(result, errors={"credit_code": UNKNOWN_ENTERPRISE, **result.errors})


class _Writer:
    """Compares lines with what is there, and writes them at once."""

    def __init__(
        self, actor: Actor, reported_by: str, found: References, version: int | None
    ) -> None:
        self.actor, self.found, self.version = actor, found, version
        self.reported_by = reported_by[:100]
        self.now = timezone.now()
        self.taken: set[str] = set()
        self.new: list[CreditFeedback] = []
        self.changed: list[CreditFeedback] = []
        self.with_new_state: list[CreditFeedback] = []

    def take(self, said: _Said) -> LineResult:
        reference = said.values["reference"]
        if reference in self.taken:
            errors = {"reference": "同一批中编号重复，只取第一条。"}
        else:
            errors = self._since_shown(said.values) | self.found.refusals(said.values)
            errors = errors or self._doubts(said.values)
        status = REJECTED if errors else self._taken(reference, said.values)
        return LineResult(said.index, reference, status, errors)

    def _since_shown(self, said: Mapping[str, Any]) -> dict[str, str]:
        return reported_since(self.found.credits.get(said["reference"]), self.version, said)

    def _doubts(self, said: Mapping[str, Any]) -> dict[str, str]:
        before = self.found.credits.get(said["reference"])
        demand = self.found.demands.get(said["demand"])
        wanted = demand.amount if demand else None
        return {} if said["is_checked"] else doubts_about(said, before, wanted)

    def _taken(self, reference: str, said: Mapping[str, Any]) -> str:
        self.taken.add(reference)
        self.found.note_renewal(said)
        row = self.found.credits.get(reference)
        demand = self.found.demands.get(said["demand"])
        values = {name: said[name] for name in COLUMNS} | {"demand_id": demand and demand.pk}
        if row is None:
            self.new.append(self._row(values))
            self.found.credits[reference] = self.new[-1]
            return CREATED
        values["is_checked"] = said["is_checked"] or row.is_checked
        if all(getattr(row, name) == value for name, value in values.items()):
            return UNCHANGED
        if row.state != values["state"]:
            self.with_new_state.append(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.reported_at, row.reported_by = self.now, self.reported_by
        self.changed.append(row)
        return UPDATED

    def _row(self, values: Mapping[str, Any]) -> CreditFeedback:
        entry = self.found.entries[values["credit_code"]]
        return CreditFeedback(
            organisation_id=entry.organisation_id,
            district_id=entry.district_id,
            bank_id=self.actor.organisation_id,
            enterprise_name=entry.enterprise_name,
            reported_at=self.now,
            reported_by=self.reported_by,
            **values,
        )

    def write(self) -> None:
        CreditFeedback.objects.bulk_create(self.new, batch_size=1000)
        columns = [*COLUMNS, "demand_id", "reported_at", "reported_by"]
        columns.remove("reference")
        CreditFeedback.objects.bulk_update(self.changed, columns, batch_size=500)
        owe_notices([row.pk for row in (*self.new, *self.with_new_state)])
