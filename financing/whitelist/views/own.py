"""The enterprise's side: its place on the list, and its consents."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.counts import counts_for
from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.models import Consent, LoanDemand, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist.actions.give_consent import give_consent, withdraw_consent
from financing.whitelist.conditions import assess, conditions_in_force
from financing.whitelist.feed_content import FIGURES
from financing.whitelist.forms import ConsentForm
from financing.whitelist.key_figures import LABELS
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput
from pages.acts import attempt, page_with_form

staff_only = for_duties(Duty.ENTERPRISE_STAFF)
SEEN_BY_ALL = "企业名称、统一社会信用代码、在库状态和有效期"


@staff_only
@require_GET
def own(request: ActorRequest) -> HttpResponse:
    """Whether the enterprise is on the list; if not, what is missing."""
    actor = request.actor
    entries = WhitelistEntry.objects.filter(organisation_id=actor.organisation_id)
    entry: WhitelistEntry | None = entries.order_by("-id").first()
    version = conditions_in_force()
    evaluation = assess(version, actor.organisation_id) if version else None
    offers = MACHINE.available(actor, entry) if entry else []
    open_demands, consents_given = counts_for(actor, "own financing page", _own)
    context = {
        "entry": entry,
        "may_leave": any(one.transition.name == "leave" for one in offers),
        "groups": evaluation.groups if evaluation else [],
        "meets": evaluation is not None and evaluation.distance == 0,
        "events": MACHINE.history(entry) if entry else [],
        "bureau": partial(_bureau_of, actor),  # asked for where it is named
        "open_demands": open_demands,
        "consents": consents_given,
    }
    return render(request, "financing/own.html", context)


def _own(actor: Actor) -> list[tuple[QuerySet[LoanDemand] | QuerySet[Consent]]]:
    demands = LoanDemand.objects.filter(organisation_id=actor.organisation_id)
    given = Consent.objects.in_force().filter(organisation_id=actor.organisation_id)
    return [(demands.filter(state=LoanDemand.State.OPEN),), (given,)]


def _bureau_of(actor: Actor) -> str:
    """The bureau that recommends the enterprises of the actor's district."""
    bureaus = Organisation.objects.filter(
        kind=OrganisationKind.DISTRICT_BUREAU, district_id__in=actor.district_ids, is_active=True
    )
    return bureaus.order_by("id").values_list("name", flat=True).first() or ""


@staff_only
@require_POST
def leave(request: ActorRequest) -> HttpResponse:
    """Leave the list at one's own wish."""
    actor = request.actor
    rows = WhitelistEntry.objects.filter(organisation_id=actor.organisation_id)
    entry = rows.order_by("-id").first()
    if entry is None:
        messages.error(request, "企业不在名单库中。")
        return redirect("financing:own")
    given = TransitionInput(request.POST.get("reason", "")[:1000])
    attempt(
        request,
        lambda: MACHINE.execute(actor, entry.pk, "leave", given),
        done="已退出名单库，各银行已同步。",
    )
    return redirect("financing:own")


@staff_only
@require_GET
def consents(request: ActorRequest) -> HttpResponse:
    """Every bank, and what it may see of the enterprise."""
    return _consents_page(request)


def _consents_page(
    request: ActorRequest, refused: ConsentForm | None = None, bank_id: int = 0
) -> HttpResponse:
    actor = request.actor
    own_rows = Consent.objects.filter(organisation_id=actor.organisation_id)
    given = {one.bank_id: one for one in own_rows.in_force()}
    banks = Organisation.objects.filter(kind=OrganisationKind.BANK, is_active=True)
    rows = [
        {
            "bank": bank,
            "consent": given.get(bank.pk),
            "form": refused
            if bank.pk == bank_id and refused
            else ConsentForm(bank.pk, given.get(bank.pk)),
        }
        for bank in banks.order_by("name")
    ]
    context = {
        "rows": rows,
        "is_listed": WhitelistEntry.objects.listed()
        .filter(organisation_id=actor.organisation_id)
        .exists(),
        "given": len(given),
        "seen_by_all": SEEN_BY_ALL,
        "open_bank": bank_id,
        "explained": EXPLAINED,
    }
    forms = (refused,) if refused else ()
    return page_with_form(request, "financing/consents.html", context, *forms)


EXPLAINED = (
    (FieldGroup.IDENTITY.label, "区市、行业、规模、成立日期、注册资本、地址、法定代表人"),
    (FieldGroup.CERTIFICATES.label, "有效证书的类别、编号、名称和有效期"),
    (
        FieldGroup.FIGURES.label,
        f"最近一个已上报年度的{'、'.join(map(LABELS.__getitem__, FIGURES))}",
    ),
    (FieldGroup.CONTACTS.label, "联系人姓名、电话和邮箱"),
)


@staff_only
@require_POST
def consent(request: ActorRequest, bank_id: int) -> HttpResponse:
    """Give or change the consent to one bank."""
    actor = request.actor
    bank = Organisation.objects.get(pk=bank_id, kind=OrganisationKind.BANK)
    form = ConsentForm(bank_id, data=request.POST)
    tried = attempt(
        request,
        lambda: give_consent(
            actor, bank_id, form.cleaned_data["groups"], form.cleaned_data["valid_to"]
        ),
        form=form,
        done=lambda given: (
            f"已授权{bank.name}查看：{'、'.join(given.group_labels)}，"
            f"到 {given.valid_to:%Y-%m-%d}。"
        ),
    )
    return redirect("financing:consents") if tried else _consents_page(request, form, bank_id)


@staff_only
@require_POST
def withdraw(request: ActorRequest, bank_id: int) -> HttpResponse:
    """Take a consent back."""
    bank = Organisation.objects.get(pk=bank_id, kind=OrganisationKind.BANK)
    attempt(
        request,
        lambda: withdraw_consent(request.actor, bank_id),
        done=f"已撤回，{bank.name}从现在起只能看到企业在库。",
    )
    return redirect("financing:consents")
