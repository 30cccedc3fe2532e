"""What financing tells in the reports that the portal writes."""

from financing.subsidies.effect import paper_part as of_effect  # noqa: F401  registers itself
