"""Why an enterprise may not file at all: filled by the apps above when Django starts."""

from collections.abc import Callable

# organisation -> a Chinese sentence, or "" for no ban; asked in the active scope.
Ban = Callable[[int], str]
_bans: list[Ban] = []
_in_words: list[str] = []


def register_ban(ban: Ban, whom: str) -> None:
    """Let `ban` be asked whenever an enterprise starts or submits a filing; `whom` says in the
    guides who is barred."""
    _bans.append(ban)
    _in_words.append(whom)


def who_is_barred() -> list[str]:
    """Whom the bans keep from filing, a phrase each."""
    return list(_in_words)


def bans_against(organisation_id: int) -> str:
    """Everything that bars the organisation from filing, in the active scope; "" for nothing."""
    return "".join(ban(organisation_id) for ban in _bans)
