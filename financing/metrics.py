"""What is counted of financing, for targets and what is built on them."""

from financing.listings import figures as of_listings  # noqa: F401  registers itself
from financing.subsidies.effect import figures as of_effect  # noqa: F401  registers itself
