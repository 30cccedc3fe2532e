"""What financing brings to the demo city."""

from financing.demo import credits, funds, loan_demands, whitelist  # noqa: F401  declare their steps
from financing.demo import (  # noqa: F401  declare their steps
    credits,
    investors,
    listings,
    loan_demands,
    whitelist,
)
