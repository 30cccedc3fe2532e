"""Why an enterprise may not file at all: filled by the apps above when Django starts."""

from collections.abc import Callable

# organisation -> a Chinese sentence, or "" for no bar; asked in the active scope.
Bar = Callable[[int], str]
_bars: list[Bar] = []


def register_bar(bar: Bar) -> None:
    """Let `bar` be asked whenever an enterprise starts or submits a filing."""
    _bars.append(bar)


def bars_against(organisation_id: int) -> str:
    """Everything that bars the organisation from filing, in the active scope; "" for nothing."""
    return "".join(bar(organisation_id) for bar in _bars)
