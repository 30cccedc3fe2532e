"""The review of claims in the world of the wall tests, and who gets through to its addresses."""

import hashlib
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Organisation
from accounts.tenancy import Actor
from financing.models import (
    AuditAssignment,
    CutNotice,
    InquiryLetter,
    LetterAnswer,
    Recheck,
    RecheckSample,
    ReviewTerms,
    SiteVisit,
    SubsidyClaim,
    SubsidyLine,
)
from tests.accounts.wall_page import BUREAUS, CITY, STAFF, WATCHERS, Page, post
from tests.factories import OrganisationFactory

FIRM = frozenset({Duty.AUDIT_FIRM_STAFF})

REVIEWS: dict[str, Page] = {
    "financing:claim_reviews": Page(WATCHERS),
    "financing:review_terms_list": Page(WATCHERS),
    "financing:review_terms_new": Page(CITY, method="BOTH"),
    "financing:review_terms": Page(WATCHERS, ("review_terms",)),
    "financing:review_terms_edit": Page(CITY, ("review_terms",), method="BOTH"),
    "financing:review_terms_retire": post(CITY, "review_terms"),
    "financing:review_terms_restore": post(CITY, "review_terms"),
    "financing:review_terms_file": Page(WATCHERS, ("review_terms", "=attachment"), own=404),
    "financing:claim_decisions": Page(CITY),
    "financing:claim_decide": post(CITY),
    "financing:claim_review": Page(WATCHERS, ("money_claim",)),
    "financing:review_line": post(BUREAUS, "money_claim", "=1"),
    "financing:review_rest": post(BUREAUS, "money_claim"),
    "financing:review_check": post(BUREAUS, "money_claim"),
    "financing:cut_tell": post(BUREAUS, "money_claim"),
    "financing:letter_new": Page(BUREAUS, ("money_claim",), method="BOTH"),
    "financing:visit_new": Page(BUREAUS, ("money_claim",), method="BOTH"),
    "financing:audit_assign": post(CITY, "money_claim"),
    "financing:visit_photos": post(BUREAUS, "site_visit"),
    "financing:letter_act": post(BUREAUS, "inquiry", "=remind"),
    "financing:cut_act": post(BUREAUS, "cut_notice", "=settle"),
    "financing:audit_step": post(CITY, "firm_audit", "=withdraw"),
    "financing:cut": Page(STAFF | WATCHERS, ("cut_notice",)),
    "financing:cut_answer": post(STAFF, "cut_notice"),
    "financing:audits": Page(FIRM),
    "financing:audit": Page(FIRM, ("own_audit",)),
    "financing:audit_report": post(FIRM, "own_audit"),
    "financing:audit_file": Page(FIRM, ("own_audit",), own=404),
    "financing:audit_evidence": Page(
        FIRM, ("own_audit", "=00000000-0000-0000-0000-000000000000"), own=404
    ),
    "financing:audit_rest": post(FIRM, "own_audit"),
    "financing:audit_line": post(FIRM, "own_audit", "=1"),
    "financing:audit_act": post(FIRM, "own_audit", "=decline"),
    "financing:audit_firms": Page(CITY),
    "financing:audit_firm_register": Page(CITY, method="BOTH"),
    "financing:audit_firm": Page(CITY, ("audit_firm",)),
    "financing:audit_firm_end": post(CITY, "audit_firm"),
    "financing:audit_firm_resume": post(CITY, "audit_firm"),
    "financing:audit_firm_invite_again": post(CITY, "audit_firm", "invitation"),
    "financing:letters": Page(BUREAUS),
    "financing:letter": Page(CITY | {Duty.DISTRICT_REVIEWER}, ("asked_by",), method="BOTH",
                             by_duty={Duty.DISTRICT_REVIEWER: 404}),
    "financing:letter_receipt": Page(args=("letter_code",), public=True),
    "financing:answer_letter": Page(args=("letter_token",), public=True, method="BOTH"),
    "financing:samples": Page(WATCHERS),
    "financing:sample_new": Page(CITY, method="BOTH"),
    "financing:sample": Page(WATCHERS, ("=1",)),
    "financing:recheck": Page(WATCHERS, ("second_look",), method="BOTH"),
}  # fmt: skip


def money_claim(case_id: int, home: dict[str, int]) -> SubsidyClaim:
    """The money side of a case, with a line."""
    claim: SubsidyClaim = SubsidyClaim.objects.create(
        **home, application_id=case_id, fund_code="technology", fiscal_year=2026,
        declared_amount=Decimal(100),
    )  # fmt: skip
    SubsidyLine.objects.create(**home, claim=claim, number=1, name="示例", counted=Decimal(100))
    return claim


def of_side(case_id: int, staff: Actor, district: District) -> dict[str, object]:
    """What a side has of a claim under review."""
    home = {"organisation_id": staff.organisation_id, "district_id": district.pk}
    claim = money_claim(case_id, home)
    today = timezone.localdate()
    person = staff.user_id
    notice = CutNotice.objects.create(
        **home, claim=claim, stage="district", amount_before=2, amount_now=1, due_on=today,
        lines=[{"number": 1, "name": "示例", "verdict": "reduce", "before": "2.00",
                "counted": "1.00", "reason": "示例"}],
    )  # fmt: skip
    visit = SiteVisit.objects.create(
        **home, claim=claim, visited_on=today, visitors="示例", place="示例", summary="示例",
        lines={}, recorded_by_id=person,
    )  # fmt: skip
    sample = RecheckSample.objects.create(
        year=2026, seed="示例", percent=30, large_from=1, drawn_by_id=person
    )
    return {
        "money_claim": claim.pk,
        "cut_notice": notice.pk,
        "site_visit": visit.pk,
        "inquiry": letter(claim, person, "").pk,
        "second_look": Recheck.objects.create(**home, sample=sample, claim=claim, paid=1).pk,
    }


def letter(
    claim: SubsidyClaim, person: int, token: str, office_id: int | None = None
) -> InquiryLetter:
    day = timezone.localdate() + timedelta(days=9)
    made: InquiryLetter = InquiryLetter.objects.create(
        **claim.home, claim=claim, stage="district", office_name="示例", subject="示例",
        text="示例", sender_name="示例", sent_by_id=person, days=5, due_on=day, silent_on=day,
        link_ends_on=day, email="" if office_id else "a@portal.example", office_id=office_id,
        token_sha256=hashlib.sha256(token.encode()).hexdigest() if token else "",
    )  # fmt: skip
    return made


def in_public(claim_id: object, officer: Actor) -> dict[str, object]:
    """A letter behind a link, one that the city is asked by, and a receipt."""
    claim = SubsidyClaim.objects.get(pk=claim_id)
    by_link = letter(claim, officer.user_id, "wall-link")
    answer = LetterAnswer.objects.create(
        **claim.home, letter=letter(claim, officer.user_id, ""), position="none", text="示例",
        name="示例", department="示例", phone="0532-55500000", receipt="WALLWALLWALL",
    )  # fmt: skip
    asked = letter(claim, officer.user_id, "", officer.organisation_id)
    assert by_link.pk
    return {
        "letter_token": "wall-link",
        "letter_code": answer.receipt,
        "asked_by": asked.pk,
        "review_terms": ReviewTerms.objects.create(checks=["真实性"]).pk,
    }


def another_firm() -> int:
    firm: Organisation = OrganisationFactory(kind=OrganisationKind.AUDIT_FIRM, name="示例墙外审计")
    return int(firm.pk)


def audit_of(claim_id: object, firm_id: int, person: int) -> int:
    """An assignment that its firm works on."""
    claim = SubsidyClaim.objects.get(pk=claim_id)
    row = AuditAssignment.objects.create(
        **claim.home, claim=claim, firm_id=firm_id, state="working", assigned_by_id=person,
        paper={"title": "示例", "enterprise": "示例"}, due_on=timezone.localdate(),
    )  # fmt: skip
    return int(row.pk)
