"""Money without a claim in the demo city."""

from accounts.demo.city import DemoStep
from financing.demo.funds import FundStep
from financing.subsidies.auto.demo import show_grants


class GrantStep(DemoStep):
    """One list by the certificates of the last year, with enterprises in each state."""

    after = (FundStep,)

    def finish(self) -> None:
        show_grants()
