"""Several duties of one person, and the pages that belong to one person or one duty."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts.duties import Duty
from accounts.jobs import JobHandle, job_runner, start_job
from accounts.models import District, Job, Membership, Notification, Organisation, User
from accounts.tenancy import Actor, acting_as, system_scope
from tests.enterprises.entries import entry

NOTIFICATIONS = "/people/notifications/"
SWITCH = "/people/duty/"


@job_runner("tests.nothing")
def _nothing(job: JobHandle) -> None:
    job.finish()


@pytest.fixture
def reviewer(as_actor: Callable[..., Actor], district: District) -> Actor:
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def second_duty(reviewer: Actor) -> Membership:
    """The reviewer is an expert of the city, too."""
    with system_scope(reason="test"):
        bureau = Organisation.objects.filter(kind="city_bureau").order_by("id").first()
        return Membership.objects.create(
            user_id=reviewer.user_id,
            organisation=bureau,
            district_id=bureau.district_id,
            duty=Duty.EXPERT,
        )


def told(person: Actor, title: str, link: str = "") -> Notification:
    with system_scope(reason="test"):
        return Notification.objects.create(
            recipient_id=person.user_id, title=title, link=link, dedupe_key=title
        )


def job_of(actor: Actor) -> Job:
    with acting_as(actor):
        return start_job(actor, kind="tests.nothing", label="导入企业名单", payload={})


# --- switching ----------------------------------------------------------------------------------


def test_every_page_offers_the_other_duties(signed_in, reviewer, second_duty):
    page = signed_in(reviewer).get(NOTIFICATIONS)
    shown = {(duty["duty"], duty["current"]) for duty in page.context["duties"]}
    assert shown == {("审核人", True), ("专家", False)}
    assert f'value="{second_duty.pk}"' in page.content.decode()


def test_switch_is_visible_and_lasts(signed_in, reviewer, second_duty):
    client = signed_in(reviewer)
    page = client.post(SWITCH, {"membership": second_duty.pk}, follow=True)
    assert f"现在的身份：{second_duty.organisation.name} · 专家" in page.content.decode()
    assert client.get(NOTIFICATIONS).context["actor"].membership_id == second_duty.pk


def test_switch_changes_what_the_person_may_do(signed_in, reviewer):
    with system_scope(reason="test"):
        bureau = Organisation.objects.filter(kind="city_bureau").order_by("id").first()
        auditor = Membership.objects.create(
            user_id=reviewer.user_id, organisation=bureau, district=bureau.district,
            duty=Duty.AUDITOR,
        )  # fmt: skip
    client = signed_in(reviewer)
    assert client.get("/people/trail/").status_code == 403
    client.post(SWITCH, {"membership": auditor.pk})
    assert client.get("/people/trail/").status_code == 200


def test_duty_of_somebody_else_is_refused(signed_in, reviewer, as_actor):
    stranger = as_actor(Duty.AUDITOR)
    client = signed_in(reviewer)
    assert client.post(SWITCH, {"membership": stranger.membership_id}).status_code == 404
    assert client.get(NOTIFICATIONS).context["actor"].membership_id == reviewer.membership_id


def test_duty_that_has_ended_is_refused(signed_in, reviewer, second_duty):
    client = signed_in(reviewer)
    with system_scope(reason="test"):
        Membership.objects.filter(pk=second_duty.pk).update(is_active=False)
    assert client.post(SWITCH, {"membership": second_duty.pk}).status_code == 404


def test_chosen_duty_that_ends_falls_back_to_the_remaining_one(signed_in, reviewer, second_duty):
    client = signed_in(reviewer)
    client.post(SWITCH, {"membership": second_duty.pk})
    with system_scope(reason="test"):
        Membership.objects.filter(pk=second_duty.pk).update(is_active=False)
    assert client.get(NOTIFICATIONS).context["actor"].membership_id == reviewer.membership_id


def test_duty_in_a_closed_organisation_is_not_offered(signed_in, reviewer, second_duty):
    with system_scope(reason="test"):
        Organisation.objects.filter(pk=second_duty.organisation_id).update(is_active=False)
    page = signed_in(reviewer).get(NOTIFICATIONS)
    assert [duty["duty"] for duty in page.context["duties"]] == ["审核人"]


@pytest.mark.parametrize("wanted", ["", "x", "0", "-1", "9" * 40])
def test_damaged_choice_is_not_found(signed_in, reviewer, wanted):
    assert signed_in(reviewer).post(SWITCH, {"membership": wanted}).status_code == 404


def test_switch_needs_a_form_and_a_token(reviewer, second_duty):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=reviewer.user_id), "accounts.sign_in.PortalBackend")
    assert client.get(SWITCH).status_code == 405
    assert client.post(SWITCH, {"membership": second_duty.pk}).status_code == 403


# --- notifications ------------------------------------------------------------------------------


def test_own_notifications_are_listed_and_others_are_not(signed_in, reviewer, as_actor):
    told(reviewer, "案件已转交")
    told(as_actor(Duty.CITY_OFFICER), "别人的事")
    page = signed_in(reviewer).get(NOTIFICATIONS).content.decode()
    assert "有 1 条未读通知" in page and "案件已转交" in page
    assert "别人的事" not in page


def test_following_a_notification_marks_it_read_and_leads_on(signed_in, reviewer):
    row = told(reviewer, "案件已转交", "/procedures/")
    client = signed_in(reviewer)
    assert client.get(f"{NOTIFICATIONS}{row.pk}/")["Location"] == "/procedures/"
    assert "通知都已读过" in client.get(NOTIFICATIONS).content.decode()


def test_notification_does_not_lead_out_of_the_portal(signed_in, reviewer):
    row = told(reviewer, "可疑", "//elsewhere.example/")
    assert signed_in(reviewer).get(f"{NOTIFICATIONS}{row.pk}/")["Location"] == NOTIFICATIONS


def test_notification_of_somebody_else_is_not_found(signed_in, reviewer, as_actor):
    row = told(as_actor(Duty.CITY_OFFICER), "别人的事")
    assert signed_in(reviewer).get(f"{NOTIFICATIONS}{row.pk}/").status_code == 404


def test_marking_all_read_leaves_others_unread(signed_in, reviewer, as_actor):
    told(reviewer, "一")
    foreign = told(as_actor(Duty.CITY_OFFICER), "二")
    signed_in(reviewer).post(f"{NOTIFICATIONS}read/")
    with system_scope(reason="test"):
        unread = Notification.objects.filter(read_at=None)
        assert [row.pk for row in unread] == [foreign.pk]


# --- the trail ----------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", [duty for duty in Duty if duty != Duty.AUDITOR])
def test_trail_is_closed_to_every_duty_but_the_auditors(signed_in, as_actor, duty):
    assert signed_in(as_actor(duty, is_administrator=True)).get("/people/trail/").status_code == 403


def test_auditor_sees_what_was_changed_and_by_whom(signed_in, as_actor, reviewer):
    with acting_as(reviewer):
        Membership.objects.filter(pk=reviewer.membership_id).update(since=timezone.now())
    page = signed_in(as_actor(Duty.AUDITOR)).get("/people/trail/")
    assert page.status_code == 200
    assert reviewer.user_name in page.content.decode()


def test_auditor_can_have_the_seals_checked(signed_in, as_actor):
    page = signed_in(as_actor(Duty.AUDITOR)).get("/people/trail/?check=1")
    assert page.context["list"].broken == []


# --- jobs ---------------------------------------------------------------------------------------


def test_owner_watches_the_progress_of_a_job(signed_in, reviewer):
    job = job_of(reviewer)
    page = signed_in(reviewer).get(f"/people/jobs/{job.pk}/").content.decode()
    assert "导入企业名单" in page and "every 1s" in page


def test_fragment_of_a_finished_job_asks_no_more_and_links_the_result(signed_in, reviewer):
    job = job_of(reviewer)
    with system_scope(reason="test"):
        result = {"link": "/enterprises/", "link_label": "查看名录"}
        Job.objects.filter(pk=job.pk).update(state="done", result=result)
    answer = signed_in(reviewer).get(f"/people/jobs/{job.pk}/", headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    assert "every 1s" not in fragment and "<html" not in fragment
    assert 'href="/enterprises/"' in fragment and "查看名录" in fragment


def test_failed_job_says_why(signed_in, reviewer):
    job = job_of(reviewer)
    with system_scope(reason="test"):
        Job.objects.filter(pk=job.pk).update(state="failed", message="第 3 行缺少信用代码")
    page = signed_in(reviewer).get(f"/people/jobs/{job.pk}/").content.decode()
    assert "第 3 行缺少信用代码" in page


@pytest.mark.parametrize("duty", [Duty.ENTERPRISE_STAFF, Duty.CITY_OFFICER, Duty.AUDITOR])
def test_job_of_another_organisation_is_not_found(signed_in, as_actor, reviewer, duty):
    job = job_of(reviewer)
    assert signed_in(as_actor(duty)).get(f"/people/jobs/{job.pk}/").status_code == 404


def test_page_of_another_duty_changes_nothing(signed_in, as_actor):
    """Another window has switched since: what is sent would land in the wrong organisation."""
    actor = as_actor(Duty.ENTERPRISE_STAFF, organisation=entry(1).organisation)
    client = signed_in(actor)
    address = "/enterprises/mine/products/add/"
    product = {"name": "减速器", "segment": "精密减速器"}
    stale = client.post(address, {**product, "acting_as": str(actor.membership_id + 1)})
    assert stale.status_code == 409
    assert "切换了身份" in stale.content.decode()
    assert client.get("/enterprises/mine/products/").context["items"] == []
    client.post(address, {**product, "acting_as": str(actor.membership_id)})
    assert len(client.get("/enterprises/mine/products/").context["items"]) == 1


def test_experts_are_not_shown_their_colleagues(signed_in, as_actor, reviewer, second_duty):
    with system_scope(reason="test"):
        bureau = Organisation.objects.get(pk=second_duty.organisation_id)
    officer = as_actor(Duty.CITY_OFFICER, organisation=bureau)
    expert = as_actor(Duty.EXPERT, organisation=bureau)
    page = signed_in(expert).get("/people/duties/").content.decode()
    assert officer.user_name not in page
    assert "最后一位成员" not in page


def test_duty_is_never_turned_into_another(reviewer):
    with system_scope(reason="test"), pytest.raises(IntegrityError):
        Membership.objects.filter(pk=reviewer.membership_id).update(duty=Duty.CITY_OFFICER)
