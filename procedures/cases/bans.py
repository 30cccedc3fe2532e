"""Why an enterprise may not file at all: filled by the apps above when Django starts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

# organisation -> a Chinese sentence, or "" for no ban; asked in the active scope.
Ban = Callable[[int], str]


@dataclass(frozen=True)
class _Known:
    ban: Ban
    whom: str
    outcome: str  # "" for every filing

    def concerns(self, outcome: str) -> bool:
        return self.outcome in ("", outcome)


_bans: list[_Known] = []


def register_ban(ban: Ban, whom: str, *, outcome: str = "") -> None:
    """Let `ban` be asked whenever an enterprise starts or submits a filing, or only one of a scheme
    of `outcome`; `whom` says in the guides who is barred."""
    _bans.append(_Known(ban, whom, outcome))


def _concerning(outcome: str) -> Iterator[_Known]:
    return (one for one in _bans if one.concerns(outcome))


def who_is_barred(outcome: str) -> list[str]:
    """Whom the bans keep from filing for schemes of `outcome`, a phrase each."""
    return [one.whom for one in _concerning(outcome)]


def bans_against(organisation_id: int, outcome: str) -> str:
    """Everything that bars the organisation from filing for schemes of `outcome`, in the active
    scope; "" for nothing."""
    return "".join(one.ban(organisation_id) for one in _concerning(outcome))
