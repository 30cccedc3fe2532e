"""What procedures bring to the demo city."""

from procedures.demo import cases, expert_review  # noqa: F401  declare their steps
