"""Files of a storage over the network: nobody waits for it with a transaction open."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.models import OutboxMessage
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from documents.actions.store_attachment import store_attachment
from documents.later_storage import PART_BYTES
from documents.models import StoredFile, StoredPart
from tests.documents.slow_storage import storing
from tests.waiting import open_transactions

CONTENT = b"%PDF-1.7\n" + b"0123456789abcdef" * (PART_BYTES // 8) + b"\n%%EOF"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow(settings):
    with storing() as storage:
        settings.STORAGES = {**settings.STORAGES, **storage.settings}
        yield storage


@pytest.fixture
def owner(as_actor, district):
    return as_actor(Duty.ENTERPRISE_STAFF, district=district)


def stored(owner):
    with acting_as(owner):
        return store_attachment(
            owner, SimpleUploadedFile("报告.pdf", CONTENT), purpose="test", **home_of(owner)
        )


def parts():
    with system_scope(reason="test"):
        return StoredPart.objects.count()


def read(name):
    with storages["attachments"].open(name) as file:
        return file.read()


def test_what_looks_for_open_transactions_finds_one(db):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 'found'")
        assert any("found" in query for query in open_transactions())


def test_upload_asks_the_storage_nothing_in_its_transaction(slow, owner):
    row = stored(owner)
    assert slow.asked == []
    assert read(row.storage_key) == CONTENT


def test_relay_carries_an_upload_without_a_transaction_open(slow, owner):
    row = stored(owner)
    deliver_next()
    assert list(slow.kept.values()) == [CONTENT]
    assert row.storage_key in next(iter(slow.kept))
    assert "PUT" in slow.asked
    assert slow.waiting == []
    assert parts() == 0


def test_page_that_gives_a_file_has_no_transaction_open_while_it_waits(slow, owner, signed_in):
    row = stored(owner)
    deliver_next()
    slow.asked.clear()
    answer = signed_in(owner).get(reverse("documents:download", args=[row.pk]))
    assert slow.asked == []
    assert answer["Content-Length"] == str(len(CONTENT))
    assert b"".join(answer.streaming_content) == CONTENT
    assert "GET" in slow.asked
    assert slow.waiting == []


def test_file_whose_storage_is_away_is_read_from_where_it_waits(slow, owner, signed_in):
    slow.is_broken = True
    row = stored(owner)
    deliver_next()
    answer = signed_in(owner).get(reverse("documents:download", args=[row.pk]))
    assert b"".join(answer.streaming_content) == CONTENT
    with system_scope(reason="test"):
        message = OutboxMessage.objects.get(topic="documents.carry")
    assert (message.done_at, message.has_failed) == (None, True)


def test_attempt_that_broke_off_is_carried_out_anew(slow, owner):
    row = stored(owner)
    slow.kept[f"/attachments/{row.storage_key}"] = b"half of it"
    storages["attachments"].carry(row.storage_key)
    assert slow.kept == {f"/attachments/{row.storage_key}": CONTENT}
    assert read(row.storage_key) == CONTENT


def test_change_that_fails_leaves_no_file(slow):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), system_scope(reason="test"):
        storages["attachments"].save("a.pdf", ContentFile(CONTENT))
        raise Undone
    assert not storages["attachments"].exists("a.pdf")
    deliver_next()
    assert slow.kept == {}


def test_second_file_of_a_name_gets_another(slow):
    storage = storages["attachments"]
    first = storage.save("a.pdf", ContentFile(b"one"))
    second = storage.save("a.pdf", ContentFile(b"two"))
    assert (read(first), read(second)) == (b"one", b"two")


def test_part_of_a_carried_file_is_read_from_its_place(slow):
    storage = storages["attachments"]
    name = storage.save("a.pdf", ContentFile(CONTENT))
    storage.carry(name)
    with storage.open(name) as file:
        file.seek(-5, 2)
        assert file.read() == b"%%EOF"
        file.seek(1)
        assert file.read(3) == b"PDF"
    assert storage.size(name) == len(CONTENT)


@pytest.mark.parametrize("model", [StoredFile, StoredPart])
def test_waiting_content_is_seen_by_the_portal_alone(slow, owner, model):
    stored(owner)
    with acting_as(owner):
        assert model.objects.count() == 0
