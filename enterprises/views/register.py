"""Registering and claiming: pages for people who have no duty in an enterprise yet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.errors import RuleViolation
from accounts.middleware import SESSION_KEY
from accounts.models import District, Membership
from accounts.requests import person_of
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from accounts.views.access import sign_in_required, to_sign_in
from enterprises.actions.claim_enterprise import ClaimRequest, claim_enterprise
from enterprises.actions.entry_values import code_problem
from enterprises.actions.register_enterprise import register_enterprise
from enterprises.errors import AlreadyRegistered, EntryWaits
from enterprises.forms import ClaimForm, RegistrationForm
from enterprises.imports.lookups import NamedEntries
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from enterprises.rules.credit_code import normalise_credit_code, shape_problem
from enterprises.tables import OWN_CLAIM_COLUMNS
from enterprises.way_in import claim_url, way_into
from pages.acts import add_errors, attempt, page_with_form
from pages.lists.table import table_html
from pages.request_values import whole_number
from people.actions.save_invitations import invitations_to

CHECKS_A_MINUTE = 30


def register(request: HttpRequest) -> HttpResponse:
    """The start of a registration: what it takes, and for the signed-in the form itself."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            return to_sign_in(request)
        return render(request, "enterprises/register_start.html")
    form = RegistrationForm(request.POST or None, files=request.FILES, initial=_known_of(request))
    context: dict[str, object] = {"form": form, "invitations": invitations_to(request.user.pk)}

    def register_it() -> Membership:
        values = dict(form.cleaned_data)
        try:
            district, licence = values.pop("district"), values.pop("licence")
            return register_enterprise(person_of(request), district, values, licence)
        except AlreadyRegistered as refused:
            context["way"] = way_into(person_of(request).pk, refused.credit_code)
            raise
        except EntryWaits as refused:
            code = values["credit_code"]
            context["claim_url"] = claim_url(code=code, entry=refused.organisation_id)
            raise

    if request.method == "POST":
        done = "登记已提交，区市主管部门确认后会通知您。"
        registered = attempt(request, register_it, form=form, done=done)
        if registered.value is not None:
            request.session[SESSION_KEY] = registered.value.pk
            return redirect("enterprises:profile")
    return page_with_form(request, "enterprises/register.html", context, form)


@sign_in_required
@require_GET
def check_code(request: HttpRequest) -> HttpResponse:
    """What the portal knows of a code, as a fragment: wrong, taken, or free."""
    if asks_too_often(request, "register-check", CHECKS_A_MINUTE):
        return render(request, "enterprises/_check_later.html")
    code = normalise_credit_code(request.GET.get("credit_code", ""))
    if not code:
        return HttpResponse("")
    context: dict[str, object] = {
        "problem": code_problem(code, checked=False),
        "may_pass": not shape_problem(code),
    }
    if context["may_pass"]:
        context["way"] = way_into(person_of(request).pk, code)
    return render(request, "enterprises/_code_check.html", context)


@sign_in_required
@require_GET
def check_name(request: HttpRequest) -> HttpResponse:
    """Unclaimed entries with nearly this name, as a fragment; they come from published lists."""
    if asks_too_often(request, "register-check", CHECKS_A_MINUTE):
        return render(request, "enterprises/_check_later.html")
    name = request.GET.get("name", "").strip()[:200]
    found = NamedEntries([name], unclaimed_only=True).same_key(name)[:3] if len(name) > 3 else []
    code = normalise_credit_code(request.GET.get("credit_code", ""))
    entries = [
        {"name": entry.name, "url": claim_url(code=code, entry=entry.organisation_id)}
        for entry in found
    ]
    return render(request, "enterprises/_name_check.html", {"entries": entries})


@sign_in_required
def claim(request: HttpRequest) -> HttpResponse:
    """Ask to administer a registered enterprise (by code) or an unclaimed entry (`entry`)."""
    entry = _unclaimed(request.GET.get("entry", ""))
    form = ClaimForm(
        request.POST or None,
        request.FILES or None,
        initial={"credit_code": request.GET.get("code", "")},
        district_needed="district" in request.POST
        or (entry is not None and entry.district.kind == District.Kind.CITY),
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            claim_enterprise(
                person_of(request),
                ClaimRequest(entry_id=entry.pk if entry else None, **values),
            )
        except RuleViolation as refused:
            if "district" in refused.errors and "district" not in form.fields:
                # The code leads to an entry whose district nobody knows: ask for it.
                form = ClaimForm(request.POST, request.FILES, district_needed=True)
            add_errors(form, refused.errors)
        else:
            messages.success(request, "申请已提交，主管部门核对证明材料后会通知您。")
            return redirect("enterprises:my_claims")
    way = way_into(person_of(request).pk, normalise_credit_code(request.GET.get("code", "")))
    context = {"form": form, "entry": entry, "way": way if way and way.asked else None}
    return page_with_form(request, "enterprises/claim.html", context, form)


@sign_in_required
@require_GET
def my_claims(request: HttpRequest) -> HttpResponse:
    """Own claims and what became of them. An open claim tells nothing of the enterprise."""
    with system_scope(reason="show a person their own claims"):
        claims = list(
            EnterpriseClaim.objects.filter(claimant_id=request.user.pk)
            .select_related("organisation", "district")
            .order_by("-created_at")[:50]
        )
    waiting = sum(claim.state == EnterpriseClaim.State.OPEN for claim in claims)
    table = table_html(OWN_CLAIM_COLUMNS, claims)
    context = {"claims": claims, "waiting": waiting, "table": table}
    return render(request, "enterprises/my_claims.html", context)


def _unclaimed(text: str) -> Enterprise | None:
    if not text:
        return None
    if (number := whole_number(text)) is None:
        raise Http404
    with system_scope(reason="show an unclaimed entry to its claimant"):
        entry = (
            Enterprise.objects.filter(pk=number, registration_state=RegistrationState.UNCLAIMED)
            .select_related("district")
            .first()
        )
    if entry is None:
        raise Http404
    return entry


def _known_of(request: HttpRequest) -> dict[str, str]:
    user = person_of(request)
    return {
        "contact_name": user.name,
        "contact_phone": user.phone,
        "contact_email": user.email,
        "credit_code": request.GET.get("code", ""),
    }
