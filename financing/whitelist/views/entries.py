"""One entry of the list as bureaus keep it, proposing an enterprise, finding candidates."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from financing.models import WhitelistEntry, WhitelistEvent
from financing.whitelist.actions.find_candidates import start_search
from financing.whitelist.actions.propose_entry import propose_enterprise
from financing.whitelist.conditions import assess, conditions_in_force
from financing.whitelist.forms import ActForm
from financing.whitelist.key_figures import key_figures
from financing.whitelist.lists import BUREAUS, READERS
from financing.whitelist.machine import MACHINE
from financing.whitelist.past_listings import past_listings
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from schemes.evaluation.evaluate import groups_of


@for_duties(*READERS)
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One entry: the verdicts on the conditions, what happened, what may be done."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, refused: ActForm | None = None) -> HttpResponse:
    actor = request.actor
    entry = WhitelistEntry.objects.visible_to(actor).select_related("district").get(pk=pk)
    record_read(
        actor, "enterprise", entry.organisation_id, entry.organisation_id,
        "融资名单库：入库条件与年度数据", entry.district_id,
    )  # fmt: skip
    forms = {refused.transition.name: refused} if refused else {}
    available = [
        {
            "transition": one,
            "reasons": act_.reasons,
            "form": forms.get(one.name) or ActForm(one, auto_id=f"{one.name}_%s"),
        }
        for act_ in MACHINE.available(actor, entry)
        for one in (act_.transition,)
    ]
    context = {
        "entry": entry,
        "tone": MACHINE.tone_of(entry.state),
        "before": past_listings([entry]).get(entry.pk, ""),
        "figures": key_figures(entry.organisation_id),
        **_conditions(entry),
        "available": available,
        "events": MACHINE.history(entry),
    }
    return page_with_form(request, "financing/entry.html", context, *forms.values())


def _conditions(entry: WhitelistEntry) -> dict[str, object]:
    """The verdicts as they are today while the entry waits, afterwards those that decided."""
    if entry.state in (WhitelistEntry.State.CANDIDATE, WhitelistEntry.State.PROPOSED):
        version = conditions_in_force()
        groups = assess(version, entry.organisation_id).groups if version else ()
        return {"groups": groups, "assessed_today": True}
    rows = WhitelistEvent.objects.filter(entry=entry, facts__has_key="evaluation")
    judged = rows.order_by("-id").first()
    kept = judged.facts["evaluation"] if judged else None
    return {"groups": groups_of(kept), "judged": judged}


@for_duties(*BUREAUS)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Carry out a transition by hand."""
    actor = request.actor
    entry = WhitelistEntry.objects.visible_to(actor).get(pk=pk)
    transition = MACHINE.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise WhitelistEntry.DoesNotExist
    form = ActForm(transition, request.POST)
    tried = attempt(
        request,
        lambda: MACHINE.execute(
            actor, pk, name, form.given(), expected_version=shown_version(request.POST)
        ),
        form=form,
        done=f"{entry.enterprise_name}：{transition.in_history}。",
    )
    return redirect("financing:entry", pk) if tried else _page(request, pk, form)


@for_duties(*BUREAUS)
@require_POST
def propose(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Propose an enterprise of one's district."""
    tried = attempt(
        request,
        lambda: propose_enterprise(
            request.actor, enterprise_id, request.POST.get("reason", "")[:1000]
        ),
        done=lambda entry: f"已推荐 {entry.enterprise_name}，等待市级审定。",
    )
    if tried.value is None:
        return redirect("enterprises:detail", enterprise_id)
    return redirect("financing:entry", tried.value.pk)


@for_duties(*BUREAUS)
@require_POST
def search(request: ActorRequest) -> HttpResponse:
    """Compare the registry with the conditions."""
    job = attempt(request, lambda: start_search(request.actor)).value
    return redirect("people:job", job.pk) if job else redirect("financing:entries")
