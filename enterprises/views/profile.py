"""An enterprise's own entry."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.report_year import open_years
from enterprises.actions.update_profile import correct_registration, update_profile
from enterprises.forms import DetailsForm, RegistrationForm
from enterprises.models import (
    CreditRecord,
    Enterprise,
    Product,
    PublishedTitle,
    Qualification,
    ResearchUnit,
    YearlyReport,
)
from enterprises.policies import identity_is_open
from enterprises.rules.completeness import Gap, gaps
from enterprises.rules.industry import industry_name
from enterprises.versions import seen_version, show_theirs, version_of
from pages.acts import add_errors

ITEM_PAGES = ("products", "qualifications", "units")


def own_enterprise(request: ActorRequest) -> Enterprise:
    """The enterprise of the present actor. 404 where their organisation has no entry."""
    rows = Enterprise.objects.select_related("district")
    enterprise: Enterprise = get_object_or_404(rows, pk=request.actor.organisation_id)
    return enterprise


@for_duties(Duty.ENTERPRISE_STAFF)
@require_GET
def profile(request: ActorRequest) -> HttpResponse:
    """The entry as the portal holds it, and what it still lacks."""
    enterprise = own_enterprise(request)
    context = {**portrait(enterprise), "tab": "profile"}
    missing = gaps(
        enterprise,
        [report.year for report in context["reports"] if report.state == "submitted"],
        open_years()[0],
        len(context["products"]),
    )
    context["gaps"] = [{"text": gap.text, "url": _place(gap)} for gap in missing]
    return render(request, "enterprises/profile.html", context)


@for_duties(Duty.ENTERPRISE_STAFF)
def edit(request: ActorRequest) -> HttpResponse:
    """Change the entry; while it is not confirmed, its code, name and district too."""
    enterprise = own_enterprise(request)
    is_open = identity_is_open(enterprise)
    form_class = RegistrationForm if is_open else DetailsForm
    initial = {"district": enterprise.district_id} if is_open else None
    seen_at = version_of(enterprise)
    form = form_class(request.POST or None, instance=enterprise, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = seen_version(request.POST.get("seen_at"))
        actor = request.actor
        try:
            if is_open:
                correct_registration(actor, values.pop("district"), values, seen_at=version)
            else:
                update_profile(actor, values, seen_at=version)
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        except StaleVersion as stale:
            form.add_error(None, stale.message)
            show_theirs(form, own_enterprise(request))
        else:
            sent = "更正已提交，等待主管部门确认。" if is_open else "企业资料已保存。"
            messages.success(request, sent)
            return redirect("enterprises:profile")
    context = {"form": form, "enterprise": enterprise, "is_open": is_open, "seen_at": seen_at}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "enterprises/profile_edit.html", context, status=status)


def portrait(enterprise: Enterprise) -> dict[str, Any]:
    """All that the registry holds of an enterprise, for its own pages and the bureau's."""
    own = {"organisation_id": enterprise.pk}
    return {
        "enterprise": enterprise,
        "rows": entry_rows(enterprise),
        "reports": list(YearlyReport.objects.filter(**own).order_by("-year")[:5]),
        "products": list(Product.objects.filter(**own)[:20]),
        "qualifications": list(Qualification.objects.filter(**own)[:20]),
        "units": list(ResearchUnit.objects.filter(**own)[:20]),
        "titles": list(PublishedTitle.objects.filter(**own).order_by("pk")[:20]),
        "credit_records": list(CreditRecord.objects.filter(**own).order_by("-pk")[:20]),
        "today": timezone.localdate(),
    }


def entry_rows(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Label, value, unit and note of each field of the entry."""
    code = enterprise.industry_code
    industry = f"{code} {industry_name(code)}" if code else ""
    size = enterprise.get_size_class_display()

    def row(label: str, value: Any, unit: str = "", note: str = "") -> dict[str, Any]:
        return {"label": label, "value": value, "unit": unit, "note": note}

    return [
        row("统一社会信用代码", enterprise.credit_code),
        row("区市", enterprise.district.name),
        row("注册地址", enterprise.address),
        row("法定代表人", enterprise.legal_representative),
        row("行业", industry),
        row("成立日期", enterprise.established_on),
        row("注册资本", plain(enterprise.registered_capital), "万元"),
        row("从业人员", enterprise.staff, "人"),
        row("营业收入", plain(enterprise.revenue), "万元"),
        row("资产总额", plain(enterprise.assets), "万元"),
        row("企业规模", size or "无法划型", note=enterprise.size_reason),
        row("联系人", enterprise.contact_name),
        row("联系电话", enterprise.contact_phone),
        row("联系邮箱", enterprise.contact_email),
    ]


def plain(value: Any) -> str | None:
    """A decimal with thousands separated and without trailing zeros; None stays None."""
    if value is None:
        return None
    text = f"{value:,.4f}"
    return text.rstrip("0").rstrip(".")


def _place(gap: Gap) -> str:
    if gap.place in ITEM_PAGES:
        return reverse("enterprises:items", args=[gap.place])
    return reverse(f"enterprises:{gap.place}")
