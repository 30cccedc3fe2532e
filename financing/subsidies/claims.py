"""The claim of a case: making it when a draft begins, finding it, and what its terms are."""

from dataclasses import dataclass
from datetime import date

from accounts.tenancy import Actor
from documents.written.text import compared
from financing.models import SubsidyClaim, SubsidyLine
from procedures.models import Application
from schemes.definition.amount import AmountRule

NO_FUND = "unassigned"
LONGEST_PROJECT = 120
Kind = SubsidyLine.Kind
# Which kind of lines each field of a rule asks for.
KINDS_OF: dict[str, Kind] = {
    "equipment": Kind.INVOICE,
    "loans": Kind.LOAN,
    "insurance": Kind.INSURANCE,
    "contracts": Kind.CONTRACT,
    "booths": Kind.CONTRACT,
    "trademarks": Kind.UNIT,
    "units": Kind.UNIT,
}


@dataclass(frozen=True, slots=True)
class Window:
    """The local days in which an invoice may be dated, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} 至 {self.last}"


def rule_of(application: Application) -> AmountRule | None:
    """The amount rule of the version that the case is filed under."""
    rule: AmountRule | None = application.scheme_version.parsed.amount
    return rule


def kinds_asked(application: Application) -> list[Kind]:
    """The kinds of lines that the rule asks for, once each."""
    rule = rule_of(application)
    asked = (KINDS_OF[one] for one in rule.item_fields) if rule else ()
    return list(dict.fromkeys(asked))


def window_of(claim: SubsidyClaim) -> Window:
    """The days in which what is claimed was spent: the year before the fund's year (domain-2 A2:
    the 2021 guide pays equipment of 2020)."""
    year = claim.fiscal_year - 1
    return Window(date(year, 1, 1), date(year, 12, 31))


def claim_of(application: Application) -> SubsidyClaim:
    """The claim of a case that names the outcome of money; made where there is none yet."""
    rule = rule_of(application)
    fund = rule.budget.fund if rule and rule.budget else NO_FUND
    claim, _ = SubsidyClaim.objects.get_or_create(
        application=application,
        defaults={
            **application.home,
            "fund_code": fund,
            "fiscal_year": application.batch.year,
            "exclusion_group": rule.exclusion.group if rule and rule.exclusion else "",
        },
    )
    return claim


def own_claim_of(actor: Actor, application: Application) -> SubsidyClaim:
    """The claim of a case for who fills it in: it keeps for which project the form asks now. Caps
    and exclusions tell the projects apart by it."""
    claim, rule = claim_of(application), rule_of(application)
    if rule is None or not may_change(actor, application):
        return claim
    said = application.answers.get(rule.project_field) if rule.project_field else None
    project = compared(said)[:LONGEST_PROJECT] if isinstance(said, str) else ""
    if claim.project != project:
        claim.project = project
        claim.save(update_fields=["project"])
    return claim


def may_change(actor: Actor, application: Application) -> bool:
    """Whether the actor may change lines now: the enterprise, while the form is open."""
    return (
        actor.is_enterprise
        and actor.organisation_id == application.organisation_id
        and application.is_editable
    )
