"""What a bureau decides: registrations, claims, the cultivation pool."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import RuleViolation, StaleVersion
from accounts.models import Membership
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.models import Attachment
from enterprises.actions.decide_claim import decide_claim
from enterprises.actions.decide_registration import confirm_registration, refuse_registration
from enterprises.actions.enter_cultivation_pool import (
    enter_cultivation_pool,
    leave_cultivation_pool,
)
from enterprises.forms import PoolExitForm, ReasonForm
from enterprises.lists import TONES
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from enterprises.policies import BUREAUS, READERS, may_decide, may_enter_pool
from enterprises.pool import pool_history
from enterprises.versions import seen_version, version_of
from enterprises.views.profile import portrait
from enterprises.views.reports import figure_lines


@for_duties(*READERS)
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One enterprise as a bureau reads it; the reading is recorded for the enterprise to see."""
    actor: Actor = request.actor
    enterprise = get_object_or_404(Enterprise.objects.select_related("district"), pk=pk)
    record_read(
        actor, "enterprise", pk, pk, "企业资料与年度数据", district_id=enterprise.district_id
    )
    context = portrait(enterprise)
    context |= {
        "seen_at": version_of(enterprise),
        "lines": figure_lines(context["reports"]),
        "tone": TONES[enterprise.registration_state],
        "may_decide": may_decide(actor, enterprise)
        and enterprise.registration_state == RegistrationState.PENDING,
        "may_pool": may_enter_pool(actor, enterprise) and enterprise.size_class != "large",
        "in_pool": enterprise.pool_entered_on is not None,
        "people": Membership.objects.filter(organisation_id=pk, is_active=True).count(),
        "reason_form": ReasonForm(auto_id="refuse_%s"),
        "pool_form": PoolExitForm(auto_id="pool_%s"),
        "pool_events": pool_history(enterprise),
        "may_keep_credit": may_decide(actor, enterprise),
        "may_propose": may_enter_pool(actor, enterprise),
    }
    return render(request, "enterprises/detail.html", context)


@for_duties(*BUREAUS)
@require_POST
def decide(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm or refuse a registration."""
    actor: Actor = request.actor
    seen_at = seen_version(request.POST.get("seen_at"))
    try:
        if request.POST.get("decision") == "confirm":
            enterprise = confirm_registration(actor, pk, seen_at=seen_at)
            messages.success(request, f"已确认 {enterprise.name} 的登记。")
        else:
            enterprise = refuse_registration(
                actor, pk, request.POST.get("reason", ""), seen_at=seen_at
            )
            messages.success(request, f"{enterprise.name} 的登记未通过，已通知企业更正。")
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("enterprises:detail", pk)
    except StaleVersion as stale:
        messages.warning(request, stale.message)
        return redirect("enterprises:detail", pk)
    return redirect("enterprises:queue")


@for_duties(*BUREAUS)
@require_POST
def pool(request: ActorRequest, pk: int) -> HttpResponse:
    """Into the cultivation pool, or out of it with a reason."""
    actor: Actor = request.actor
    try:
        if request.POST.get("decision") == "enter":
            enterprise = enter_cultivation_pool(actor, pk)
            messages.success(request, f"{enterprise.name} 已进入培育库。")
        else:
            enterprise = leave_cultivation_pool(
                actor, pk, request.POST.get("reason", ""), request.POST.get("reason_kind", "")
            )
            messages.success(request, f"{enterprise.name} 已移出培育库。")
    except RuleViolation as refused:
        messages.error(request, str(refused))
    return redirect("enterprises:detail", pk)


@for_duties(*BUREAUS)
def claim_review(request: ActorRequest, pk: int) -> HttpResponse:
    """A claim beside the entry that it is about, and the decision."""
    actor: Actor = request.actor
    claims = EnterpriseClaim.objects.select_related(
        "claimant", "stated_district", "decided_by", "organisation"
    )
    claim = get_object_or_404(claims, pk=pk)
    if request.method == "POST":
        grant = request.POST.get("decision") == "grant"
        try:
            decide_claim(
                actor,
                pk,
                grant=grant,
                reason=request.POST.get("reason", ""),
                seen_at=seen_version(request.POST.get("seen_at")),
            )
        except RuleViolation as refused:
            messages.error(request, str(refused))
            return redirect("enterprises:claim_review", pk)
        except StaleVersion as stale:
            messages.warning(request, stale.message)
            return redirect("enterprises:claim_review", pk)
        messages.success(request, "已同意认领并通知申请人。" if grant else "已回复申请人。")
        return redirect("enterprises:queue")
    return render(request, "enterprises/claim_review.html", _claim_context(claim))


def _claim_context(claim: EnterpriseClaim) -> dict[str, Any]:
    enterprise = Enterprise.objects.select_related("district").get(pk=claim.organisation_id)
    administrators = Membership.objects.filter(
        organisation_id=enterprise.pk, is_active=True, is_administrator=True
    ).select_related("user")
    return {
        "claim": claim,
        "enterprise": enterprise,
        "seen_at": version_of(enterprise),
        "is_open": claim.state == EnterpriseClaim.State.OPEN,
        "is_unclaimed": enterprise.registration_state == RegistrationState.UNCLAIMED,
        "administrators": [str(member.user) for member in administrators],
        "proof": Attachment.objects.filter(pk=claim.proof).first() if claim.proof else None,
        "same_code": enterprise.credit_code == claim.credit_code,
        "reason_form": ReasonForm(),
        "detail_url": reverse("enterprises:detail", args=[enterprise.pk]),
    }
