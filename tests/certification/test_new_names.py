"""A new name that the district accepted stands on the certificates of its holder."""

from datetime import date

from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from enterprises.actions.file_identity_change import ChangedIdentity, file_identity_change
from enterprises.identity_change_machine import MACHINE
from lifecycle.transitions import TransitionInput
from tests.certification.certificates import act, certified, events_of, fresh
from tests.enterprises.entries import scan

NEW_NAME = "青岛新名示例有限公司"


def renamed(people):
    changed = ChangedIdentity(date(2026, 3, 1), "青登变〔2026〕1 号", name=NEW_NAME)
    with acting_as(people.staff):
        change = file_identity_change(people.staff, changed, scan())
    with acting_as(people.reviewer):
        MACHINE.execute(people.reviewer, change.pk, "accept", TransitionInput())


def test_certificate_bears_the_new_name_with_its_document(people, own_media):
    certificate = certified(people)
    before = certificate.holder_name
    renamed(people)
    now = fresh(certificate)
    assert (now.holder_name, now.former_name) == (NEW_NAME, before)
    assert (now.number, now.valid_to) == (certificate.number, certificate.valid_to)
    (event,) = events_of(certificate)
    assert (
        event.document_number == "青登变〔2026〕1 号" and event.user_id == people.reviewer.user_id
    )


def test_revoked_certificate_keeps_the_name_that_it_was_revoked_under(people, own_media):
    certificate = certified(people)
    act(people.city, certificate, "revoke")
    renamed(people)
    assert fresh(certificate).holder_name == certificate.holder_name


def test_public_list_names_the_holder_anew(people, own_media, client):
    certified(people)
    renamed(people)
    assert NEW_NAME in client.get("/certification/public/").content.decode()
    with system_scope(reason="test"):
        assert Certificate.objects.filter(holder_name=NEW_NAME).count() == 1
