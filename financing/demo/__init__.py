"""What financing brings to the demo city."""

from financing.demo import (  # noqa: F401  declare their steps
    credits,
    effects,
    funds,
    giants,
    grants,
    investors,
    listing_claims,
    listings,
    loan_demands,
    shown_claims,
    subsidies,
    whitelist,
)
