"""The funds of the demo city."""

from accounts.demo.city import DemoStep
from financing.demo.whitelist import WhitelistStep
from financing.ledger.demo import found_funds


class FundStep(DemoStep):
    """Four funds with this year's budgets; claims that are granted later are paid from them."""

    after = (WhitelistStep,)

    def finish(self) -> None:
        found_funds()
