"""What financing brings to the demo city."""

from financing.demo import (  # noqa: F401  declare their steps
    credits,
    funds,
    grants,
    investors,
    listings,
    loan_demands,
    shown_claims,
    subsidies,
    whitelist,
)
