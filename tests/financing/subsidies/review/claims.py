"""A claim for tests: the 12 lines of look/money, one of them withdrawn, 1,235.00 万元 in all, which
with a contribution of 80.00 make 205.60."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.actors import actor_from
from accounts.duties import Duty
from accounts.models import Membership
from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.models import Enterprise
from financing.models import InquiryLetter, SubsidyClaim, SubsidyLine
from financing.subsidies.review.actions.check_claim import record_finding
from financing.subsidies.review.actions.decide_line import (
    LineChoice,
    accept_the_rest,
    decide_line,
)
from financing.subsidies.review.actions.send_letter import LetterTerms, send_letter
from financing.subsidies.review.terms import USUAL_CHECKS
from procedures.models import Batch, Snapshot
from schemes.models import SchemeVersion
from tests.financing.subsidies.claims import EQUIPMENT, definition_of
from tests.procedures import factories

WAN = Decimal(10_000)
# Source: look/money/claim-review.html; line 9 was withdrawn before it was sent.
AMOUNTS = (
    "186", "142.5", "98", "200", "128", "76", "84", "32.5", "75", "64", "118", "106",
)  # fmt: skip
WITHDRAWN = 9


def subsidy_version() -> SchemeVersion:
    """A published version whose outcome is money."""
    known = SchemeVersion.objects.order_by("id").first()
    assert known is not None
    made, _ = SchemeVersion.objects.get_or_create(
        scheme=known.scheme,
        label="示例资金",
        defaults={
            "state": "published",
            "definition": definition_of(EQUIPMENT),
            "source_document": "示例",
            "valid_from": timezone.localdate(),
        },
    )
    return made


def claim_batch() -> Batch:
    batch = factories.open_batch()
    batch.version = subsidy_version()
    batch.save()
    return batch


def claim(
    owner: Actor,
    district_id: int,
    batch: Batch | None = None,
    state: str = "district_review",
    **values: object,
) -> SubsidyClaim:
    """A filed claim in any state of its case."""
    with system_scope(reason="test"):
        case = factories.case(
            owner, district_id, batch or claim_batch(), state=state, title="数控装备技术改造",
            answers={"project": "数控装备技术改造", "contribution": "80"},
            stage_due_on=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip
        entry = Enterprise.objects.get(pk=owner.organisation_id)
        home = {"organisation_id": owner.organisation_id, "district_id": district_id}
        Snapshot.objects.create(
            **home, application=case, number=1, answers={}, files=[], sha256="",
            facts={"enterprise": {"name": entry.name}}, evaluation={"groups": [], "score": None},
        )  # fmt: skip
        made: SubsidyClaim = SubsidyClaim.objects.create(
            **home,
            application=case,
            fund_code="technology",
            fiscal_year=2026,
            **{"declared_amount": Decimal("2056000.00"), **values},
        )
        for number, amount in enumerate(AMOUNTS, 1):
            SubsidyLine.objects.create(
                **home, claim=made, number=number, name=f"示例设备 {number}", purpose="生产",
                invoice_number=f"{number:020d}", net=Decimal(amount) * WAN,
                paid=Decimal(amount) * WAN, counted=Decimal(amount) * WAN,
                withdrawn_at=timezone.now() if number == WITHDRAWN else None,
            )  # fmt: skip
        return made


def decided(
    actor: Actor, of: SubsidyClaim, number: int, verdict: str, wan: str = "", reason: str = ""
) -> None:
    with acting_as(actor):
        amount = Decimal(wan) * WAN if wan else None
        decide_line(actor, of.pk, number, LineChoice(verdict, amount, reason))


def cut_as_drawn(actor: Actor, of: SubsidyClaim) -> None:
    """The decisions of look/money: three cuts of 154.00, the others accepted."""
    decided(actor, of, 4, "reduce", "192", "安装费不属设备")
    decided(actor, of, 7, "reduce", "56", "现场未见第 3 台")
    decided(actor, of, 11, "strike", reason="以旧代新")
    with acting_as(actor):
        accept_the_rest(actor, of.pk)


def checked(actor: Actor, of: SubsidyClaim) -> None:
    """Every item of the checklist, found clear."""
    with acting_as(actor):
        for name in USUAL_CHECKS:
            record_finding(
                actor, of.pk, name, result="clear", evidence="示例：一致", source="示例系统 9:00"
            )


def asked(actor: Actor, of: SubsidyClaim, **more: object) -> InquiryLetter:
    terms: dict[str, object] = {
        "office_name": "示例生态环境部门", "subject": "绿色门槛", "text": "有无处罚，请函复。",
        "days": 5, "email": "office@portal.example", "check": "绿色门槛",
    } | more  # fmt: skip
    with acting_as(actor):
        return send_letter(actor, of.pk, LetterTerms(**terms))


def fresh(of: SubsidyClaim) -> SubsidyClaim:
    with system_scope(reason="test"):
        return SubsidyClaim.objects.select_related("application__scheme_version").get(pk=of.pk)


def filed_by(account: str) -> int:
    """A claim of the enterprise of a demo account, in the district's review."""
    with system_scope(reason="test"):
        person = Membership.objects.select_related("user", "organisation").get(
            user__username=account, duty=Duty.ENTERPRISE_STAFF, is_active=True
        )
    return int(claim(actor_from(person), person.organisation.district_id).pk)
