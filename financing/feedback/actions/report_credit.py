"""Feedback of banks on the credit they gave: one line or thousands, however it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
_EMPTY: dict[str, Any] = {"declined_because": "", "guarantee": ""}


@dataclass(frozen=True)
class LineResult:
    """What became of one line; `errors` is field -> message, for a rejected one."""

    index: int
    reference: str
    status: str
    errors: dict[str, str] = field(default_factory=dict)


def report_credits(
    actor: Actor,
    lines: Sequence[Mapping[str, Any]],
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
        good = [one for one in checked if isinstance(one, tuple)]
        codes = {str(line.get("credit_code")) for line in lines if isinstance(line, Mapping)}
        known = _known_enterprises(codes)
        rows = CreditFeedback.objects.filter(
            bank_id=actor.organisation_id, reference__in={said["reference"] for _, said in good}
        )
        present = {row.reference: row for row in rows}
        writer = _Writer(actor, reported_by, known, present)
        results = [
            writer.take(*one)
            if isinstance(one, tuple)
            else _with_unknown_enterprise(one, lines[one.index], known)
            for one in checked
        ]
        if not check_only:
            writer.write()
    return results


def _checked(index: int, line: Any) -> tuple[int, dict[str, Any]] | LineResult:
    if not isinstance(line, Mapping):
        return LineResult(index, "", REJECTED, {"": "这一行不是一个对象。"})
    shape = FeedbackItem(data=dict(line))
    if shape.is_valid():
        return index, shape.validated_data
    errors = {name: " ".join(str(text) for text in texts) for name, texts in shape.errors.items()}
    return LineResult(index, str(line.get("reference") or "")[:64], REJECTED, errors)


def _with_unknown_enterprise(
    result: LineResult, line: Any, known: Mapping[str, WhitelistEntry]
) -> LineResult:
    """What is wrong with a line, and that its enterprise is unknown: all of it at once."""
    code = line.get("credit_code") if isinstance(line, Mapping) else None
    if not code or "credit_code" in result.errors or str(code) in known:
        return result
    errors = {"credit_code": UNKNOWN_ENTERPRISE, **result.errors}
    return LineResult(result.index, result.reference, result.status, errors)


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

    def take(self, index: int, said: dict[str, Any]) -> LineResult:
        reference = said["reference"]
        if errors := self._refusals(said):
            return LineResult(index, reference, REJECTED, errors)
        self.taken.add(reference)
        values = {name: said.get(name, _EMPTY.get(name)) for name in VALUES}
        row = self.present.get(reference)
        if row is None:
            self.new.append(self._row(reference, values))
            return LineResult(index, reference, CREATED)
        if all(getattr(row, name) == value for name, value in values.items()):
            return LineResult(index, reference, UNCHANGED)
        if row.state != values["state"]:
            self.with_new_state.append(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.reported_at, row.reported_by = self.now, self.reported_by
        self.changed.append(row)
        return LineResult(index, reference, UPDATED)

    def _refusals(self, said: dict[str, Any]) -> dict[str, str]:
        errors = {}
        if said["reference"] in self.taken:
            errors["reference"] = "同一批中编号重复，只取第一条。"
        if said["credit_code"] not in self.known:
            errors["credit_code"] = UNKNOWN_ENTERPRISE
        row = self.present.get(said["reference"])
        if row is not None and row.credit_code != said["credit_code"]:
            errors["credit_code"] = "这个编号已用于另一家企业。"
        return errors

    def _row(self, reference: str, values: dict[str, Any]) -> CreditFeedback:
        entry = self.known[values["credit_code"]]
        return CreditFeedback(
            organisation_id=entry.organisation_id,
            district_id=entry.district_id,
            bank_id=self.actor.organisation_id,
            enterprise_name=entry.enterprise_name,
            reference=reference,
            reported_at=self.now,
            reported_by=self.reported_by,
            **values,
        )

    def write(self) -> None:
        CreditFeedback.objects.bulk_create(self.new, batch_size=1000)
        columns = [*VALUES, "reported_at", "reported_by"]
        CreditFeedback.objects.bulk_update(self.changed, columns, batch_size=500)
        owe_notices([row.pk for row in (*self.new, *self.with_new_state)])
