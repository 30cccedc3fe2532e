"""The stages of a case as its page draws them."""

from procedures.cases.parts import in_its_words
from procedures.models import Application
from procedures.models.application import State

STAGES = (
    (State.DRAFT, "填报"),
    (State.DISTRICT_REVIEW, "区市审核"),
    (State.CITY_REVIEW, "市级审核"),
    (State.EXPERT_REVIEW, "专家评审"),
    (State.PUBLIC_NOTICE, "公示"),
    (State.APPROVED, "认定发证"),
)


def _place(state: State, stages: list[State]) -> int:
    """How many of `stages` are behind a case in `state`."""
    if state == State.APPROVED:
        return len(stages)
    if state == State.PROPOSED:
        state = State.PUBLIC_NOTICE
    return stages.index(state) if state in stages else 0


def steps_of(application: Application) -> list[dict[str, str]]:
    """Each stage of the case with how far it is: done, current, stopped or later."""
    state = State(application.state)
    stopped = state in (State.DECLINED, State.WITHDRAWN, State.RETURNED)
    last = application.returned_from if state == State.RETURNED else ""
    if state in (State.DECLINED, State.WITHDRAWN):
        event = application.events.order_by("-id").first()
        last = event.source if event else ""
    stages = [
        (stage, label)
        for stage, label in STAGES
        if stage != State.EXPERT_REVIEW
        or stage in application.scheme_version.parsed.stages
        or state == stage
    ]
    place = _place(State(last) if last else state, [stage for stage, _ in stages])
    steps = []
    for number, (_, label) in enumerate(stages):
        now = "stopped" if stopped else "current"
        note = state.label if number == place and stopped else ""
        status = "done" if number < place else now if number == place else "later"
        said = {"label": label, "state": status, "note": str(note)}
        steps.append({key: in_its_words(application, text) for key, text in said.items()})
    return steps
