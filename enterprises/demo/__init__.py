"""What the registry brings to the demo city."""

from enterprises.demo import accounts, licences, registry  # noqa: F401  declare their steps
