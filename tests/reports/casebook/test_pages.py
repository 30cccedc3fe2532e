"""The pages of the casebook, for both sides and for everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.navigation import shell_for
from accounts.tenancy import acting_as
from reports.models import Story
from tests.reports.casebook import world

pytestmark = pytest.mark.django_db


def text(answer, status=200):
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as found:
        text(client.get(address))
    return len(found)


class TestPublic:
    def test_list_shows_what_is_published_and_nothing_else(self, people, client):
        world.invited(people.city, world.champion(2))
        world.published(people.city, people.staff, people.story)
        shown = text(client.get(reverse("reports:casebook")))
        assert "把一只密封圈做到全国前三" in shown
        assert "青岛示例齿轮2有限公司" not in shown

    def test_page_shows_the_approved_text_and_no_amount(self, people, client):
        world.published(people.city, people.staff, people.story)
        shown = text(client.get(reverse("reports:casebook_story", args=[people.story.pk])))
        assert '<meta name="description"' in shown and "2026 年认定为青岛市隐形冠军" in shown
        assert "125.0" in shown and "12,500" not in shown

    def test_page_goes_with_the_consent(self, people, client):
        world.published(people.city, people.staff, people.story)
        world.step(people.staff, people.story, "withdraw")
        address = reverse("reports:casebook_story", args=[people.story.pk])
        assert client.get(address).status_code == 404

    def test_number_of_queries_does_not_grow_with_the_list(self, people, client, as_actor):
        world.published(people.city, people.staff, people.story)
        address = reverse("reports:casebook")
        text(client.get(address))
        before = queries(client, address)
        for number in (2, 3):
            story = world.invited(people.city, world.champion(number))
            from accounts.models import Organisation
            from accounts.tenancy import system_scope

            with system_scope(reason="test"):
                own = Organisation.objects.get(pk=story.organisation_id)
            staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=own, is_administrator=True)
            world.published(people.city, staff, story)
        assert queries(client, address) == before

    def test_who_asks_too_often_is_told_so(self, people, client, monkeypatch):
        monkeypatch.setattr("reports.casebook.views.public.PAGES_A_MINUTE", 0)
        assert client.get(reverse("reports:casebook_story", args=[1])).status_code == 429


class TestSides:
    def test_title_says_what_is_to_be_done(self, people, signed_in):
        address = reverse("reports:story", args=[people.story.pk])
        assert "邀您撰写案例，离交稿还有 30 天" in text(signed_in(people.staff).get(address))
        world.step(people.staff, people.story, "accept")
        assert "还差 6 处" in text(signed_in(people.city).get(address))

    def test_step_without_its_reason_comes_back_with_the_error_at_the_field(
        self, people, signed_in
    ):
        address = reverse("reports:story_act", args=[people.story.pk, "decline"])
        client = signed_in(people.staff)
        shown = text(client.post(address, {"version": "1", "reason": ""}), 422)
        assert "请写明谢绝的原因" in shown

    def test_text_is_saved_and_told_to_the_other_side(self, people, signed_in):
        world.step(people.staff, people.story, "accept")
        with acting_as(people.city):
            version = Story.objects.get(pk=people.story.pk).version
        address = reverse("reports:story_edit", args=[people.story.pk])
        sent = {**world.full_text(), "version": str(version)}
        assert signed_in(people.staff).post(address, sent).status_code == 302
        shown = text(signed_in(people.city).get(reverse("reports:story", args=[people.story.pk])))
        assert "已写完整，可以提请企业确认" in shown and "修改记录" in shown

    def test_stale_form_comes_back_with_what_was_typed(self, people, signed_in):
        world.step(people.staff, people.story, "accept")
        with acting_as(people.city):
            from reports.casebook.actions.save_text import save_text

            version = Story.objects.get(pk=people.story.pk).version
            save_text(people.city, people.story.pk, {"path": "市里写的"}, version=version)
        address = reverse("reports:story_edit", args=[people.story.pk])
        sent = {**world.full_text(), "version": str(version)}
        shown = text(signed_in(people.staff).post(address, sent), 422)
        assert "现在保存的是“市里写的”" in shown and world.TEXT in shown

    def test_enterprise_sees_what_each_choice_would_publish(self, people, signed_in):
        world.step(people.staff, people.story, "accept")
        address = reverse("reports:story_figures", args=[people.story.pk])
        shown = text(signed_in(people.staff).get(address))
        assert "2024：125.0" in shown and "2024：12,500" in shown

    def test_approval_by_page(self, people, signed_in):
        world.written(people.city, people.staff, people.story)
        world.step(people.city, people.story, "submit")
        address = reverse("reports:story_confirm", args=[people.story.pk])
        client = signed_in(people.staff)
        page = client.get(address)
        sent = {
            "name": "周示例", "declares": "on", "seen": page.context["seen"],
            "version": page.context["version"],
        }  # fmt: skip
        assert text(client.post(address, {**sent, "declares": ""}), 422).count("请勾选声明")
        assert client.post(address, sent).status_code == 302
        assert world.fresh(people.story).state == "approved"

    def test_champions_are_invited_from_the_list(self, people, signed_in):
        certificate = world.champion(2)
        client = signed_in(people.city)
        chosen = {"bulk": "invite", "row": [str(certificate.pk)]}
        shown = text(client.post(reverse("reports:champions"), chosen))
        assert "向 1 家企业约稿" in shown
        due = world.timezone.localdate() + world.timedelta(days=20)
        sent = {"champion": [str(certificate.pk)], "due_on": due.isoformat()}
        assert client.post(reverse("reports:invite"), sent).status_code == 302
        with acting_as(people.city):
            assert Story.objects.filter(certificate=certificate).exists()

    def test_entry_of_the_navigation_is_there_for_who_has_a_story(self, people, as_actor):
        def labels(actor):
            with acting_as(actor):
                shell = shell_for(actor, "/home/")
            return [item["label"] for group in shell.navigation for item in group["items"]]

        assert "我的案例" in labels(people.staff)
        assert "我的案例" not in labels(as_actor(Duty.ENTERPRISE_STAFF))

    def test_home_tells_each_side_what_waits(self, people, signed_in):
        assert "邀请您撰写隐形冠军案例" in text(signed_in(people.staff).get("/home/"))
        world.written(people.city, people.staff, people.story)
        world.approved(people.city, people.staff, people.story)
        assert "1 篇案例企业已确认，等待发布" in text(signed_in(people.city).get("/home/"))
