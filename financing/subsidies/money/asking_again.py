"""Eligibility, asked again when money is decided: much may have happened since it was proposed.

Source: domain facts A7 and A12 (nothing is granted twice; records against the credit standing and
money to be given back keep from new money, 示例).
"""

from decimal import Decimal

from enterprises.models import CreditRecord
from financing.models import PayeeAccount, SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.money.shares import after_share
from financing.subsidies.sums import worked_out
from procedures.cases.bans import bans_against
from procedures.cases.verdicts import standing_of
from procedures.models import Application
from schemes.definition.scheme import SUBSIDY

ZERO = Decimal(0)
CREDIT = "credit_records"
NO_ACCOUNT = "企业还没有经确认的收款账户，请企业在“收款账户”里填写并由第二人确认。"


def why_not_decided(case: Application) -> list[str]:
    """What has come up against the money since the case was proposed, a sentence each."""
    claim = SubsidyClaim.objects.filter(application=case).first()
    if claim is None:
        return []
    claim.application = case
    found = [
        bans_against(case.organisation_id, SUBSIDY),
        credit_against(case),
        account_against(case),
    ]
    found.append(less_by_now(claim))
    return [one for one in found if one]


def credit_against(case: Application) -> str:
    """An open record, where the scheme asks for none and nobody has waived that."""
    asked = _asks_for_credit(case)
    if not asked or asked <= set(standing_of(case).waivers):
        return ""
    rows = CreditRecord.objects.open().filter(organisation_id=case.organisation_id)
    record = rows.order_by("-pk").first()
    if record is None:
        return ""
    return f"企业有未移出的记录：{record.get_kind_display()}（{record.authority}）。"


def _asks_for_credit(case: Application) -> set[str]:
    """The keys of the conditions that look at the open records."""
    definition = case.scheme_version.parsed
    indicators = {one.key for one in definition.indicators if CREDIT in one.expression}
    return {
        one.key
        for group in definition.criteria
        for one in group.all_criteria()
        if one.indicator in indicators
    }


def account_against(case: Application) -> str:
    """A decision needs an account to pay to; one that has just changed may cool down meanwhile."""
    rows = PayeeAccount.objects.filter(
        organisation_id=case.organisation_id, state=PayeeAccount.State.CONFIRMED
    )
    return "" if rows.exists() else NO_ACCOUNT


def less_by_now(claim: SubsidyClaim) -> str:
    """What was decided for the enterprise and those related to it since: the sum made anew."""
    proposed = claim.approved_amount or ZERO
    if rule_of(claim.application) is None:
        return ""
    worked = worked_out(claim, "audited")
    due = after_share(claim, worked.amount)
    if due >= proposed:
        return ""
    why = f"（{'；'.join(worked.refusals)}）" if worked.refusals else ""
    return (
        f"拟支持以后情况有变，现在按办法应付 {due:,.2f} 元{why}，"
        f"低于拟支持的 {proposed:,.2f} 元，请撤回拟支持后重新计算。"
    )
