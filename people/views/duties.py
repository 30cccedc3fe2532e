"""One's own duties, and the invitations to more of them."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty, OrganisationKind
from accounts.leave_cover import COVERED_DUTIES
from accounts.middleware import SESSION_KEY
from accounts.models import Invitation, Membership
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from accounts.views.access import for_duties, sign_in_required
from pages.acts import attempt
from pages.request_values import whole_number
from people.actions import save_invitations, save_members
from people.tables import duties_table, invitations_table

LOOKS_A_MINUTE = 20


@sign_in_required
@require_GET
def duties(request: ActorRequest) -> HttpResponse:
    """In which organisations one works, who invites one, and the way out."""
    actor = request.actor
    # Experts do not learn who the others are: they would judge with an eye on them.
    colleagues = (
        Membership.objects.working()
        .filter(organisation_id=actor.organisation_id)
        .exclude(pk=actor.membership_id)
        .select_related("user")
        .order_by("since", "id")[:200]
        if actor and actor.duty != Duty.EXPERT
        else []
    )
    # Whoever reviews is told what it means to join an enterprise.
    bureaus = (OrganisationKind.CITY_BUREAU, OrganisationKind.DISTRICT_BUREAU)
    reviews = any(one.organisation.kind in bureaus for one in request.memberships)
    invitations = save_invitations.invitations_to(request.user.pk)
    context = {
        "invitations": invitations,
        "invitation_table": invitations_table(invitations, reviews=reviews),
        "duty_table": duties_table(request.memberships, actor),
        "colleagues": colleagues,
        "held": save_members.what_holds_the_last(actor.organisation_id)
        if actor and actor.is_enterprise and not colleagues
        else [],
        "arranges_cover": actor is not None and actor.duty in COVERED_DUTIES,
    }
    return render(request, "people/duties.html", context)


@sign_in_required
@require_POST
def answer_invitation(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept an invitation, and act in the new duty at once; or turn it down."""
    user_id = request.user.pk
    if request.POST.get("answer") == "accept":
        joined = attempt(
            request,
            lambda: save_invitations.accept_invitation(user_id, str(pk)),
            done="已加入。现在以这个身份办理，右上角可以随时切换。",
        )
        if joined.value:
            request.session[SESSION_KEY] = joined.value.pk
            return redirect("home")
    else:
        attempt(
            request,
            lambda: save_invitations.decline_invitation(user_id, str(pk)),
            done=lambda declined: f"已谢绝{declined.organisation.name}的邀请。",
        )
    return redirect("people:duties")


@for_duties()
@require_POST
def leave(request: ActorRequest) -> HttpResponse:
    """Leave the organisation that one acts for now."""
    actor = request.actor
    if request.POST.get("membership") != str(actor.membership_id):
        # Another window has switched the duty since this page was opened.
        messages.warning(request, "您刚才切换了身份，请核对后再退出。")
        return redirect("people:duties")
    successor = whole_number(request.POST.get("successor"))
    attempt(
        request,
        lambda: save_members.leave_organisation(actor, successor),
        done=f"您已退出{actor.organisation_name}。",
    )
    return redirect("people:duties")


@require_GET
def invitation(request: ActorRequest, token: str) -> HttpResponse:
    """Where the mail of an invitation leads: what it is about, and how to answer."""
    if asks_too_often(request, "invitation", LOOKS_A_MINUTE):
        return render(request, "429.html", status=429)
    with system_scope(reason="show an invitation to its holder"):
        found = (
            Invitation.objects.filter(token=token)
            .select_related("organisation", "invited_by")
            .first()
        )
    is_open = found is not None and not (
        found.accepted_at
        or found.declined_at
        or found.withdrawn_at
        or found.expires_at <= timezone.now()
    )
    if request.user.is_authenticated:
        mine = save_invitations.invitations_to(request.user.pk)
        if found is None or not is_open or found.pk in {one.pk for one in mine}:
            return redirect("people:duties")
    sign_in = urlencode({"next": reverse("people:duties")})
    context = {
        "invitation": found if is_open else None,
        "sign_up_url": f"{reverse('account_signup')}?{urlencode({'email': found.email})}"
        if found
        else "",
        "sign_in_url": f"{reverse('account_login')}?{sign_in}",
    }
    return render(request, "people/invitation.html", context)
