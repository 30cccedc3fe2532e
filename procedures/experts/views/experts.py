"""The pool of experts: each entry with its ties, and the expert's own entry."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from procedures.experts.actions.save_expert import add_expert, change_expert, declare_tie, end_tie
from procedures.experts.forms import ExpertForm, NewExpertForm, ProfileForm, TieForm, shown_profile
from procedures.experts.pool import not_in_the_pool
from procedures.models import Expert, ExpertTie

city_only = for_duties(Duty.CITY_OFFICER)


@city_only
def new_expert(request: ActorRequest) -> HttpResponse:
    """Take somebody into the pool."""
    people = not_in_the_pool()
    form = NewExpertForm(request.POST or None, people=people, initial={"speciality": "technology"})
    if request.method == "POST":
        expert = attempt(
            request,
            lambda: add_expert(request.actor, form.cleaned_data["user"], form.profile()),
            form=form,
            done=lambda row: f"{row.user}已入专家库。",
        ).value
        if expert is not None:
            return redirect("procedures:expert", expert.user_id)
    context = {"form": form, "people": people}
    return page_with_form(request, "procedures/experts/new.html", context, form)


@city_only
def expert(request: ActorRequest, user_id: int) -> HttpResponse:
    """One entry of the pool."""
    row = _entry_of(user_id)
    form = ExpertForm(request.POST or None, initial=shown_profile(row))
    if request.method == "POST" and _is_changed(request, row, form):
        return redirect("procedures:expert", user_id)
    return _page(request, row, form, TieForm())


@for_duties(Duty.EXPERT)
def own_entry(request: ActorRequest) -> HttpResponse:
    """The expert's own entry."""
    row = Expert.objects.select_related("user").filter(user_id=request.actor.user_id).first()
    if row is None:
        return render(request, "procedures/experts/not_yet.html")
    form = ProfileForm(request.POST or None, initial=shown_profile(row))
    if request.method == "POST" and _is_changed(request, row, form):
        return redirect("procedures:expert_profile")
    return _page(request, row, form, TieForm())


def _entry_of(user_id: int) -> Expert:
    return get_object_or_404(Expert.objects.select_related("user"), user_id=user_id)


def _is_changed(request: ActorRequest, row: Expert, form: ProfileForm) -> bool:
    return bool(
        attempt(
            request,
            lambda: change_expert(
                request.actor,
                row.user_id,
                form.profile(),
                is_active=form.cleaned_data.get("is_active"),
            ),
            form=form,
            done="专家资料已保存。",
        )
    )


def _page(request: ActorRequest, row: Expert, form: ProfileForm, tie_form: TieForm) -> HttpResponse:
    ties = ExpertTie.objects.filter(user_id=row.user_id)
    context = {"expert": row, "form": form, "tie_form": tie_form, "ties": ties}
    return page_with_form(request, "procedures/experts/entry.html", context, form, tie_form)


@for_duties(Duty.CITY_OFFICER, Duty.EXPERT)
@require_POST
def declare(request: ActorRequest, user_id: int) -> HttpResponse:
    """Declare a tie; a refused one is shown again with the entry."""
    actor = request.actor
    row = _entry_of(user_id)
    tie_form = TieForm(request.POST)
    if attempt(
        request,
        lambda: declare_tie(actor, user_id, **tie_form.cleaned_data),
        form=tie_form,
        done="已登记，抽取时会自动回避。",
    ):
        if actor.is_city:
            return redirect("procedures:expert", user_id)
        return redirect("procedures:expert_profile")
    kind = ExpertForm if actor.is_city else ProfileForm
    return _page(request, row, kind(initial=shown_profile(row)), tie_form)


@city_only
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """End a tie."""
    tie = end_tie(request.actor, pk)
    messages.success(request, f"已解除与“{tie.name}”的回避关系。")
    return redirect("procedures:expert", tie.user_id)
