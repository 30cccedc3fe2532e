"""Who is on a list, checked and worked out at one moment, and the hash that proves it."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Func, JSONField
from django.utils import timezone

from certification.models import Certificate
from enterprises.figures import Facts, facts_for
from enterprises.models import Enterprise
from financing.models import GrantCandidate, GrantList
from financing.subsidies.find.calls import MoneyCall
from procedures.cases.bans import bans_against
from procedures.cases.outcomes import held_kinds
from procedures.cases.submission import inputs_with_answers
from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts, EarlierPay
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount import AmountRule
from schemes.definition.scheme import SUBSIDY, SchemeDefinition
from schemes.evaluation.evaluate import in_words

ZERO = Decimal(0)
HELD = re.compile(r"'(\w+)' in certificates")


@dataclass(frozen=True)
class Match:
    """A certificate that a list would have, with its worked sum; `barred_by` is what the check
    found, "" for nothing."""

    certificate: Certificate
    enterprise: Enterprise
    sum: WorkedSum
    barred_by: str


def kinds_asked(definition: SchemeDefinition) -> list[str]:
    """The kinds of certificates that the conditions of a scheme ask for."""
    found = (HELD.findall(one.expression) for one in definition.indicators)
    return list(dict.fromkeys(kind for kinds in found for kind in kinds))


def matches(call: MoneyCall, kind: str, first: date, last: date) -> list[Match]:
    """Every certificate of `kind` issued from `first` to `last` (local days), but those that have
    been on a list of the scheme; each checked. In the active scope."""
    rows = list(
        Certificate.objects.filter(kind=kind, issued_on__range=(first, last))
        .exclude(pk__in=_listed_before(call))
        .order_by("issued_on", "number")
    )
    ids = {one.organisation_id for one in rows}
    entries = Enterprise.objects.filter(pk__in=ids).annotate(
        pays=Func(F("organisation_id"), function="financing_pays_around", output_field=JSONField())
    )
    by_id, facts = {one.pk: one for one in entries}, {
        one.organisation_id: one for one in facts_for(ids)
    }  # fmt: skip
    found = []
    for row in rows:
        entry = by_id[row.organisation_id]
        made = work_out(call.rule, _amount_facts(call, getattr(entry, "pays")))  # noqa: B009
        barred = against(call, row, entry, facts[entry.pk])
        found.append(Match(row, entry, made, barred or "；".join(made.refusals)))
    return found


def _listed_before(call: MoneyCall) -> Iterable[int]:
    State = GrantCandidate.State
    rows = GrantCandidate.objects.filter(scheme_name=call.name)
    gone = (State.REMOVED, State.BARRED, State.EXPIRED, State.STOPPED)
    return rows.exclude(state__in=gone).values_list("certificate_id", flat=True)


def _amount_facts(call: MoneyCall, pays: Sequence[dict[str, object]]) -> AmountFacts:
    """One event each; what was paid for the same matter by other schemes counts against it."""
    rule, own_scheme, exclusion = call.rule, call.version.scheme_id, call.rule.exclusion
    return AmountFacts(
        events=event_of(rule),
        earlier=tuple(
            EarlierPay("已付", Decimal(str(one["amount"])), int(str(one["year"])))
            for one in pays
            if exclusion
            and one["group"] == exclusion.group
            and one["scheme"] != own_scheme
            and one["is_own"]
            and exclusion.reaches(int(str(one["year"])), call.batch.year)
        ),
        paid_this_year=sum(
            (
                Decimal(str(one["amount"]))
                for one in pays
                if one["is_own"] and one["scheme"] == own_scheme and one["year"] == call.batch.year
            ),
            ZERO,
        ),
    )


def event_of(rule: AmountRule) -> tuple[str, ...]:
    """What a certificate is to the rule: its first event."""
    return tuple(rule.events)[:1]


def against(call: MoneyCall, certificate: Certificate, entry: Enterprise, facts: Facts) -> str:
    """What keeps the enterprise from being paid for the certificate now, in words; "" for nothing:
    the state of the certificate, its name, the conditions of the scheme, bans and recoveries."""
    found = []
    if certificate.state not in (Certificate.State.VALID, Certificate.State.RECHECK_DUE):
        found.append(f"证书{certificate.get_state_display()}")
    if certificate.holder_name != entry.name:
        found.append(f"证书上的企业名称是“{certificate.holder_name}”，与登记不一致")
    inputs = inputs_with_answers(facts, {}, held_kinds(entry.pk), last_year=call.batch.last_year)
    judge = call.ready.judge
    evaluation = in_words(judge, judge(inputs), inputs)
    found += [f"{one.label}：{one.sentence}" for one in evaluation.open]
    if ban := bans_against(entry.pk, SUBSIDY):
        found.append(ban.rstrip("。"))
    return "；".join(found)[:500]


def hash_of(grant_list: GrantList, candidates: Iterable[GrantCandidate]) -> str:
    """The SHA-256 over the rule's version and content, the moment of the data, the window, and
    each candidate as it was frozen; later answers are no part of it."""
    content = {
        "version": grant_list.scheme_version_id,
        "rule": grant_list.scheme_version.content_sha256,
        "kind": grant_list.certificate_kind,
        "issued": [str(grant_list.issued_from), str(grant_list.issued_to)],
        "data": timezone.localtime(grant_list.frozen_at).isoformat(timespec="seconds"),
        "candidates": sorted(
            [one.certificate_number, one.credit_code, f"{one.amount:.2f}", one.barred_by,
             one.sums.get("counted", ""), len(one.sums.get("lines", ()))]
            for one in candidates
        ),
    }  # fmt: skip
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
