"""Drawing up a list: matched, checked, worked out and frozen in one moment."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor, system_scope
from financing.models import GrantCandidate, GrantList
from financing.subsidies.auto.candidate_machine import MACHINE as CANDIDATE
from financing.subsidies.auto.freezing import Match, hash_of, matches
from financing.subsidies.auto.list_machine import MACHINE
from financing.subsidies.find.calls import MoneyCall, money_calls

MOST = 2000


def draw_list(
    actor: Actor, scheme_code: str, kind: str, issued_from: date, issued_to: date, answer_by: date
) -> GrantList:
    """The frozen list of who is due by certificates of `kind` issued in the window (local days); a
    colleague is asked to push it.

    Raises `NotPermitted`, and `RuleViolation` by field: no scheme of that code takes part now, a
    window the wrong way round, an answer after the end, nobody found or too many.
    """
    if not actor.is_city:
        raise NotPermitted("免申即享名单由市级经办人比对。")
    call = scheme_called(scheme_code)
    _refuse_dates(call, issued_from, issued_to, answer_by)
    with transaction.atomic():
        found = matches(call, kind, issued_from, issued_to)
        if not found:
            raise RuleViolation({"issued_from": "这段时间没有新发的证书，或都已列入过名单。"})
        if len(found) > MOST:
            raise RuleViolation({"issued_to": f"超过 {MOST} 张证书，请把时间分段。"})
        row = GrantList.objects.create(
            name=f"{call.name} {issued_from:%Y-%m-%d} 至 {issued_to:%Y-%m-%d}"[:100],
            scheme_version=call.version,
            batch=call.batch,
            certificate_kind=kind,
            issued_from=issued_from,
            issued_to=issued_to,
            frozen_at=timezone.now(),
            answer_by=answer_by,
            claim_until=call.call.last_day,
            made_by_id=actor.user_id,
        )
        with system_scope(reason="keep the lists of money without a claim"):
            made = [_candidate(row, call, one) for one in found]
        # The definition is read for its hash: calls leave it out.
        row.scheme_version.refresh_from_db(fields=["definition"])
        row.sha256 = hash_of(row, made)
        row.save(update_fields=["sha256"])
        return MACHINE.begin(actor, row, "match")


def scheme_called(code: str) -> MoneyCall:
    """Raises `RuleViolation` where no scheme of that code is paid without a claim now."""
    for one in money_calls(automatic=True):
        if one.version.scheme.code == code and one.is_open:
            return one
    raise RuleViolation({"scheme": "这个项目现在没有受理中的批次。"})


def _refuse_dates(call: MoneyCall, first: date, last: date, answer_by: date) -> None:
    today, errors = timezone.localdate(), {}
    if first > last:
        errors["issued_to"] = "不能早于开始的日期。"
    elif last > today:
        errors["issued_to"] = "不能晚于今天。"
    if answer_by <= today:
        errors["answer_by"] = "应晚于今天。"
    elif answer_by > call.call.last_day:
        errors["answer_by"] = f"不能晚于领取期的最后一天 {call.call.last_day:%Y-%m-%d}。"
    if errors:
        raise RuleViolation(errors)


def _candidate(row: GrantList, call: MoneyCall, one: Match) -> GrantCandidate:
    State = GrantCandidate.State
    made = GrantCandidate.objects.create(
        organisation_id=one.enterprise.pk,
        district_id=one.enterprise.district_id,
        list=row,
        certificate=one.certificate,
        enterprise_name=one.enterprise.name,
        credit_code=one.enterprise.credit_code or "",
        scheme_name=call.name,
        version_label=call.version.label,
        certificate_number=one.certificate.number,
        certificate_title=one.certificate.title,
        issued_on=one.certificate.issued_on,
        amount=one.sum.amount,
        sums={**one.sum.as_json(), "sha256": one.sum.sha256},
        barred_by=one.barred_by[:500],
        frozen_at=row.frozen_at,
        answer_by=row.answer_by,
        claim_until=row.claim_until,
        state=State.BARRED if one.barred_by else State.MATCHED,
    )
    return CANDIDATE.begin(None, made, "bar" if one.barred_by else "match")
