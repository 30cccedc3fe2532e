"""What a bureau decides: registrations, claims, the cultivation pool."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Membership
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.pdf.glyphs import warnings_about
from enterprises.actions.decide_claim import decide_claim
from enterprises.actions.decide_registration import confirm_registration, refuse_registration
from enterprises.actions.enter_cultivation_pool import (
    enter_cultivation_pool,
    leave_cultivation_pool,
)
from enterprises.correction_forms import PoolExitForm
from enterprises.forms import ReasonForm
from enterprises.lists import TONES
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from enterprises.namesakes import namesakes
from enterprises.page_parts import parts_of
from enterprises.policies import BUREAUS, READERS, may_decide, may_enter_pool
from enterprises.pool import pool_history
from enterprises.registration_history import earlier_refusal
from enterprises.rules.credit_code import check_problem
from enterprises.tables import credit_table, items_table
from enterprises.views.profile import Told, portrait
from enterprises.views.reports import figure_heads, figure_lines
from enterprises.views.scans import scan_link
from pages.acts import attempt
from pages.request_values import shown_version


@for_duties(*READERS)
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One enterprise as a bureau reads it; the reading is recorded for the enterprise to see."""
    actor = request.actor
    enterprise = get_object_or_404(Enterprise.objects.select_related("district"), pk=pk)
    record_read(
        actor, "enterprise", pk, pk, "企业资料与年度数据", district_id=enterprise.district_id
    )
    held = portrait(actor, enterprise)
    may_keep_credit = may_decide(actor, enterprise)
    waits = may_keep_credit and enterprise.registration_state == RegistrationState.PENDING
    context = {
        **held,
        "earlier": earlier_refusal(enterprise) if may_keep_credit else None,
        "products": items_table("products", held["products"]),
        "qualifications": items_table("qualifications", held["qualifications"]),
        "units": items_table("units", held["units"]),
        "shareholders": items_table("shareholders", held["shareholders"]),
        "credit_table": credit_table(held["credit_records"], may_lift=may_keep_credit),
        "version": enterprise.version,
        "heads": figure_heads(held["reports"]),
        "lines": figure_lines(held["reports"]),
        "tone": TONES[enterprise.registration_state],
        "may_decide": waits,
        "namesakes": namesakes(actor, pk, enterprise.name) if waits else [],
        "unprintable": warnings_about([enterprise.name]) if waits else [],
        "may_pool": may_enter_pool(actor, enterprise) and enterprise.size_class != "large",
        "in_pool": enterprise.pool_entered_on is not None,
        "people": Membership.objects.filter(organisation_id=pk, is_active=True).count(),
        "reason_form": ReasonForm(auto_id="refuse_%s"),
        "code_problem": check_problem(enterprise.credit_code or ""),
        "code_form": ReasonForm(auto_id="confirm_%s"),
        "pool_form": PoolExitForm(auto_id="pool_%s"),
        "pool_events": pool_history(enterprise),
        "may_keep_credit": may_keep_credit,
        "may_propose": may_enter_pool(actor, enterprise),
        "panels": parts_of(actor, enterprise),
    }
    return render(request, "enterprises/detail.html", context)


@for_duties(*BUREAUS)
@require_POST
def decide(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm or refuse a registration."""
    actor, post = request.actor, request.POST
    version = shown_version(post)
    if (post.get("decision") or request.GET.get("decision")) == "confirm":
        reason = post.get("reason", "")
        decided = attempt(
            request,
            lambda: confirm_registration(actor, pk, reason=reason, version=version),
            done=lambda row: f"已确认 {row.name} 的登记。",
        )
    else:
        decided = attempt(
            request,
            lambda: refuse_registration(actor, pk, post.get("reason", ""), version=version),
            done=lambda row: f"{row.name} 的登记未通过，已通知企业更正。",
        )
    if decided.is_done:
        return redirect("enterprises:queue")
    return redirect("enterprises:detail", pk)


@for_duties(*BUREAUS)
@require_POST
def pool(request: ActorRequest, pk: int) -> HttpResponse:
    """Into the cultivation pool, or out of it with a reason."""
    actor, post = request.actor, request.POST
    if post.get("decision") == "enter":
        attempt(
            request,
            lambda: enter_cultivation_pool(actor, pk),
            done=lambda row: f"{row.name} 已进入培育库。",
        )
    else:
        reason, kind = post.get("reason", ""), post.get("reason_kind", "")
        attempt(
            request,
            lambda: leave_cultivation_pool(actor, pk, reason, kind),
            done=lambda row: f"{row.name} 已移出培育库。",
        )
    return redirect("enterprises:detail", pk)


@for_duties(*BUREAUS)
def claim_review(request: ActorRequest, pk: int) -> HttpResponse:
    """A claim beside the entry that it is about, and the decision."""
    actor = request.actor
    claims = EnterpriseClaim.objects.select_related(
        "claimant", "stated_district", "decided_by", "organisation"
    )
    claim = get_object_or_404(claims, pk=pk)
    if request.method == "POST":
        grant = (request.POST.get("decision") or request.GET.get("decision")) == "grant"
        reason = request.POST.get("reason", "")
        version = shown_version(request.POST)
        decided = attempt(
            request,
            lambda: decide_claim(actor, pk, grant=grant, reason=reason, version=version),
            done="已同意认领并通知申请人。" if grant else "已回复申请人。",
        )
        if decided.is_done:
            return redirect("enterprises:queue")
        return redirect("enterprises:claim_review", pk)
    return render(request, "enterprises/claim_review.html", _claim_context(actor, claim))


def _claim_context(actor: Actor, claim: EnterpriseClaim) -> dict[str, object]:
    enterprise = Enterprise.objects.select_related("district").get(pk=claim.organisation_id)
    administrators = Membership.objects.filter(
        organisation_id=enterprise.pk, is_active=True, is_administrator=True
    ).select_related("user")
    names = [str(member.user) for member in administrators]
    is_open = claim.state == EnterpriseClaim.State.OPEN
    return {
        "claim": claim,
        "enterprise": enterprise,
        "version": enterprise.version,
        "is_open": is_open,
        "namesakes": namesakes(actor, enterprise.pk, enterprise.name) if is_open else [],
        "is_unclaimed": enterprise.registration_state == RegistrationState.UNCLAIMED,
        "administrators": names,
        "asked": _asked(claim),
        "held": _held(enterprise, claim.credit_code, names),
        "reason_form": ReasonForm(auto_id="refuse_%s"),
        "code_problem": check_problem(claim.credit_code),
        "code_form": ReasonForm(auto_id="grant_%s"),
    }


def _asked(claim: EnterpriseClaim) -> list[Told]:
    """What the claimant says, and the answer, as rows of a description list."""
    rows = [
        Told("申请人", f"{claim.claimant} · {claim.claimant_position}"),
        Told("邮箱", claim.claimant.email),
        Told("信用代码", claim.credit_code),
        Told("说明", linebreaksbr(claim.statement)),
        Told("证明材料", scan_link(claim.proof)),
    ]
    if claim.stated_district:
        rows.insert(3, Told("所报区市", claim.stated_district.name))
    if claim.decided_at:
        when = f"{timezone.localtime(claim.decided_at):%Y-%m-%d %H:%M}"
        told = f"{claim.get_state_display()} · {claim.decided_by} · {when}"
        rows.append(Told("审核", told, note=claim.reason))
    return rows


def _held(enterprise: Enterprise, claimed: str, administrators: list[str]) -> list[Told]:
    """The entry that the claim is about; `claimed` is the code that the claimant states."""
    code = enterprise.credit_code or "名单中没有，同意后采用申请人所填"
    if enterprise.credit_code and enterprise.credit_code != claimed:
        code = format_html('{} <span class="pill bad">与申请不一致</span>', code)
    address = reverse("enterprises:detail", args=[enterprise.pk])
    return [
        Told("企业名称", format_html('<a href="{}">{}</a>', address, enterprise.name)),
        Told("信用代码", code),
        Told("区市", enterprise.district.name),
        Told("登记状态", enterprise.get_registration_state_display()),
        Told("法定代表人", enterprise.legal_representative),
        Told("现有管理员", "、".join(administrators) or "没有"),
    ]
