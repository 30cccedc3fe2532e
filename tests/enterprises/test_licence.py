"""The licence scan of a registration, and what a bureau reads when a refused one comes back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from enterprises.actions.decide_registration import confirm_registration, refuse_registration
from enterprises.models import Enterprise, RegistrationState
from tests.enterprises.entries import entry, scan, seen, typed
from tests.factories import UserFactory

REGISTER = "/enterprises/register/"


@pytest.fixture
def newcomer(client, db, own_media):
    user = UserFactory()
    client.force_login(user, "accounts.sign_in.PortalBackend")
    return user


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def only_entry():
    with system_scope(reason="test"):
        return Enterprise.objects.get()


def page_of(client, enterprise):
    return client.get(reverse("enterprises:detail", args=[enterprise.pk])).content.decode()


def without_file(values):
    return {name: value for name, value in values.items() if name != "licence"}


class TestLicence:
    def test_registration_without_one_is_refused_at_its_field(self, client, newcomer, district):
        answer = client.post(REGISTER, without_file(typed(district)))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["licence"]

    def test_what_is_no_scan_is_refused_at_its_field(self, client, newcomer, district):
        answer = client.post(REGISTER, typed(district, licence=scan("营业执照.exe")))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["licence"]
        with system_scope(reason="test"):
            assert not Enterprise.objects.exists()

    def test_district_reads_it_while_it_decides(
        self, client, newcomer, district, reviewer, signed_in
    ):
        client.post(REGISTER, typed(district))
        enterprise = only_entry()
        page = page_of(signed_in(reviewer), enterprise)
        assert reverse("documents:download", args=[enterprise.licence]) in page
        with system_scope(reason="test"):
            Attachment.objects.update(scan_state="clean")
        answer = client.get(reverse("documents:download", args=[enterprise.licence]))
        assert answer.status_code == 200

    def test_another_enterprise_does_not_find_it(
        self, client, newcomer, district, as_actor, signed_in
    ):
        client.post(REGISTER, typed(district))
        stranger = signed_in(as_actor(Duty.ENTERPRISE_STAFF, district=district))
        address = reverse("documents:download", args=[only_entry().licence])
        assert stranger.get(address).status_code == 404

    def test_enterprise_sees_its_own_licence_until_and_after_it_is_confirmed(
        self, client, newcomer, district, reviewer
    ):
        client.post(REGISTER, typed(district))
        enterprise = only_entry()
        address = reverse("enterprises:profile")
        page = client.get(address).content.decode()
        assert reverse("documents:download", args=[enterprise.licence]) in page
        today = f"{timezone.localdate():%Y-%m-%d}"
        assert f"{today} 上传 · 等待区市确认" in page
        assert f'href="{reverse("enterprises:profile_edit")}">更换营业执照' in page
        with acting_as(reviewer):
            confirm_registration(reviewer, enterprise.pk)
        page = client.get(address).content.decode()
        assert f"{today} 上传 · {today} {reviewer.organisation_name}确认" in page
        assert f'href="{reverse("enterprises:identity_change_new")}">更换营业执照' in page

    def test_reader_who_may_not_open_the_licence_is_led_to_no_dead_end(
        self, client, newcomer, district, as_actor, signed_in
    ):
        client.post(REGISTER, typed(district))
        page = page_of(signed_in(as_actor(Duty.LEADER)), only_entry())
        assert "营业执照.pdf" in page
        assert reverse("documents:download", args=[only_entry().licence]) not in page


class TestCorrection:
    @pytest.fixture
    def refused(self, as_actor, reviewer, own_media):
        waiting = entry(1, state=RegistrationState.PENDING)
        with acting_as(reviewer):
            refuse_registration(reviewer, waiting.pk, "名称与执照不符。")
        return waiting

    @pytest.fixture
    def staff(self, as_actor, refused):
        return as_actor(Duty.ENTERPRISE_STAFF, organisation=refused.organisation)

    def corrected(self, client, district, **changes):
        address = reverse("enterprises:profile_edit")
        return client.post(address, {**seen(client, address), **typed(district, **changes)})

    def test_district_reads_its_own_reason_and_what_changed(
        self, refused, staff, reviewer, signed_in, district
    ):
        sent = self.corrected(signed_in(staff), district, name="青岛改正齿轮有限公司")
        assert sent.status_code == 302, sent.context["form"].errors
        page = page_of(signed_in(reviewer), refused)
        assert "名称与执照不符。" in page
        assert "青岛改正齿轮有限公司" in page and "<del>青岛示例齿轮1有限公司</del>" in page
        assert "原来的" in page and "新上传的" in page

    def test_district_is_told_what_was_corrected(
        self, refused, staff, reviewer, signed_in, district
    ):
        self.corrected(signed_in(staff), district, name="青岛改正齿轮有限公司")
        with system_scope(reason="test"):
            told = OutboxMessage.objects.filter(
                topic="accounts.notify", payload__recipient_id=reviewer.user_id
            ).latest("created_at")
        assert told.payload["body"].endswith("更正的内容：企业名称、营业执照。")

    def test_correction_without_a_licence_on_file_needs_one(self, staff, signed_in, district):
        client = signed_in(staff)
        address = reverse("enterprises:profile_edit")
        sent = client.post(address, {**seen(client, address), **without_file(typed(district))})
        assert list(sent.context["form"].errors) == ["licence"]

    def test_licence_on_file_need_not_be_sent_again(self, staff, signed_in, district, reviewer):
        client = signed_in(staff)
        self.corrected(client, district)
        first = only_entry().licence
        with acting_as(reviewer):
            refuse_registration(reviewer, only_entry().pk, "地址不对。")
        address = reverse("enterprises:profile_edit")
        sent = client.post(address, {**seen(client, address), **without_file(typed(district))})
        assert sent.status_code == 302, sent.context["form"].errors
        assert only_entry().licence == first

    def test_first_registration_shows_no_earlier_refusal(self, reviewer, signed_in, own_media):
        waiting = entry(2, state=RegistrationState.PENDING)
        assert "再次提交" not in page_of(signed_in(reviewer), waiting)
