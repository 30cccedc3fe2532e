"""What the registry brings to the demo city."""

from enterprises.demo import accounts, registry  # noqa: F401  declare their steps
