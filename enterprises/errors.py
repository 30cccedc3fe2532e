"""Refusals of the registry that lead somewhere else."""

from accounts.errors import RuleViolation


class AlreadyRegistered(RuleViolation):
    """The credit code is in the registry; what its holder lets be known: `enterprises.way_in`."""

    def __init__(self, credit_code: str) -> None:
        super().__init__({"credit_code": "这个代码已经登记，请申请加入该企业。"})
        self.credit_code = credit_code


class EntryWaits(RuleViolation):
    """A published list brought an entry of this name, which waits for its enterprise."""

    def __init__(self, organisation_id: int, name: str) -> None:
        super().__init__({"name": f"名录中已有待认领的“{name}”，请认领这一条，不要重复登记。"})
        self.organisation_id = organisation_id
