"""Every scheme before an enterprise: whether it can be had now, how much, and what is missing."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse

from accounts.tenancy import Actor
from enterprises.figures import Facts, facts_of
from financing.money import wan
from financing.subsidies.find.amounts import earlier_of_group, worked_for
from financing.subsidies.find.calls import MoneyCall, money_calls
from financing.subsidies.find.drafts import Begun, begun_of, money_cases
from financing.subsidies.find.known import Known, known_of
from financing.subsidies.find.offer import FoundMoney, Lack, Offer
from financing.subsidies.gate import Missing, missing_of
from financing.subsidies.gate import Standing as ClaimStanding
from procedures.cases.actions.start_application import prefilled
from procedures.cases.applicant.remedies import Remedy, remedies_of
from procedures.cases.bans import bans_against
from procedures.cases.material import read_files_together
from procedures.cases.outcomes import held_kinds
from procedures.cases.standings import Standing
from procedures.cases.submission import answer_problems, inputs_from, inputs_with_answers
from procedures.models import Application
from procedures.models.application import State
from schemes.amounts.exclusions import Offer as Offered
from schemes.amounts.exclusions import what_counts
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount_terms import MODES
from schemes.definition.scheme import SUBSIDY
from schemes.evaluation.evaluate import Finding, in_words

ZERO = Decimal("0.00")
EMPTY = WorkedSum((), ZERO, ZERO)
MOST_NAMED = 3


def find_money(actor: Actor) -> FoundMoney:
    """Every scheme that pays, before the actor's enterprise. A fixed number of queries: ten, four
    more where a claim has been begun."""
    organisation_id = actor.organisation_id
    facts = facts_of(organisation_id)
    calls = money_calls()
    cases = money_cases(organisation_id)
    held = held_kinds(organisation_id)
    known = known_of(organisation_id, actor.user_id)
    barred = bans_against(organisation_id, SUBSIDY)
    drafts = _drafts_in(calls, cases)
    read_files_together(list(drafts.values()))
    begun = begun_of(list(drafts.values()), str(facts.enterprise["credit_code"]))
    running = {one.batch_id: one for one in cases if one.state != State.DRAFT}
    offers = [
        _offer(one, facts, held, known, drafts.get(one.batch.pk), begun, running.get(one.batch.pk))
        for one in calls
    ]
    return _in_places(offers, facts, known, barred)


def _drafts_in(calls: Sequence[MoneyCall], cases: Sequence[Application]) -> dict[int, Application]:
    """The draft of each batch, with its batch and version as they are read already."""
    by_batch = {one.batch.pk: one for one in calls}
    found = {}
    for case in cases:
        call = by_batch.get(case.batch_id)
        if case.state != State.DRAFT or call is None or case.scheme_version_id != call.version.pk:
            continue
        case.batch, case.scheme_version = call.batch, call.version
        found[case.batch_id] = case
    return found


def _offer(
    call: MoneyCall, facts: Facts, held: tuple[str, ...], known: Known, draft: Application | None,
    begun: dict[int, Begun], running: Application | None,
) -> Offer:  # fmt: skip
    last_year = call.batch.last_year
    if draft is not None:
        inputs = inputs_from(facts, draft, held)
        answers = draft.answers
    else:
        answers = prefilled(call.version, facts, last_year)
        inputs = inputs_with_answers(facts, answers, held, last_year=last_year)
    judge = call.ready.judge
    standing = Standing(
        version=call.version, evaluation=in_words(judge, judge(inputs), inputs),
        batch=call.batch if call.is_open else None,
        coming=None if call.is_open else call.batch, draft=draft, is_watched=known.is_told,
        last_year=last_year, facts=facts, answers=inputs.answers, running=running,
    )  # fmt: skip
    own = begun.get(draft.pk) if draft else None
    worked = worked_for(call, answers, known, own, last_year)
    offer = Offer(call, standing, worked, own, running, remedies=remedies_of(standing))
    offer.lacks, offer.to_do = _missing(offer)
    return offer


def _missing(offer: Offer) -> tuple[list[Lack], list[Lack]]:
    """What keeps the scheme from being had, and what the filing asks for."""
    lacks, to_do = [], []
    for finding in offer.standing.evaluation.open:
        remedy = offer.remedies.get(finding.key)
        if remedy is not None and remedy.asked_by_filing:
            to_do.append(Lack(finding.label, remedy.text))
        else:
            lacks.append(_lack(finding, remedy))
    if offer.worked.lacks:
        lacks.append(Lack(offer.worked.lacks, *_where_events(offer)))
    if offer.begun is not None:
        to_do += [_to_do(offer.begun, one) for one in _claim_missing(offer)]
        to_do += _form_missing(offer.begun.claim.application)
    elif offer.worked.sum is None and not offer.worked.lacks:
        to_do.append(Lack(offer.worked.to_fill, ""))
    return lacks, to_do


def _lack(finding: Finding, remedy: Remedy | None) -> Lack:
    if remedy is not None and remedy.url:
        return Lack(finding.label, finding.sentence, remedy.url, remedy.text)
    if finding.hint_url_name:
        return Lack(finding.label, finding.sentence, reverse(finding.hint_url_name), "去补充")
    return Lack(finding.label, finding.sentence)


def _where_events(offer: Offer) -> tuple[str, str, str]:
    listed = "、".join(offer.call.rule.events.values())
    return f"发生后再申请：{listed}", reverse("financing:own_listing"), "去直接融资登记"


def _claim_missing(offer: Offer) -> list[Missing]:
    begun = offer.begun
    assert begun is not None, "asked of claims alone"
    made = offer.worked.sum or EMPTY
    found = ClaimStanding(begun.claim, begun.lines, begun.hits, begun.files, begun.goals, made)
    return missing_of(found)


def _form_missing(draft: Application) -> list[Lack]:
    """What the application form still asks for, as one thing to do."""
    asked = [one.rstrip("。") for one in answer_problems(draft).values()]
    if not asked:
        return []
    text = f"申请表还有 {len(asked)} 处没有填好"
    more = "等" if len(asked) > MOST_NAMED else ""
    url = reverse("procedures:fill", args=[draft.pk])
    return [Lack(text, f"{'；'.join(asked[:MOST_NAMED])}{more}", url, "去填写")]


def _to_do(begun: Begun, one: Missing) -> Lack:
    page = reverse("financing:claim_lines", args=[begun.claim.application_id])
    return Lack(one.text, "", f"{page}?show={one.show}#{one.anchor}", "去处理")


# --- in which place -------------------------------------------------------------------------------


def _in_places(offers: Sequence[Offer], facts: Facts, known: Known, barred: str) -> FoundMoney:
    places: dict[str, list[Offer]] = {
        name: [] for name in ("ready", "near", "far", "coming", "running")
    }
    for offer in offers:
        offer.beside += _earlier_words(offer, known)
        places[_place(offer, barred)].append(offer)
    ready = places["ready"]
    _count(ready)
    for rows in places.values():
        rows.sort(
            key=lambda one: (-one.likely, one.call.batch.closes_at, one.call.version.scheme.sort)
        )
    for place, offer in enumerate(ready, 1):
        offer.place = place
    _say_what_excludes(ready)
    places["coming"].sort(key=lambda one: (one.call.batch.opens_at, one.call.batch.pk))
    return FoundMoney(facts, known, **places, barred=barred)


def _place(offer: Offer, barred: str) -> str:
    if offer.running is not None:
        return "running"
    if not offer.call.is_open:
        return "coming"
    if barred or len(offer.lacks) > 1:
        return "far"
    return "near" if offer.lacks else "ready"


def _count(ready: Sequence[Offer]) -> None:
    """What of each counts beside the others: by the rules of exclusion, vouchers never."""
    paying = [one for one in ready if one.amount and not one.is_voucher]
    offered = [
        Offered(
            one.call.version.scheme.code, one.name, one.amount,
            one.worked.sum.counted if one.worked.sum else ZERO, one.call.rule.exclusion,
        )
        for one in paying
    ]  # fmt: skip
    for one, counting in zip(paying, what_counts(offered), strict=True):
        one.counts = counting.counts


def _earlier_words(offer: Offer, known: Known) -> list[str]:
    """What earlier money of the group means for an amount in which it is not counted yet: one that
    is not known, or whose project is not named. In 万元."""
    exclusion, year = offer.call.rule.exclusion, offer.call.batch.year
    counts_already = offer.worked.sum and not (
        exclusion and exclusion.of_project and offer.begun is None
    )
    earlier = earlier_of_group(offer.call, known, year)
    if exclusion is None or counts_already or not earlier:
        return []
    got = sum((one.amount for one in earlier), ZERO)
    years = "、".join(dict.fromkeys(f"{one.year} 年" for one in earlier))
    same = "，同一项目的才算" if exclusion.of_project else ""
    told = f"已得“{exclusion.label}”{wan(got)} 万元（{years}），{MODES[exclusion.mode]}{same}"
    return [f"{told}；填报后算出的金额会考虑这一点。"]


def _say_what_excludes(ready: Sequence[Offer]) -> None:
    """The same sentence on both rows, with both figures."""
    groups: dict[str, list[Offer]] = {}
    for one in ready:
        if one.call.rule.exclusion and not one.is_voucher:
            groups.setdefault(one.call.rule.exclusion.group, []).append(one)
    for members in groups.values():
        for one in members:
            one.beside += [_beside(one, other) for other in members if other is not one]


def _beside(one: Offer, other: Offer) -> str:
    """In 万元: what the two mean for each other."""
    exclusion = one.call.rule.exclusion
    assert exclusion is not None, "members of a group have one"
    mode, what = MODES[exclusion.mode], f"与“{other.name}”（第 {other.place} 项）"
    if not one.worked.sum or not other.worked.sum:
        return f"{what}同属“{exclusion.label}”，{mode}；金额填好后再比较。"
    mine, its = wan(one.amount), wan(other.amount)
    if one.counts and not other.counts:
        return f"{what}只能选一项，{mode}：{mine} 与 {its} 相比，合计只计本项。"
    if other.counts and not one.counts:
        less = wan(other.amount - one.amount)
        change = f"改选本项将少 {less} 万元" if other.amount > one.amount else "办法规定先用那一项"
        return f"{what}只能选一项，{mode}：{mine} 与 {its} 相比，合计只计那一项；{change}。"
    both = f"本项计 {wan(one.counts)}，那一项计 {wan(other.counts)}"
    return f"{what}同属“{exclusion.label}”，{mode}：{both}。"
