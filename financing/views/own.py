"""The enterprise's side: its place on the list, its consents, what banks were shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty, OrganisationKind
from accounts.errors import RuleViolation
from accounts.models import Organisation
from accounts.pagination import keyset_page
from accounts.state_machine import Said
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from enterprises.forms import add_errors
from financing.actions.give_consent import give_consent, withdraw_consent
from financing.conditions import assess, conditions_in_force
from financing.forms import ConsentForm
from financing.models import Consent, Disclosure, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist_machine import MACHINE

staff_only = for_duties(Duty.ENTERPRISE_STAFF)
SEEN_BY_ALL = "企业名称、统一社会信用代码、在库状态和有效期"


@staff_only
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Whether the enterprise is on the list; if not, what is missing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entries = WhitelistEntry.objects.filter(organisation_id=actor.organisation_id)
    entry: WhitelistEntry | None = entries.order_by("-id").first()
    version = conditions_in_force()
    evaluation = assess(version, actor.organisation_id) if version else None
    leave = None
    if entry is not None:
        offers = {one.transition.name for one in MACHINE.offers(actor, entry)}
        leave = "leave" in offers
    context = {
        "entry": entry,
        "may_leave": leave,
        "version": version,
        "groups": evaluation.groups if evaluation else [],
        "meets": evaluation is not None and evaluation.distance == 0,
        "events": MACHINE.timeline(entry) if entry else [],
        "consents": Consent.objects.in_force()
        .filter(organisation_id=actor.organisation_id)
        .count(),
    }
    return render(request, "financing/own.html", context)


@staff_only
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the list at one's own wish."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = WhitelistEntry.objects.filter(organisation_id=actor.organisation_id)
    entry = rows.order_by("-id").first()
    if entry is None:
        messages.error(request, "企业不在名单库中。")
        return redirect("financing:own")
    try:
        MACHINE.execute(actor, entry.pk, "leave", Said(request.POST.get("reason", "")[:1000]))
        messages.success(request, "已退出名单库，各银行已同步。")
    except RuleViolation as refused:
        messages.error(request, str(refused))
    return redirect("financing:own")


@staff_only
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    """Every bank, and what it may see of the enterprise."""
    return _consents_page(request)


def _consents_page(
    request: HttpRequest, refused: ConsentForm | None = None, bank_id: int = 0
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own_rows = Consent.objects.filter(organisation_id=actor.organisation_id)
    given = {one.bank_id: one for one in own_rows.in_force()}
    banks = Organisation.objects.filter(kind=OrganisationKind.BANK, is_active=True)
    rows = [
        {
            "bank": bank,
            "consent": given.get(bank.pk),
            "form": refused if bank.pk == bank_id and refused else _form_for(given.get(bank.pk)),
        }
        for bank in banks.order_by("name")
    ]
    context = {
        "rows": rows,
        "given": len(given),
        "seen_by_all": SEEN_BY_ALL,
        "open_bank": bank_id,
        "explained": EXPLAINED,
    }
    return render(request, "financing/consents.html", context, status=422 if refused else 200)


EXPLAINED = (
    (FieldGroup.IDENTITY.label, "区（市）、行业、规模、成立日期、注册资本、地址、法定代表人"),
    (FieldGroup.CERTIFICATES.label, "有效证书的类别、编号、名称和有效期"),
    (FieldGroup.FIGURES.label, "最近一个已上报年度的经营数据"),
    (FieldGroup.CONTACTS.label, "联系人姓名、电话和邮箱"),
)


def _form_for(consent: Consent | None) -> ConsentForm:
    initial: dict[str, Any] = {}
    if consent is not None:
        initial = {"groups": consent.groups, "valid_to": consent.valid_to}
    return ConsentForm(initial=initial)


@staff_only
@require_POST
def consent(request: HttpRequest, bank_id: int) -> HttpResponse:
    """Give or change the consent to one bank."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bank = Organisation.objects.get(pk=bank_id, kind=OrganisationKind.BANK)
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            given = give_consent(
                actor, bank_id, form.cleaned_data["groups"], form.cleaned_data["valid_to"]
            )
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            labels = "、".join(given.group_labels)
            messages.success(
                request, f"已授权{bank.name}查看：{labels}，到 {given.valid_to:%Y-%m-%d}。"
            )
            return redirect("financing:consents")
    return _consents_page(request, form, bank_id)


@staff_only
@require_POST
def withdraw(request: HttpRequest, bank_id: int) -> HttpResponse:
    """Take a consent back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bank = Organisation.objects.get(pk=bank_id, kind=OrganisationKind.BANK)
    try:
        withdraw_consent(actor, bank_id)
        messages.success(request, f"已撤回，{bank.name}从现在起只能看到企业在库。")
    except RuleViolation as refused:
        messages.error(request, str(refused))
    return redirect("financing:consents")


@staff_only
@require_GET
def disclosures(request: HttpRequest) -> HttpResponse:
    """What each bank was shown, the latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Disclosure.objects.filter(organisation_id=actor.organisation_id).select_related("bank")
    context = {"page": keyset_page(request, rows, order=("-at", "-id"), size=50)}
    return render(request, "financing/disclosures.html", context)
