"""The members of one's own organisation."""

import uuid

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.duties import DUTIES_OF_KIND
from accounts.models import Invitation, Membership
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.fields import field_of
from pages.lists.table import table_html
from pages.request_values import whole_number
from people.actions import save_invitations, save_members
from people.tables import INVITED_COLUMNS, MEMBER_COLUMNS


class InvitationForm(forms.Form):
    """Inviting a colleague."""

    name = forms.CharField(label="姓名", max_length=60)
    email = forms.EmailField(
        label="电子邮箱",
        help_text="我们向这个邮箱发邀请，对方接受后生效；还没有账号的人，用这个邮箱注册即加入",
    )
    duty = forms.ChoiceField(label="职责")
    is_administrator = forms.BooleanField(label="同时设为机构管理员", required=False)

    def __init__(self, actor: Actor, data: QueryDict | None) -> None:
        super().__init__(data)
        duties = DUTIES_OF_KIND[actor.organisation_kind]
        field_of(self, "duty", forms.ChoiceField).choices = [
            (duty.value, duty.label) for duty in duties
        ]


@for_duties(administrator=True)
def members(request: ActorRequest) -> HttpResponse:
    """Who works here, who is invited, and inviting one more."""
    actor = request.actor
    form = InvitationForm(actor, request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: save_invitations.invite_person(actor, **form.cleaned_data),
        form=form,
        done=lambda made: f"已向 {form.cleaned_data['email']} 发出邀请。",
    ):
        return redirect("people:members")
    own: dict[str, object] = {"organisation_id": actor.organisation_id}
    people = Membership.objects.working().filter(**own).select_related("user")
    shown = list(people.order_by("since", "id"))
    invited = Invitation.objects.filter(
        accepted_at=None, declined_at=None, withdrawn_at=None, expires_at__gt=timezone.now(), **own
    )
    waiting = list(invited.order_by("-created_at"))
    context = {
        "form": form,
        "members": shown,
        "table": table_html(MEMBER_COLUMNS, shown),
        "invitations": table_html(INVITED_COLUMNS, waiting) if waiting else "",
    }
    return page_with_form(request, "people/members.html", context, form)


@for_duties(administrator=True)
@require_POST
def remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Remove a member, with a successor for what they leave."""
    successor = whole_number(request.POST.get("successor"))
    attempt(
        request,
        lambda: save_members.remove_person(request.actor, pk, successor),
        done=lambda leaver: f"{leaver.user}已离开本机构。",
    )
    return redirect("people:members")


@for_duties(administrator=True)
@require_POST
def administrator(request: ActorRequest, pk: int) -> HttpResponse:
    """Make a member an administrator, or end that."""
    wanted = request.POST.get("administrator") == "yes"
    attempt(
        request,
        lambda: save_members.set_administrator(request.actor, pk, wanted),
        done="已更新管理员。",
    )
    return redirect("people:members")


@for_duties(administrator=True)
@require_POST
def withdraw(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    attempt(
        request,
        lambda: save_invitations.withdraw_invitation(request.actor, str(pk)),
        done="邀请已撤回。",
    )
    return redirect("people:members")
