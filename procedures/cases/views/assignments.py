"""Taking cases, and handing them to colleagues."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.errors import RuleViolation
from accounts.leave_cover import colleagues_of
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.request_values import whole_number
from procedures.cases.actions.assign_case import Assigned, assign_cases
from procedures.cases.policies import REVIEWERS
from procedures.cases.views.worklist_choices import back_to_list
from procedures.models import Application

ME, NOBODY = "me", "nobody"


class AssignForm(forms.Form):
    """To whom the cases go, and a word about it."""

    to = forms.ChoiceField(label="交给")
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只有审核部门看得到，企业看不到",
    )

    def __init__(self, actor: Actor, data: Any, to: str) -> None:
        super().__init__(data, initial={"to": to})
        colleagues = [(str(one.user_id), str(one)) for one in colleagues_of(actor)]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"),
            (ME, f"我自己（{actor.user_name}）"),
            *colleagues,
            (NOBODY, "不指定，放回未分配"),
        ]
        if not colleagues:
            self.fields[
                "to"
            ].help_text = "本单位没有职责相同的同事；机构管理员可以在“成员与授权”中邀请。"

    def receiver(self, actor: Actor) -> int | None:
        chosen = self.cleaned_data["to"]
        return actor.user_id if chosen == ME else None if chosen == NOBODY else int(chosen)


@for_duties(*REVIEWERS)
def assign(request: ActorRequest) -> HttpResponse:
    """The chosen cases once more, and to whom they go."""
    actor: Actor = request.actor
    data = request.POST if request.method == "POST" else request.GET
    ids = {number for text in data.getlist("case") if (number := whole_number(text)) is not None}
    if not ids:
        messages.info(request, "请先在列表里勾选申报，再认领或转交。")
        return back_to_list(data.get("query", ""))
    found = Application.objects.visible_to(actor).filter(pk__in=ids)
    cases = list(found.select_related("reviewer", "district").order_by("stage_due_on", "id"))
    if len(cases) != len(ids):
        raise Application.DoesNotExist
    form = AssignForm(actor, request.POST or None, request.GET.get("to", ""))
    if request.method == "POST" and form.is_valid():
        seen = {case.pk: whole_number(request.POST.get(f"seen-{case.pk}")) for case in cases}
        try:
            done = assign_cases(actor, seen, form.receiver(actor), form.cleaned_data["note"])
        except RuleViolation as refusal:
            for field, text in refusal.errors.items():
                form.add_error(field if field in form.fields else None, text)
        else:
            _tell(request, done, dict(form.fields["to"].choices)[form.cleaned_data["to"]])  # type: ignore[attr-defined]
            return _back(request, cases)
    context = {"form": form, "cases": cases, "query": data.get("query", "")}
    return render(request, "procedures/assign.html", context, status=422 if form.is_bound else 200)


@for_duties(*REVIEWERS)
@require_POST
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one case on one's own desk."""
    actor: Actor = request.actor
    done = assign_cases(actor, {pk: whole_number(request.POST.get("seen"))}, actor.user_id)
    _tell(request, done, "您")
    return redirect("procedures:case", pk)


def _back(request: ActorRequest, cases: list[Application]) -> HttpResponse:
    if request.POST.get("query") or len(cases) > 1:
        return back_to_list(request.POST.get("query", ""))
    return redirect("procedures:case", cases[0].pk)


def _tell(request: ActorRequest, done: Assigned, receiver: str) -> None:
    if done.cases:
        what = f"“{done.cases[0]}”" if len(done.cases) == 1 else f"{len(done.cases)} 件申报"
        messages.success(request, f"{what}已交给：{receiver}。")
    for reason in done.refused:
        messages.warning(request, reason)
