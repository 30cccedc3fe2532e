"""An enterprise's own entry."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from enterprises.actions.report_year import open_years
from enterprises.actions.update_profile import correct_registration, update_profile
from enterprises.forms import DetailsForm, RegistrationForm, RegistryForm
from enterprises.models import (
    CreditRecord,
    Enterprise,
    Product,
    PublishedTitle,
    Qualification,
    ResearchUnit,
    Shareholder,
    YearlyReport,
)
from enterprises.policies import guarded_fields, identity_is_open
from enterprises.rules.completeness import Gap, gaps
from enterprises.rules.industry import industry_name
from enterprises.tables import TITLE_COLUMNS, credit_table
from enterprises.views.licence import licence_told
from pages.acts import attempt, page_with_form
from pages.lists.cells import plain_number
from pages.lists.table import table_html
from pages.request_values import shown_version
from pages.stale import version_to_show

ITEM_PAGES = ("products", "qualifications", "units", "shareholders")


def own_enterprise(request: ActorRequest) -> Enterprise:
    """The enterprise of the present actor. 404 where their organisation has no entry."""
    rows = Enterprise.objects.select_related("district")
    return get_object_or_404(rows, pk=request.actor.organisation_id)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_GET
def profile(request: ActorRequest) -> HttpResponse:
    """The entry as the portal holds it, and what it still lacks."""
    enterprise = own_enterprise(request)
    held = portrait(request.actor, enterprise)
    missing = gaps(
        enterprise,
        [report.year for report in held["reports"] if report.state == "submitted"],
        open_years()[0],
        len(held["products"]),
    )
    context = {
        **held,
        "tab": "profile",
        "credit_table": credit_table(held["credit_records"], may_lift=False),
        "gaps": [{"text": gap.text, "url": _place(gap)} for gap in missing],
    }
    return render(request, "enterprises/profile.html", context)


@for_duties(Duty.ENTERPRISE_STAFF)
def edit(request: ActorRequest) -> HttpResponse:
    """Change the entry; while it is not confirmed, its code, name and district too."""
    enterprise = own_enterprise(request)
    is_open = identity_is_open(enterprise)
    form: RegistryForm
    if is_open:
        form = RegistrationForm(
            request.POST or None,
            files=request.FILES,
            instance=enterprise,
            initial={"district": enterprise.district_id},
            has_licence=enterprise.licence is not None,
        )
    else:
        form = DetailsForm(request.POST or None, instance=enterprise)
        for name in guarded_fields(enterprise):
            form.fields[name].disabled = True
            form.fields[name].help_text = "登记机关变更后，在“登记变更”里提出。"
    if request.method == "POST" and attempt(
        request,
        lambda: _save(request, form.cleaned_data, is_open=is_open),
        form=form,
        done="更正已提交，等待主管部门确认。" if is_open else "企业资料已保存。",
    ):
        return redirect("enterprises:profile")
    context = {
        "form": form, "enterprise": enterprise, "is_open": is_open,
        "version": version_to_show(request, enterprise, form),
    }  # fmt: skip
    return page_with_form(request, "enterprises/profile_edit.html", context, form)


def _save(request: ActorRequest, typed: dict[str, Any], *, is_open: bool) -> Enterprise:
    values, version = dict(typed), shown_version(request.POST)
    if is_open:
        district, licence = values.pop("district"), values.pop("licence")
        return correct_registration(
            request.actor, district, values, licence=licence, version=version
        )
    return update_profile(request.actor, values, version=version)


@dataclass(frozen=True)
class Told:
    """A row of `components/kv.html`."""

    label: str
    value: object
    unit: str = ""
    note: str = ""


class Portrait(TypedDict):
    """What pages say of an enterprise."""

    enterprise: Enterprise
    rows: list[Told]
    reports: list[YearlyReport]
    products: list[Product]
    qualifications: list[Qualification]
    units: list[ResearchUnit]
    shareholders: list[Shareholder]
    titles: SafeString | str
    credit_records: list[CreditRecord]


def portrait(actor: Actor, enterprise: Enterprise) -> Portrait:
    """All that the registry holds of an enterprise, for its own pages and the bureau's."""
    own = {"organisation_id": enterprise.pk}
    value, note = licence_told(actor, enterprise)
    titles = list(PublishedTitle.objects.filter(**own).order_by("pk")[:20])
    return {
        "enterprise": enterprise,
        "rows": [
            *entry_rows(enterprise),
            Told("营业执照", value, note=note),
        ],
        "reports": list(YearlyReport.objects.filter(**own).order_by("-year")[:5]),
        "products": list(Product.objects.filter(**own)[:20]),
        "qualifications": list(Qualification.objects.filter(**own)[:20]),
        "units": list(ResearchUnit.objects.filter(**own)[:20]),
        "shareholders": list(Shareholder.objects.filter(**own)[:20]),
        "titles": table_html(TITLE_COLUMNS, titles) if titles else "",
        "credit_records": list(CreditRecord.objects.filter(**own).order_by("-pk")[:20]),
    }


def entry_rows(enterprise: Enterprise) -> list[Told]:
    """Label, value, unit and note of each field of the entry."""
    code = enterprise.industry_code
    industry = f"{code} {industry_name(code)}" if code else ""
    size = enterprise.get_size_class_display()
    year = f"{enterprise.size_year} 年末" if enterprise.size_year else ""
    if year and enterprise.size_is_reported:
        year = f"{enterprise.size_year} 年度数据"
    return [
        Told("统一社会信用代码", enterprise.credit_code),
        Told("区市", enterprise.district.name),
        Told("注册地址", enterprise.address),
        Told("法定代表人", enterprise.legal_representative),
        Told("行业", industry),
        Told("成立日期", enterprise.established_on),
        Told("注册资本", plain(enterprise.registered_capital), "万元"),
        Told("从业人员", plain(enterprise.staff), "人", year),
        Told("营业收入", plain(enterprise.revenue), "万元", year),
        Told("资产总额", plain(enterprise.assets), "万元", year),
        Told("企业规模", size or "无法划型", note=enterprise.size_reason.removeprefix(f"{size}：")),
        Told("联系人", enterprise.contact_name),
        Told("联系电话", enterprise.contact_phone),
        Told("联系邮箱", enterprise.contact_email),
    ]


def plain(value: Decimal | float | None) -> str | None:
    """A decimal with thousands separated and without trailing zeros; None stays None."""
    return None if value is None else plain_number(value)


def _place(gap: Gap) -> str:
    if gap.place in ITEM_PAGES:
        return reverse("enterprises:items", args=[gap.place])
    return reverse(f"enterprises:{gap.place}")
