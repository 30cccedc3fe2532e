"""The life of a performance review, declared once: written, then final.

Source: domain-2 A11 (财预〔2020〕10号: 单位自评).
"""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from financing.models import PerformanceReview, PerformanceReviewEvent
from financing.subsidies.effect.working_out import work_out_review
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput

State = PerformanceReview.State
Step: TypeAlias = Transition[PerformanceReview, TransitionInput]


def has_its_texts(actor: Actor | None, review: PerformanceReview) -> str:
    texts = {"总体情况": review.overall, "存在问题": review.problems, "改进措施": review.measures}
    missing = [name for name, text in texts.items() if not text.strip()]
    return f"还没有写{'、'.join(missing)}。" if missing else ""


def has_results(actor: Actor | None, review: PerformanceReview) -> str:
    """A score without outputs would only say how fast the money was spent."""
    known = {one["label"] for one in work_out_review(review)[0] if one["share"] is not None}
    return "" if "产出" in known else "还没有已核实的产出指标，不能定稿。"


def freeze(change: Change[PerformanceReview, TransitionInput]) -> None:
    """The score as it is worked out now: what is confirmed later does not change it."""
    row = change.row
    row.worked, row.score, row.grade = work_out_review(row)
    row.finished_at = timezone.now()


TRANSITIONS = (
    Step(
        name="begin", label="开始编写", sources=frozenset(), target=State.DRAFT,
        may=is_city_officer, by_hand=False,
    ),
    Step(
        name="finish", label="定稿", sources=frozenset({State.DRAFT}), target=State.FINAL,
        may=is_city_officer, guards=(has_its_texts, has_results), effects=(freeze,), tone="go",
    ),
)  # fmt: skip

MACHINE = Machine(
    name="performance_review",
    model=PerformanceReview,
    noun="份绩效自评",
    rows=TRANSITIONS,
    first=frozenset({State.DRAFT}),
    final=frozenset({State.FINAL}),
    tones={State.DRAFT: "wait", State.FINAL: "ok"},
    events=PerformanceReviewEvent,
    parent="review",
    takes=TransitionInput,
    select_related=("scheme",),
)
