"""From the number on a receipt to the answer, and from a notice to its objections."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tenancy import system_scope
from procedures.notices.actions.object_to_case import file_objection
from tests.procedures import notices

GRIEVANCE = {"name": "张示例", "contact": "13800000000", "text": "专利已转让。"}


@pytest.fixture
def notice(people):
    return notices.published(people, [notices.proposed(people)])


def objected(notice):
    with system_scope(reason="test"):
        entry = notice.entries.first()
    return file_objection(entry.pk, **GRIEVANCE)


def test_answer_is_found_by_the_number_on_the_receipt(people, notice, client):
    objection = objected(notice)
    find = reverse("procedures:find_receipt")
    assert find in client.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    assert "回执号" in client.get(find).content.decode()
    found = client.get(find, {"code": f" {objection.receipt.lower()} "})
    assert found.headers["Location"] == reverse("procedures:receipt", args=[objection.receipt])
    wrong = client.get(find, {"code": "0000000000"})
    assert wrong.status_code == 422
    assert "没有这个回执号" in wrong.content.decode()


def test_officer_is_led_from_the_notice_to_its_objections(people, notice, signed_in):
    objected(notice)
    page = reverse("procedures:notice", args=[notice.pk])
    assert "1 件异议等待答复" in signed_in(people.city).get(page).content.decode()
    assert "件异议等待答复" not in Client().get(page).content.decode()
