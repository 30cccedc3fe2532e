"""Which outcomes a scheme may name: filled by the apps above when Django starts."""

_labels: dict[str, str] = {}


def register_label(kind: str, label: str) -> None:
    """Let schemes name the outcome `kind`; `label` is its Chinese name."""
    _labels[kind] = label


def known_outcomes() -> list[tuple[str, str]]:
    """Each kind with its Chinese name."""
    return list(_labels.items())


def is_known_outcome(kind: str) -> bool:
    """Whether an app brings about `kind`."""
    return kind in _labels
