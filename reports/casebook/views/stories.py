"""A story's page for the two sides and for who watches: what it says, and what is to be done."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from pages.acts import attempt, page_with_form
from pages.history import Revision, history_of
from pages.request_values import shown_version
from reports.casebook.content import Content, content_of
from reports.casebook.forms import StepForm
from reports.casebook.lifecycle import MACHINE
from reports.casebook.policies import State, is_its_administrator, may_edit
from reports.casebook.records import READERS
from reports.casebook.sections import missing_in
from reports.casebook.showing import shown
from reports.casebook.standing import headline
from reports.models import Story, StoryApproval

MOST_REVISIONS = 10
ALL = (Duty.ENTERPRISE_STAFF, *READERS)
SIDES = (Duty.ENTERPRISE_STAFF, Duty.CITY_OFFICER)


def seen_story(request: ActorRequest, pk: int) -> Story:
    """The story that the actor sees; a foreign one is not found."""
    rows = Story.objects.visible_to(request.actor).select_related("district", "certificate")
    story: Story = rows.get(pk=pk)
    return story


def with_addresses(story: Story, content: Content) -> dict[str, Any]:
    """The content as the two sides see it."""
    return shown(content, lambda file: reverse("reports:story_picture_file", args=[story.pk, file]))


@for_duties(*ALL)
@require_GET
def story(request: ActorRequest, pk: int) -> HttpResponse:
    """What the story says, who changed it, and the steps that it may take."""
    return _page(request, pk)


@for_duties(*SIDES)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponseBase:
    """Take a step."""
    row, step = seen_story(request, pk), MACHINE.transitions.get(name)
    if step is None or not step.by_hand:
        raise Story.DoesNotExist
    form = StepForm(step, request.POST)
    tried = attempt(
        request,
        lambda: MACHINE.execute(
            request.actor, pk, name, form.given(), expected_version=shown_version(request.POST)
        ),
        form=form,
        done=f"{row}：{step.in_history}。",
    )
    return redirect("reports:story", pk) if tried else _page(request, pk, form)


def _page(request: ActorRequest, pk: int, refused: StepForm | None = None) -> HttpResponse:
    actor, row = request.actor, seen_story(request, pk)
    record_read(actor, "story", row.pk, row.organisation_id, f"隐形冠军案例 {row}", row.district_id)
    forms = {refused.transition.name: refused} if refused else {}
    steps = [
        {
            "step": one.transition,
            "reasons": one.reasons,
            "form": forms.get(one.transition.name) or StepForm(one.transition),
        }
        for one in MACHINE.available(actor, row)
    ]
    missing = missing_in(row) if row.state == State.WRITING else []
    approval = StoryApproval.objects.filter(story=row).select_related("approved_by").last()
    revisions = history_of(row, most=MOST_REVISIONS)
    context = {
        "story": row,
        "headline": headline(actor, row, missing, timezone.localdate()),
        "state": MACHINE.label_for(actor, row.state),
        "tone": MACHINE.tone_of(row.state),
        "missing": missing,
        "content": with_addresses(row, content_of(row)),
        "steps": steps,
        "may_edit": may_edit(actor, row),
        "chooses_figures": may_edit(actor, row) and is_its_administrator(actor, row),
        "may_confirm": row.state == State.CONFIRMING and is_its_administrator(actor, row),
        "waits_for_administrator": (
            row.state == State.CONFIRMING and actor.is_enterprise and not actor.is_administrator
        ),
        "approval": approval,
        "is_public": hasattr(row, "published"),
        "revisions": [one for one in revisions if one.changes],
        "theirs": _since_own(revisions, str(request.user)),
        "events": MACHINE.history(row),
    }
    return page_with_form(request, "reports/casebook/story.html", context, *forms.values())


def _since_own(revisions: list[Revision], own: str) -> list[Revision]:
    """What others changed since the reader saved last, the newest first."""
    found: list[Revision] = []
    for one in revisions:
        if one.who == own:
            return [one for one in found if one.changes]
        found.append(one)
    return []
