"""Reminders before and after a stage's deadline."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import notify, people_of
from procedures.cases.assignments import reviewers_of
from procedures.models import Application
from procedures.models.application import State

AHEAD_DAYS = 3


def remind() -> int:
    """Remind whoever has a case on their desk: once `AHEAD_DAYS` ahead, once when it is due,
    once when it is late. Returns how many cases were looked at. Needs a system scope."""
    today = timezone.localdate()
    cases = Application.objects.filter(
        state__in=(State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED),
        stage_due_on__lte=today + timedelta(days=AHEAD_DAYS),
    )
    count = 0
    for case in cases.iterator(500):
        assert case.stage_due_on is not None, "the filter asks for a date"
        left = (case.stage_due_on - today).days
        stage, text = (
            ("late", "已超期") if left < 0 else ("due", "今天到期") if left == 0 else
            ("ahead", f"还剩 {left} 天")
        )  # fmt: skip
        notify(
            _people_at(case),
            title=f"{text}：{case.title or '申报'}（{case.get_state_display()}）",
            body=f"期限 {case.stage_due_on:%Y-%m-%d}。",
            link=reverse("procedures:case", args=[case.pk]),
            dedupe_key=f"deadline:{case.pk}:{case.stage_due_on}:{stage}",
        )
        count += 1
    return count


def _people_at(case: Application) -> list[int]:
    if case.state == State.RETURNED:
        return people_of(organisation_id=case.organisation_id)
    at_district = case.state == State.DISTRICT_REVIEW
    return reviewers_of(case, Duty.DISTRICT_REVIEWER if at_district else Duty.CITY_OFFICER)
