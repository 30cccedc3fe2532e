"""Help, privacy, terms, accessibility; and where a bureau says how it is reached."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Organisation
from people.questions import QUESTIONS, questions_by_group

PAGES = ("help", "privacy", "terms", "accessibility")
CONTACT = {
    "public_phone": "0532-5550 0104",
    "office_hours": "工作日 9:00—17:00",
    "public_address": "示例路 4 号",
}


@pytest.fixture
def head(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)


@pytest.mark.django_db
class TestPublicPages:
    @pytest.mark.parametrize("name", PAGES)
    def test_opens_for_everybody(self, client, name):
        assert client.get(reverse(f"people:{name}")).status_code == 200

    def test_help_shows_every_question_once(self, client):
        page = client.get(reverse("people:help")).content.decode()
        assert all(page.count(one.question) == 1 for one in QUESTIONS)

    def test_links_of_the_answers_lead_somewhere(self):
        for _, questions in questions_by_group():
            for one in questions:
                assert bool(one.url_name) == bool(one.link)
                assert not one.url_name or reverse(one.url_name)


@pytest.mark.django_db
class TestContact:
    def test_what_a_bureau_publishes_stands_on_the_help_page(self, head, signed_in, client):
        signed_in(head).post(reverse("people:contact"), CONTACT)
        client.logout()
        page = client.get(reverse("people:help")).content.decode()
        assert all(text in page for text in CONTACT.values())

    def test_number_that_is_none_is_refused_at_its_field(self, head, signed_in):
        sent = {**CONTACT, "public_phone": "请打窗口"}
        answer = signed_in(head).post(reverse("people:contact"), sent)
        assert answer.status_code == 422
        assert "请填写电话号码，如" in answer.content.decode()
        assert Organisation.objects.get(pk=head.organisation_id).public_phone == ""

    @pytest.mark.parametrize(
        "typed", ["1380000000", "0532-5550010、1380000000012", "12345678901234567890"]
    )
    def test_number_is_read_as_every_other(self, head, signed_in, typed):
        sent = {**CONTACT, "public_phone": typed}
        assert signed_in(head).post(reverse("people:contact"), sent).status_code == 422

    def test_several_numbers_are_kept_in_one_spelling(self, head, signed_in):
        sent = {**CONTACT, "public_phone": "０５３２—55500101；13800000000"}
        assert signed_in(head).post(reverse("people:contact"), sent).status_code == 302
        kept = Organisation.objects.get(pk=head.organisation_id).public_phone
        assert kept == "0532-55500101、13800000000"

    def test_only_administrators_publish(self, as_actor, district, signed_in):
        reviewer = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
        assert reviewer.post(reverse("people:contact"), CONTACT).status_code == 403

    def test_enterprises_publish_nothing(self, as_actor, signed_in):
        staff = signed_in(as_actor(Duty.ENTERPRISE_STAFF, is_administrator=True))
        assert staff.post(reverse("people:contact"), CONTACT).status_code == 403
