"""What the procedures app delivers: calls for help with a trial."""

from accounts.lanes import Lane
from accounts.outbox import handles
from procedures.trials.trial_work import HELP


@handles(HELP, Lane.JOBS)
def call_helper(payload: dict[str, int]) -> None:
    from procedures.tasks import help_trial

    help_trial.delay(payload["membership_id"], payload["simulation_id"])
