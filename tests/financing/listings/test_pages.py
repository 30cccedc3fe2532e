"""The pages of direct financing: what each says, and that lists cost the same at any length."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import SESSION_KEY
from accounts.models import Organisation, User
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.entry_values import fill
from enterprises.models import Enterprise
from financing.models import ExchangedContact, Introduction, ListingPath, Milestone
from tests.enterprises.entries import details
from tests.factories import OrganisationFactory
from tests.financing.listings.people import (
    card,
    done,
    filed,
    on_the_way,
    paper,
    profile,
    project,
    show,
    stage,
    track,
)


def signed_in(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), "accounts.sign_in.PortalBackend")
    session = client.session
    session[SESSION_KEY] = actor.membership_id
    session.save()
    return client


def text_of(client, name, *args, **query):
    answer = client.get(reverse(f"financing:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_enterprise_chooses_a_path_and_files_a_stage(people):
    client = signed_in(people.staff)
    assert "还没有选择上市路径" in text_of(client, "own_listing")
    client.post(reverse("financing:listing_begin"), {"track": track().pk, "target_on": ""})
    assert "下一步是意向" in text_of(client, "own_listing")
    answer = client.post(
        reverse("financing:milestone", args=[stage("意向").pk]),
        {
            "reached_on": timezone.localdate().isoformat(), "proof_number": "示例 1 号",
            "proof": paper(), "version": "0",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert "等区市确认" in text_of(client, "own_listing")


def test_errors_stand_at_their_fields(people):
    on_the_way(people.staff)
    answer = signed_in(people.staff).post(
        reverse("financing:milestone", args=[stage("意向").pk]), {"version": "0"}
    )
    assert answer.status_code == 422
    assert "请上传证明文件" in answer.content.decode()


def test_a_district_confirms_on_the_path_and_the_claim_is_proposed(people):
    path = on_the_way(people.staff)
    stone = filed(people.staff, stage("股改"))
    client = signed_in(people.reviewer)
    assert "待区市确认" in text_of(client, "listing_path", path.pk)
    client.post(
        reverse("financing:milestone_act", args=[stone.pk, "confirm"]),
        {"version": str(stone.version), "reason": ""},
    )
    own = text_of(signed_in(people.staff), "own_listing")
    assert "对应的资金" in own
    assert "等待受理" in own


def test_a_stage_that_was_passed_over_is_offered_after_the_goal(people):
    on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("上市"), security_code="688000"))
    staff = signed_in(people.staff)
    page = text_of(staff, "own_listing")
    assert page.count("补报") == 7
    assert "未填报" in page
    assert "股改" in text_of(staff, "milestone", stage("股改").pk)


def test_a_refusal_without_a_reason_comes_back_with_it(people):
    on_the_way(people.staff)
    stone = filed(people.staff, stage("股改"))
    answer = signed_in(people.reviewer).post(
        reverse("financing:milestone_act", args=[stone.pk, "return"]),
        {"version": str(stone.version), "reason": ""},
    )
    assert answer.status_code == 422
    assert "请写明需要补正什么" in answer.content.decode()


def test_an_investor_and_an_enterprise_agree_and_see_each_other(people, investor, district):
    looked_for = profile(investor)
    row = project(people.staff, district.pk)
    card(people.staff, "0532-11111111")
    card(investor, "0532-22222222")
    staff, other = signed_in(people.staff), signed_in(investor)
    assert "4 项中 4 项相符" in text_of(staff, "project", row.pk)
    assert "提出对接" in text_of(staff, "investor", looked_for.pk)
    assert row.name in other.get(reverse("home")).content.decode()
    other.post(
        reverse("financing:introduction_ask", args=[row.pk, investor.organisation_id]),
        {"message": "希望了解项目"},
    )
    with acting_as(people.staff):
        made = Introduction.objects.get()
    before = text_of(staff, "introduction", made.pk)
    assert "0532-22222222" not in before
    staff.post(
        reverse("financing:introduction_act", args=[made.pk, "agree"]),
        {"version": str(made.version), "reason": ""},
    )
    for client in (staff, other):
        page = text_of(client, "introduction", made.pk)
        assert "0532-11111111" in page
        assert "0532-22222222" in page
    city = text_of(signed_in(people.city), "introduction", made.pk)
    assert "0532" not in city.partition("<main")[2]
    with acting_as(people.city):
        assert not ExchangedContact.objects.exists()


@pytest.mark.parametrize("asks", ["enterprise", "investor"])
def test_the_two_who_are_in_contact_are_led_to_it_instead_of_asking_again(
    people, investor, district, asks
):
    wanted = profile(investor)
    card(people.staff)
    card(investor)
    row = project(people.staff, district.pk)
    shown = {
        "enterprise": [
            (people.staff, "project", row.pk),
            (people.staff, "investor", wanted.pk),
        ],
        "investor": [(investor, "project", row.pk)],
    }
    ask = reverse("financing:introduction_ask", args=[row.pk, investor.organisation_id])
    for actor, name, pk in shown["enterprise"] + shown["investor"]:
        assert ask in text_of(signed_in(actor), name, pk)
    actor = people.staff if asks == "enterprise" else investor
    signed_in(actor).post(ask, {"message": "您好"})
    with acting_as(actor):
        between = Introduction.objects.get()
    led_to = reverse("financing:introduction", args=[between.pk])
    for actor, name, pk in shown["enterprise"] + shown["investor"]:
        text = text_of(signed_in(actor), name, pk)
        assert led_to in text
        assert ask not in text
    other = investor if asks == "enterprise" else people.staff
    answer = reverse("financing:introduction_act", args=[between.pk, "decline"])
    signed_in(other).post(answer, {"version": between.version, "reason": "领域不合"})
    for actor, name, pk in shown["enterprise"] + shown["investor"]:
        assert ask in text_of(signed_in(actor), name, pk)


def test_a_seat_is_booked_and_given_up(people, district):
    row, at = project(people.staff, district.pk), show()
    client = signed_in(people.staff)
    assert "报名路演" in text_of(client, "road_show", at.pk)
    client.post(reverse("financing:road_show_book", args=[at.pk]), {"project": row.pk})
    page = text_of(client, "road_show", at.pk)
    assert "已报名" in page
    assert "让出名额" in page


@pytest.mark.parametrize("market", ["ipo", "neeq", "regional"])
def test_the_overview_shows_the_funnel(people, market):
    on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("股改")))
    page = text_of(signed_in(people.city), "listing_overview", market=market)
    assert ("1 家企业走首发上市路径" in page) == (market == "ipo")


def test_a_market_that_is_not_there_is_refused(people):
    answer = signed_in(people.city).get(reverse("financing:listing_overview"), {"market": "moon"})
    assert answer.status_code == 422


def many(people, number):
    """Further enterprises on the way, each with a milestone that waits."""
    with system_scope(reason="test"):
        first = stage("股改")
        for _ in range(number):
            home = OrganisationFactory()
            entry = Enterprise(
                organisation=home, district_id=home.district_id, registration_state="confirmed"
            )
            fill(entry, details(name=home.name, credit_code=f"91370212MA3D{home.pk:06d}"))
            entry.save(force_insert=True)
            place = {"organisation_id": home.pk, "district_id": home.district_id}
            path = ListingPath.objects.create(
                **place, track_id=first.track_id, enterprise_name=home.name, credit_code="1",
                began_on=timezone.localdate(), target_on=timezone.localdate() - timedelta(days=1),
            )  # fmt: skip
            Milestone.objects.create(
                **place, path=path, stage=first, reached_on=timezone.localdate(),
                proof_number="1", filed_by_id=people.staff.user_id,
                due_on=timezone.localdate(),
            )  # fmt: skip
            project(_actor_like(home), home.district_id)


def _actor_like(home: Organisation):
    return SimpleNamespace(organisation_id=home.pk, organisation_name=home.name)


@pytest.mark.parametrize("name", ["listing_paths", "projects", "introductions", "investors"])
def test_a_list_costs_the_same_whatever_it_holds(people, name):
    client = signed_in(people.city)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text_of(client, name)
        return len(seen)

    many(people, 1)
    queries()
    few = queries()
    many(people, 5)
    assert queries() == few
