"""What apps above add to the cases of the outcomes that they answer for.

A case part brings what the general case does not know, such as the lines and sums of a claim for
money: reasons that keep a transition from being made, a panel on each page of a case, what is
frozen with a submission, and the words of its states. It follows what happens to its cases by
`MACHINE.subscribe`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.tenancy import Actor
from lifecycle.history import HistoryLine
from procedures.models import Application
from schemes.models import SchemeVersion


@dataclass(frozen=True)
class Panel:
    """A piece of a page of the case: `template` with `context`, which it finds as `panel`."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


class CasePart:
    """The part that an app adds to cases whose scheme names one of `outcomes`.

    Everything is asked in the active scope; a method that is not overridden adds nothing.
    """

    outcomes: frozenset[str] = frozenset()
    # State -> how the page names it, where the case's own word does not fit what is decided.
    state_words: Mapping[str, str] = {}
    # A word of certification -> what it is called here; the longest first.
    words: Mapping[str, str] = {}

    def begin(self, application: Application, source: Application | None) -> None:
        """What a draft has from its beginning, in the transaction that makes it; `source` is the
        case whose answers it takes over, if any."""

    def obstacles(self, actor: Actor | None, application: Application, name: str) -> list[str]:
        """Why the transition `name` cannot be made now, a Chinese sentence each."""
        return []

    def on_the_form(self, actor: Actor, application: Application) -> Panel | None:
        """What the form of a draft shows above its declaration."""
        return None

    def in_own_case(self, actor: Actor, application: Application) -> Panel | None:
        """What the enterprise reads on the page of its case."""
        return None

    def in_review(self, actor: Actor, application: Application) -> Panel | None:
        """What whoever reviews the case reads first."""
        return None

    def history(self, actor: Actor, application: Application) -> list[HistoryLine]:
        """What happened besides to what the case brought about, for its timeline."""
        return []

    def sums(self, case_ids: Collection[int]) -> Mapping[int, Decimal]:
        """What the cases are to be paid, in 元, by their ids."""
        return {}

    def answered(self, actor: Actor, application: Application) -> None:
        """An answer of the form was saved, in the transaction of its saving."""

    def frozen(self, application: Application) -> dict[str, object]:
        """What is frozen with a submission, as JSON."""
        return {}


_parts: dict[str, CasePart] = {}
_known_outcomes: dict[int, str] = {}


def register_part(part: CasePart) -> None:
    """Let `part` be asked about every case of its outcomes."""
    for outcome in part.outcomes:
        _parts[outcome] = part


def part_of(application: Application) -> CasePart | None:
    """The part that an app above adds to the case, if any."""
    return _parts.get(_outcome_of(application))


def _outcome_of(application: Application) -> str:
    """The outcome that the case's version names. Lists leave its definition out: a published
    version never changes, so that its outcome is asked for once a process."""
    version_id = application.scheme_version_id
    if Application.scheme_version.is_cached(application):
        version = application.scheme_version
        if "definition" not in version.get_deferred_fields():
            return version.parsed.outcome
    if version_id not in _known_outcomes:
        found = SchemeVersion.objects.values_list("definition__outcome", flat=True)
        _known_outcomes[version_id] = str(found.get(pk=version_id))
    return _known_outcomes[version_id]


def sums_of(cases: Iterable[Application]) -> dict[int, Decimal]:
    """What cases are to be paid, in 元, by their ids; those that are paid nothing are left out.
    One query for all of one outcome."""
    by_outcome: dict[str, list[int]] = {}
    for case in cases:
        by_outcome.setdefault(_outcome_of(case), []).append(case.pk)
    found: dict[int, Decimal] = {}
    for outcome, ids in by_outcome.items():
        if part := _parts.get(outcome):
            found.update(part.sums(ids))
    return found


def in_yuan(amount: Decimal | None) -> str:
    """A sum of `sums_of` as pages and papers write it."""
    return "—" if amount is None else f"{amount:,.2f}"


def begin_part(application: Application, source: Application | None) -> None:
    """Let the part of a draft that was made just now begin."""
    if part := part_of(application):
        part.begin(application, source)


def state_word(application: Application, state: str, usual: str) -> str:
    """How a page of this case names `state`; `usual` is the machine's word for it. The version is
    to be loaded with the case."""
    part = part_of(application)
    return part.state_words.get(state, usual) if part else usual


def in_its_words(application: Application, text: str) -> str:
    """A sentence about the case in the words of what is decided: money is granted and no
    certificate issued."""
    return in_words_of(_outcome_of(application), text)


def in_words_of(outcome: str, text: str) -> str:
    """The same of all cases of a batch, whose version names `outcome`."""
    part = _parts.get(outcome)
    for usual, its in part.words.items() if part else ():
        text = text.replace(usual, its)
    return text


def in_all_words(usual: str) -> str:
    """A word over cases of several outcomes: the usual one, and those that parts say instead."""
    others = dict.fromkeys(in_words_of(outcome, usual) for outcome in _parts)
    return "／".join(dict.fromkeys((usual, *others)))


def allows(name: str) -> Callable[[Actor | None, Application], str]:
    """A guard that asks the case's part whether the transition `name` can be made."""

    def part_allows(actor: Actor | None, application: Application) -> str:
        part = part_of(application)
        return _joined(part.obstacles(actor, application, name)) if part else ""

    part_allows.__name__ = f"part_allows_{name}"
    return part_allows


def history_of_part(actor: Actor, application: Application) -> list[HistoryLine]:
    """What the case's part adds to its timeline; empty for cases without one."""
    part = part_of(application)
    return part.history(actor, application) if part else []


def frozen_part(application: Application) -> dict[str, object]:
    """What the case's part freezes with a submission; empty for cases without one."""
    part = part_of(application)
    return part.frozen(application) if part else {}


def tell_answered(actor: Actor, application: Application) -> None:
    """Let the case's part follow an answer that was saved."""
    if part := part_of(application):
        part.answered(actor, application)


def _joined(reasons: Iterable[str]) -> str:
    return "".join(reasons)
