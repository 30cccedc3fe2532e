"""Why an enterprise may not file at all: filled by the apps above when Django starts."""

from collections.abc import Callable

# organisation -> a Chinese sentence, or "" for no ban; asked in the active scope.
Ban = Callable[[int], str]
_bans: list[Ban] = []


def register_ban(ban: Ban) -> None:
    """Let `ban` be asked whenever an enterprise starts or submits a filing."""
    _bans.append(ban)


def bans_against(organisation_id: int) -> str:
    """Everything that bars the organisation from filing, in the active scope; "" for nothing."""
    return "".join(ban(organisation_id) for ban in _bans)
