"""Introductions, contacts, plans and seats: what enterprises and investors do with each other."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.record_files import attachment_of_row
from documents.views.download import served
from financing.listings.actions.ask_introduction import ask_introduction
from financing.listings.actions.book_seat import book_seat
from financing.listings.actions.register_investor import register_investor
from financing.listings.actions.save_contact import save_contact
from financing.listings.actions.share_plan import may_read_plan, share_plan
from financing.listings.booking_machine import MACHINE as BOOKINGS
from financing.listings.forms import (
    AskForm,
    ContactForm,
    InvestorForm,
    PlanForm,
    SeatForm,
    act_form,
)
from financing.listings.introduction_machine import MACHINE, IntroductionInput
from financing.models import (
    ContactCard,
    ExchangedContact,
    FinancingProject,
    Introduction,
    InvestorProfile,
    RoadShow,
    RoadShowBooking,
)
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show

PARTIES = (Duty.ENTERPRISE_STAFF, Duty.INVESTOR)
BUREAUS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)


@for_duties(*PARTIES)
def contact(request: ActorRequest) -> HttpResponse:
    """The organisation's contact for capital."""
    actor = request.actor
    row = ContactCard.objects.filter(organisation_id=actor.organisation_id).first()
    form = ContactForm(request.POST or None, instance=row)
    if request.method == "POST" and attempt(
        request,
        lambda: save_contact(actor, **form.cleaned_data, version=shown_version(request.POST)),
        form=form,
        done="联系人已保存，双方同意对接后才提供给对方。",
    ):
        return redirect("financing:introductions")
    context = {"form": form, "row": row, "version": version_to_show(request, row, form)}
    return page_with_form(request, "financing/listings/contact.html", context, form)


@for_duties(*PARTIES)
def ask(request: ActorRequest, pk: int, investor_id: int) -> HttpResponse:
    """Ask for an introduction between the project `pk` and an investor."""
    actor = request.actor
    project = (
        FinancingProject.objects.visible_to(actor)
        .select_related("district")
        .get(pk=pk, retired_at=None)
    )
    profile = InvestorProfile.objects.visible_to(actor).get(
        organisation_id=investor_id, retired_at=None
    )
    own = project.organisation_id if actor.is_enterprise else profile.organisation_id
    if own != actor.organisation_id:
        raise FinancingProject.DoesNotExist
    between = project.introductions.not_ended().filter(investor_id=investor_id).first()
    if between is not None:
        messages.info(request, "这个项目与这家机构已经在对接。")
        return redirect("financing:introduction", between.pk)
    form = AskForm(request.POST or None)
    if request.method == "POST":
        tried = attempt(
            request,
            lambda: ask_introduction(actor, pk, investor_id, form.cleaned_data["message"]),
            form=form,
            done="已提出对接，对方答复后通知您。",
        )
        if tried.value:
            return redirect("financing:introduction", tried.value.pk)
    context = {
        "form": form,
        "project": project,
        "profile": profile,
        "has_card": ContactCard.objects.filter(organisation_id=actor.organisation_id).exists(),
    }
    return page_with_form(request, "financing/listings/ask.html", context, form)


@for_duties(*PARTIES, *BUREAUS)
@require_GET
def introduction(request: ActorRequest, pk: int) -> HttpResponse:
    """One introduction: where it stands, and, for the two, whom to call."""
    return _introduction(request, pk)


def _introduction(
    request: ActorRequest, pk: int, refused: ActForm | None = None, at: str = ""
) -> HttpResponse:
    actor = request.actor
    row = Introduction.objects.visible_to(actor).select_related("district").get(pk=pk)
    context = {
        "row": row,
        "tone": MACHINE.tone_of(row.state),
        "contacts": ExchangedContact.objects.filter(introduction=row),
        "acts": [
            {
                "transition": one.transition,
                "reasons": one.reasons,
                "form": refused if at == one.transition.name else act_form(one.transition),
            }
            for one in MACHINE.available(actor, row)
        ],
        "at": at,
        "events": MACHINE.history_of(row.events.select_related("user")),
        "project_is_seen": FinancingProject.objects.visible_to(actor)
        .filter(pk=row.project_id)
        .exists(),
        "profile": InvestorProfile.objects.visible_to(actor)
        .filter(organisation_id=row.investor_id)
        .first(),
    }
    return page_with_form(
        request, "financing/listings/introduction.html", context, *([refused] if refused else [])
    )


@for_duties(*PARTIES)
@require_POST
def introduction_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Answer, withdraw, or report what came of it."""
    actor = request.actor
    row = Introduction.objects.visible_to(actor).get(pk=pk)
    if name not in MACHINE.transitions or not MACHINE.transitions[name].by_hand:
        raise Introduction.DoesNotExist
    form = act_form(MACHINE.transitions[name], request.POST)

    def carry_out() -> Introduction:
        given = form.given()
        if not isinstance(given, IntroductionInput):
            given = IntroductionInput(given.reason, given.reason_kind)
        return MACHINE.execute(actor, pk, name, given, expected_version=shown_version(request.POST))

    tried = attempt(
        request, carry_out, form=form, done=f"{row.project_name}：{MACHINE.in_history(name)}。"
    )
    return (
        redirect("financing:introduction", pk) if tried else _introduction(request, pk, form, name)
    )


@for_duties(Duty.ENTERPRISE_STAFF)
def plan(request: ActorRequest, pk: int) -> HttpResponse:
    """The business plan of the enterprise's project, and who may read it."""
    actor = request.actor
    row = FinancingProject.objects.visible_to(actor).get(pk=pk, retired_at=None)
    posted = request.method == "POST"
    form = PlanForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"readers": row.plan_readers},
    )
    if posted and attempt(
        request,
        lambda: share_plan(
            actor,
            pk,
            form.cleaned_data["plan"] or None,
            form.cleaned_data["readers"],
            agrees=form.cleaned_data["agrees"],
            version=shown_version(request.POST),
        ),
        form=form,
        done="商业计划书已保存。",
    ):
        return redirect("financing:project", pk)
    context = {"form": form, "row": row, "version": version_to_show(request, row, form)}
    return page_with_form(request, "financing/listings/plan.html", context, form)


@for_duties(*PARTIES, *BUREAUS)
@require_GET
def plan_file(request: ActorRequest, pk: int) -> HttpResponse | FileResponse:
    """A business plan, for whom its enterprise agreed to."""
    row = get_object_or_404(FinancingProject.objects.visible_to(request.actor), pk=pk)
    is_readable = row.plan_id is not None and may_read_plan(request.actor, row)
    found = attachment_of_row(str(row.plan_id)) if is_readable else None
    if found is None:
        raise FinancingProject.DoesNotExist
    return served(request, found, read_as="附件（商业计划书）")


@for_duties(*PARTIES)
@require_POST
def book(request: ActorRequest, pk: int) -> HttpResponse:
    """Book a seat of the road show."""
    actor = request.actor
    RoadShow.objects.get(pk=pk, retired_at=None)
    form = SeatForm(actor.organisation_id, request.POST) if actor.is_enterprise else None
    if form is not None and not form.is_valid():
        project = None
    else:
        project = form.cleaned_data["project"] if form else None
    attempt(
        request,
        lambda: book_seat(actor, pk, project),
        done=lambda made: "已报名。" if made.state == RoadShowBooking.State.BOOKED
        else "名额已满，已列入候补；有空出的名额会通知您确认。",
    )  # fmt: skip
    return redirect("financing:road_show", pk)


@for_duties(*PARTIES, Duty.CITY_OFFICER)
@require_POST
def booking_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Confirm or give up a seat; the city notes who came."""
    row = RoadShowBooking.objects.visible_to(request.actor).get(pk=pk)
    if name not in BOOKINGS.transitions or not BOOKINGS.transitions[name].by_hand:
        raise RoadShowBooking.DoesNotExist
    attempt(
        request,
        lambda: BOOKINGS.execute(
            request.actor, pk, name, expected_version=shown_version(request.POST)
        ),
        done=f"{row.party_name}：{BOOKINGS.in_history(name)}。",
    )
    return redirect("financing:road_show", row.show_id)


@for_duties(Duty.CITY_OFFICER)
def investor_new_organisation(request: ActorRequest) -> HttpResponse:
    """Register an investor and invite its first person."""
    form = InvestorForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: register_investor(request.actor, **form.cleaned_data),
        form=form,
        done=lambda made: f"已登记{made.name}，邀请已发到 {form.cleaned_data['email']}。",
    ):
        return redirect("financing:investors")
    return page_with_form(
        request, "financing/listings/register_investor.html", {"form": form}, form
    )
