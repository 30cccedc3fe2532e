"""Claims for money are told in their own words: nobody issues a certificate."""

import re

from django.urls import reverse

from accounts.tenancy import acting_as
from financing.subsidies.case_part import SUBSIDY
from procedures.cases.actions.decide_in_bulk import decide_in_bulk
from procedures.cases.forms import AnswerForm
from procedures.cases.parts import in_all_words
from procedures.models import PublicNotice
from procedures.notices.documents import decision_document, notice_document
from procedures.todo import ended_notices
from tests.financing.subsidies.flow import steps
from tests.procedures import filings, notices

WRONG = re.compile("拟认定|认定发证|获认定|不予认定|已认定|证书")


def wrong_words(client, name, *args):
    """The lines of a page's own part that speak of certificates."""
    page = client.get(reverse(name, args=args)).content.decode()
    page = re.sub(r"<nav.*?</nav>|<script.*?</script>", "", page, flags=re.S)
    page = page.replace(notices.WORDS["title"], "")  # typed by who published it
    return [line.strip() for line in page.splitlines() if WRONG.search(line)]


def test_pages_of_a_claim_speak_of_money(people, fund, claim, signed_in):
    city = signed_in(people.city)
    case = steps.proposed(people, claim)
    assert wrong_words(city, "procedures:case", case.pk) == []
    assert wrong_words(city, "procedures:compose_notice", case.batch_id) == []
    assert wrong_words(city, "procedures:deliberation", case.batch_id) == []
    steps.on_notice(people, case)
    with acting_as(people.city):
        notice = PublicNotice.objects.get()
        body = notice_document(notice)
    assert wrong_words(city, "procedures:notice", notice.pk) == []
    assert body.list_title.endswith("拟支持名单")


def test_document_of_the_decision_has_no_certificate_number(people, fund, claim):
    from django.utils import timezone

    case = steps.proposed(people, claim)
    steps.on_notice(people, case)
    filings.done(people.city, case, "certify")
    with acting_as(people.city):
        PublicNotice.objects.update(concluded_at=timezone.now())
        paper = decision_document(PublicNotice.objects.get())
    assert paper.headings[-2:] == ("受理编号", "金额（元）")
    assert not WRONG.search("".join(paper.paragraphs))


def test_an_ended_notice_of_claims_waits_for_their_decision(people, fund, claim):
    steps.on_notice(people, steps.proposed(people, claim))
    with acting_as(people.city):
        [row] = ended_notices(people.city)
    assert row.kind == "审定" and row.text.endswith("公示期已满，可以审定")


def test_an_objection_to_a_claim_is_answered_in_its_words():
    words = dict(AnswerForm(1, SUBSIDY).fields["upheld"].choices)
    assert words == {"no": "异议不成立，继续支持", "yes": "异议成立，不予支持"}
    others = dict(AnswerForm(1, "certified_product").fields["upheld"].choices)
    assert others["no"] == "异议不成立，继续认定"


def test_a_list_of_all_cases_names_a_state_in_all_words():
    assert in_all_words("拟认定") == "拟认定／拟支持"
    assert in_all_words("区市审核") == "区市审核"


def test_a_decision_over_many_claims_is_called_in_their_words(people, fund, claim):
    case = claim.application
    with acting_as(people.city):
        run = decide_in_bulk(people.city, "propose", {case.pk: case.version}, "")
    assert run.label == "审核通过，拟支持"
