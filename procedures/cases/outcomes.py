"""What a decided filing brings about: filled by the apps above when Django starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from procedures.models import Application, Snapshot
from schemes.outcomes import register_label


class Outcome(Protocol):
    """Brings about what an approved case promises, in the transaction of the approval.

    Must be idempotent: a second call for the same case, or for one that corrects it, changes
    nothing.
    """

    label: str
    # Whether who holds it may not file for it anew, but for a re-check.
    once: bool
    # What an organisation is told that holds it and files anew.
    held_words: str
    # The name of the page where its holders see it.
    held_at: str

    def grant(self, application: Application, snapshot: Snapshot) -> None: ...

    def withdraw(self, application: Application, reason: str) -> None:
        """Take back what the cases that `application` corrects brought about, if anything."""
        ...


_outcomes: dict[str, Outcome] = {}

# (first, last) organisation -> (organisation, kind) of all between them, both included.
Holdings = Callable[[int, int], Iterable[tuple[int, str]]]
_holdings: list[Holdings] = []


def register(kind: str, outcome: Outcome) -> None:
    """Let `outcome` answer for schemes whose definition names `kind`."""
    _outcomes[kind] = outcome
    register_label(kind, outcome.label)


def register_holdings(holdings: Holdings) -> None:
    """Let `holdings` name the kinds of outcome that organisations hold and that are valid."""
    _holdings.append(holdings)


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """What an organisation holds of a kind of outcome that it may have several of: for which title
    (a product's name), under which number, valid through which local day."""

    kind: str
    title: str
    number: str
    valid_to: date


# organisation -> what it holds today that it may have several of, in the active scope.
HeldTitles = Callable[[int], Iterable[HeldTitle]]
_held_titles: list[HeldTitles] = []


def register_held_titles(titles: HeldTitles) -> None:
    """Let `titles` name what an organisation holds by its titles."""
    _held_titles.append(titles)


def titles_held(organisation_id: int, kind: str) -> list[HeldTitle]:
    """The titles of `kind` that the organisation holds today; none of a kind that nobody has
    twice."""
    if is_for_once(kind):
        return []
    held = (one for titles in _held_titles for one in titles(organisation_id))
    return [one for one in held if one.kind == kind]


# Application ids -> the number of what each brought about.
References = Callable[[list[int]], dict[int, str]]
_references: list[References] = []


def register_references(references: References) -> None:
    """Let `references` name what cases brought about, by its number."""
    _references.append(references)


def references_of(application_ids: list[int]) -> dict[int, str]:
    """The numbers of what these cases brought about, in the active scope."""
    found: dict[int, str] = {}
    for references in _references:
        found |= references(application_ids)
    return found


@dataclass(frozen=True)
class Result:
    """What an approved case brought about, as the page of the case tells its owner: a headline, a
    line below it, the main act on it, and further links, each a label with its address."""

    headline: str
    note: str
    act: tuple[str, str]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Promise:
    """What the approval of a case brings about today, or has brought about: in whose name, and
    from when to when it is valid. `number` is "" until there is one."""

    number: str
    holder: str
    valid_from: date
    valid_to: date


# The cases, with the names of their enterprises -> what their approval would bring about.
Promises = Callable[[Sequence[Application]], Mapping[int, Promise]]
_promises: list[Promises] = []


def register_promises(promises: Promises) -> None:
    """Let `promises` foresee what the approval of cases brings about."""
    _promises.append(promises)


def promised_to(cases: Sequence[Application]) -> dict[int, Promise]:
    """What the approval of each case brings about, by its id; nothing of what has no validity."""
    found: dict[int, Promise] = {}
    for promises in _promises:
        found |= promises(cases)
    return found


# The case -> what it brought about; None for what another app answers for.
Results = Callable[[Application], Result | None]
_results: list[Results] = []


def register_results(results: Results) -> None:
    """Let `results` tell the owner of a case what it brought about."""
    _results.append(results)


def result_of(application: Application) -> Result | None:
    """What the case brought about, in the active scope."""
    told = (results(application) for results in _results)
    return next((one for one in told if one is not None), None)


def is_for_once(kind: str) -> bool:
    """Whether `kind` is something that nobody has twice."""
    outcome = _outcomes.get(kind)
    return outcome is not None and outcome.once


def is_held_once(kind: str, held: Iterable[str]) -> bool:
    """Whether `kind`, which nobody files for twice, is among the kinds that are held."""
    return is_for_once(kind) and kind in held


def held_already(kind: str, held: Iterable[str]) -> str:
    """Why an organisation that holds the kinds `held` may not file for `kind` anew, or ""."""
    if not is_held_once(kind, held):
        return ""
    return _outcomes[kind].held_words


def held_kinds(organisation_id: int, *, but: Holdings | None = None) -> tuple[str, ...]:
    """The kinds of outcome that the organisation holds today, in the active scope; sorted. Without
    those that `but` would name, where they are known already."""
    found: set[str] = set()
    for holdings in _holdings:
        if holdings is not but:
            found.update(kind for _, kind in holdings(organisation_id, organisation_id))
    return tuple(sorted(found))


def held_by_applicant(application: Application) -> tuple[str, ...]:
    """The same of who files the application; read once for each instance of it."""
    if application.kinds_held is None:
        application.kinds_held = held_kinds(application.organisation_id)
    return application.kinds_held


def held_between(first: int, last: int) -> dict[int, tuple[str, ...]]:
    """The kinds that organisations `first` to `last` hold today, in the active scope; sorted."""
    found: dict[int, set[str]] = {}
    for holdings in _holdings:
        for organisation_id, kind in holdings(first, last):
            found.setdefault(organisation_id, set()).add(kind)
    return {organisation_id: tuple(sorted(kinds)) for organisation_id, kinds in found.items()}


def outcome_of(kind: str) -> Outcome:
    """The outcome for `kind`. Raises `KeyError` when no app registered one."""
    return _outcomes[kind]
