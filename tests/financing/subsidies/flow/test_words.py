"""Claims for money are told in their own words: nobody issues a certificate."""

import re

from django.urls import reverse

from accounts.tenancy import acting_as
from procedures.models import PublicNotice
from procedures.notices.documents import decision_document, notice_document
from tests.financing.subsidies.flow import steps
from tests.procedures import filings, notices

WRONG = re.compile("拟认定|认定发证|获认定|证书")


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
    assert paper.headings[-1] == "受理编号"
    assert not WRONG.search("".join(paper.paragraphs))
