"""One step of many stories: publishing what is approved, reminding who is late."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from lifecycle.bulk import attempt
from reports.casebook.inputs import StoryInput
from reports.casebook.lifecycle import MACHINE

MOST = 200


@dataclass(frozen=True)
class Outcome:
    """How many took the step, and why the others did not, each reason once."""

    done: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        refused = f"；未办理的原因：{'；'.join(self.reasons)}" if self.reasons else "。"
        return f"已办理 {self.done} 篇{refused}"


def step_many(actor: Actor, name: str, ids: Sequence[int]) -> Outcome:
    """Take the step `name` with each story, as by hand. Raises `NotPermitted`, and `RuleViolation`
    for none or too many, or where not one could take it."""
    if not actor.is_city:
        raise NotPermitted
    if not MACHINE.transitions[name].bulk:
        raise ValueError(f"{name} is taken story by story")
    if not ids or len(ids) > MOST:
        raise RuleViolation(f"请选择 1 至 {MOST} 篇案例。")
    done, reasons = 0, []
    for pk in ids:
        row, refused = attempt(MACHINE, actor, pk, name, StoryInput(), expected_version=None)
        done += row is not None
        reasons += [] if row is not None else [f"{'、'.join(refused)}"]
    outcome = Outcome(done, tuple(dict.fromkeys(reasons)))
    if not done:
        raise RuleViolation(str(outcome))
    return outcome
