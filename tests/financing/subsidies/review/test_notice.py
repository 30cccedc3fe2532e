"""What the public reads of money that is to be paid."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.models import SubsidyClaim
from procedures.models import NoticeEntry
from procedures.notices.actions.object_to_case import decide_objection, file_objection
from procedures.notices.documents import notice_document
from procedures.notices.foreseen import foreseen_publication
from tests.financing.subsidies.flow import steps
from tests.procedures import filings, notices

OBJECTION = {"name": "示例", "contact": "0532-55500000", "text": "示例依据"}


@pytest.fixture
def proposed(people: SimpleNamespace, at_city: SubsidyClaim) -> SubsidyClaim:
    steps.with_budget(people)
    filings.settle(people, at_city.application)
    steps.proposed(people, at_city)
    with system_scope(reason="test"):
        return SubsidyClaim.objects.select_related("application").get(pk=at_city.pk)


def test_notice_tells_each_amount_and_their_sum(people, proposed, client):
    notice = notices.published(people, [proposed.application])
    with system_scope(reason="test"):
        entry = NoticeEntry.objects.get(notice=notice)
    assert entry.amount == proposed.approved_amount
    written = f"{proposed.approved_amount:,.2f}"
    page = client.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    assert page.count(written) == 2
    assert "拟支持金额（元）" in page
    paper = notice_document(notice)
    assert paper.headings[-1] == "拟支持金额（元）"
    assert paper.rows[0][-1] == written
    assert any(written in one for one in paper.paragraphs)


def test_who_approves_a_notice_sees_the_amounts(people, proposed):
    with system_scope(reason="test"):
        found = foreseen_publication(people.city, [proposed.application_id])
        table = str(found.possible_table)
    assert f"{proposed.approved_amount:,.2f}" in table


def test_what_left_the_notice_takes_no_objection(people, proposed):
    notice = notices.published(people, [proposed.application])
    with system_scope(reason="test"):
        entry = NoticeEntry.objects.get(notice=notice)
    first = file_objection(entry.pk, **OBJECTION)
    with acting_as(people.city):
        decide_objection(people.city, first.pk, upheld=True, answer="经查属实（示例）")
    with pytest.raises(RuleViolation, match="已不在公示中"):
        file_objection(entry.pk, **OBJECTION)
