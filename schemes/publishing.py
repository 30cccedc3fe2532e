"""What keeps a version from being published or retired: apps above register their reasons."""

from collections.abc import Callable

from schemes.checking.problems import read
from schemes.exclusions import circle_problems
from schemes.models import SchemeVersion
from schemes.outcomes import is_known_outcome

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


def what_keeps_from_publishing(version: SchemeVersion) -> list[str]:
    """Why the version cannot be published yet; each reason in Chinese, none when it can."""
    reasons = []
    reading = read(version.definition)
    if reading.problems:
        reasons.append(f"还有 {len(reading.problems)} 处问题没有改正。")
    elif reading.definition and not is_known_outcome(reading.definition.outcome):
        reasons.append(f"平台不能办理认定结果“{reading.definition.outcome}”。")
    reasons += [f"{problem.message}。" for problem in circle_problems(version)]
    return reasons + [text for reasons_of in _before_publishing for text in reasons_of(version)]


def reasons_against_retiring(version: SchemeVersion) -> list[str]:
    """What the apps above have against retiring the version now."""
    return [text for reasons in _before_retiring for text in reasons(version)]
