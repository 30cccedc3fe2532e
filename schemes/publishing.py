"""What keeps a version from being published or retired: apps above register their reasons."""

from collections.abc import Callable

from schemes.models import SchemeVersion

# version -> Chinese sentences, none where nothing keeps it.
Reasons = Callable[[SchemeVersion], list[str]]
_before_publishing: list[Reasons] = []
_before_retiring: list[Reasons] = []


def register_before_publishing(reasons: Reasons) -> None:
    """Let `reasons` be asked before a version is published."""
    _before_publishing.append(reasons)


def register_before_retiring(reasons: Reasons) -> None:
    """Let `reasons` be asked before a published version is retired."""
    _before_retiring.append(reasons)


def reasons_against_publishing(version: SchemeVersion) -> list[str]:
    """What the apps above have against publishing the version now."""
    return [text for reasons in _before_publishing for text in reasons(version)]


def reasons_against_retiring(version: SchemeVersion) -> list[str]:
    """What the apps above have against retiring the version now."""
    return [text for reasons in _before_retiring for text in reasons(version)]
