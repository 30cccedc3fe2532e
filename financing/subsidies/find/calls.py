"""Which schemes pay money now or will, each with its rules made ready to judge."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import MD5, Cast
from django.utils import timezone

from procedures.batches.calls import Call
from procedures.models import Batch
from schemes.definition.amount import AmountRule
from schemes.definition.scheme import SUBSIDY, SchemeDefinition
from schemes.evaluation.judging import Judge
from schemes.models import SchemeVersion

AHEAD = timedelta(days=180)
MOST_KEPT = 300


@dataclass(frozen=True)
class Ready:
    """A definition as typed data, and its conditions compiled."""

    definition: SchemeDefinition
    judge: Judge


# Version and hash of its content -> what was made of it: a published version never changes.
_ready: OrderedDict[tuple[int, str], Ready] = OrderedDict()


@dataclass(frozen=True)
class MoneyCall:
    """A scheme that pays money, by the batch that is open, else by the one that opens next."""

    call: Call
    ready: Ready

    @property
    def version(self) -> SchemeVersion:
        return self.call.version

    @property
    def batch(self) -> Batch:
        assert self.call.batch is not None, "only schemes with a batch are called"
        return self.call.batch

    @property
    def is_open(self) -> bool:
        return self.call.is_open

    @property
    def name(self) -> str:
        return self.version.scheme.name

    @property
    def rule(self) -> AmountRule:
        rule = self.ready.definition.amount
        assert rule is not None, "a scheme that pays has a rule"
        return rule


def money_calls(*, automatic: bool = False) -> list[MoneyCall]:
    """Every scheme that takes claims for money now or within half a year, once: of open batches the
    one that closes first, else the one that opens first. `automatic` gives those that are paid
    without a claim instead. One query, and one more for versions not read since the start."""
    now = timezone.now()
    path = "version__definition__amount__granted"
    # What says nothing is declared: a missing key equals nothing and differs from nothing.
    granted = Q(**{path: "automatic"})
    declared = Q(**{path: "declared"}) | Q(**{f"{path}__isnull": True})
    rows = (
        Batch.objects.for_filings()
        .filter(closes_at__gt=now, opens_at__lt=now + AHEAD, version__definition__outcome=SUBSIDY)
        .filter(granted if automatic else declared)
        .select_related("version__scheme")
        .defer("version__definition")
        .annotate(digest=MD5(Cast("version__definition", TextField())))
    )
    chosen: dict[int, Any] = {}  # batches with the annotation
    for batch in sorted(rows, key=_turn):
        chosen.setdefault(batch.version.scheme_id, batch)
    ready = _made_ready({(one.version_id, str(one.digest)) for one in chosen.values()})
    found = []
    for batch in chosen.values():
        made = ready[batch.version_id]
        vars(batch.version)["parsed"] = made.definition
        found.append(MoneyCall(Call(batch.version, batch), made))
    return found


def _turn(batch: Batch) -> tuple[bool, object, int]:
    return (not batch.is_open, batch.closes_at if batch.is_open else batch.opens_at, batch.pk)


def _made_ready(wanted: set[tuple[int, str]]) -> dict[int, Ready]:
    lacking = [key for key in wanted if key not in _ready]
    if lacking:
        versions = SchemeVersion.objects.in_bulk([pk for pk, _ in lacking])
        for pk, digest in lacking:
            definition = versions[pk].parsed
            _ready[pk, digest] = Ready(definition, Judge(definition))
    found = {key[0]: _ready[key] for key in wanted}
    for key in wanted:
        _ready.move_to_end(key)
    while len(_ready) > MOST_KEPT:
        _ready.popitem(last=False)
    return found
