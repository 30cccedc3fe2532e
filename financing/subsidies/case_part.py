"""The money side of a case: what keeps a claim from being sent, what pages show, what is frozen."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from financing.models import SubsidyClaim
from financing.subsidies.carrying import carry_over
from financing.subsidies.claims import claim_of, kinds_asked, may_change, own_claim_of
from financing.subsidies.counting import recount
from financing.subsidies.duplicates import hits_of, wait_for_the_numbers
from financing.subsidies.gate import Standing, standing_of
from financing.subsidies.line_rules import values_of
from financing.subsidies.money.granted_elsewhere import granted_elsewhere
from financing.subsidies.money.whereabouts import payments_in, whereabouts
from financing.subsidies.shape import fields_of
from financing.subsidies.sums import recompute
from lifecycle.history import HistoryLine
from procedures.cases.changes import CaseChange
from procedures.cases.parts import CasePart, Panel
from procedures.models import Application
from procedures.models.application import State

SUBSIDY = "subsidy"
SENDING = ("submit", "resubmit")
DECIDING = ("propose", "certify")
MOST_NAMED = 5
STATE_WORDS: dict[str, str] = {
    State.PROPOSED: "拟支持",
    State.APPROVED: "已审定",
    State.DECLINED: "不予支持",
}


class SubsidyCasePart(CasePart):
    """What a claim for money adds to its case."""

    outcomes = frozenset({SUBSIDY})
    state_words = STATE_WORDS
    words = {
        "拟认定": "拟支持",
        "已认定": "已审定",
        "不予认定": "不予支持",
        "暂停认定": "暂停审定",
        "认定结果": "审定结果",
        "认定发证": "审定",
        "即认定": "即审定",
        "继续认定": "继续支持",
        "发证": "审定",
        "获认定的": "获得支持的",
        "证书编号": "受理编号",
    }

    def begin(self, application: Application, source: Application | None) -> None:
        carry_over(source, claim_of(application))

    def obstacles(self, actor: Actor | None, application: Application, name: str) -> list[str]:
        if name in DECIDING:
            found = SubsidyClaim.objects.filter(application=application).first()
            proposes = name == "propose"
            return granted_elsewhere(found, beside_proposed=proposes) if found else []
        if name not in SENDING:
            return []
        claim = own_claim_of(actor, application) if actor else claim_of(application)
        missing = standing_of(claim).missing
        if not missing:
            return []
        named = "、".join(one.text for one in missing[:MOST_NAMED])
        more = f"等 {len(missing)} 处" if len(missing) > MOST_NAMED else ""
        return [f"资金明细还有 {len(missing)} 处要处理：{named}{more}。"]

    def on_the_form(self, actor: Actor, application: Application) -> Panel | None:
        return self._panel(actor, application)

    def in_own_case(self, actor: Actor, application: Application) -> Panel | None:
        return self._panel(actor, application)

    def in_review(self, actor: Actor, application: Application) -> Panel | None:
        return self._panel(actor, application)

    def history(self, actor: Actor, application: Application) -> list[HistoryLine]:
        return payments_in(actor, application)

    def sums(self, case_ids: Collection[int]) -> Mapping[int, Decimal]:
        rows = SubsidyClaim.objects.filter(application_id__in=case_ids, approved_amount__gt=0)
        found = rows.values_list("application_id", "approved_amount")
        return {case: amount for case, amount in found if amount is not None}

    def frozen(self, application: Application) -> dict[str, object]:
        return frozen_claim(standing_of(claim_of(application)))

    def answered(self, actor: Actor, application: Application) -> None:
        claim = own_claim_of(actor, application)
        claim.application = application
        recompute(claim, "declared")

    def _panel(self, actor: Actor, application: Application) -> Panel:
        found = standing_of(own_claim_of(actor, application))
        found.claim.application = application
        context = {
            "application": application,
            "asks_lines": bool(kinds_asked(application)),
            "found": found,
            "is_open": may_change(actor, application),
            "lines": found.standing_lines,
            "net": sum((one.net or 0 for one in found.standing_lines), 0),
            "counted": sum((one.counted or 0 for one in found.standing_lines), 0),
            "money": whereabouts(actor, found.claim),
            "is_enterprise": actor.is_enterprise,
        }
        return Panel("financing/subsidies/_panel.html", context)


def frozen_claim(found: Standing) -> dict[str, object]:
    """The claim as it is sent: every line that stands, what was found and said, files, goals, the
    worked sum with its hash."""
    files: dict[int, list[dict[str, object]]] = {}
    for one in found.files:
        kept = one.attachment
        files.setdefault(one.line_id, []).append(
            {"role": one.role, "id": str(kept.pk), "name": kept.name, "sha256": kept.sha256}
        )
    return {
        "claim": found.claim.pk,
        "fiscal_year": found.claim.fiscal_year,
        "fund": found.claim.fund_code,
        "lines": [
            {
                "number": line.number,
                "kind": line.kind,
                "version": line.version,
                "values": {
                    key: None if value in (None, "") else str(value)
                    for key, value in values_of(line, fields_of(line.kind)).items()
                },
                "level": line.more.get("level", ""),
                "counted": None if line.counted is None else f"{line.counted:f}",
                "files": files.get(line.pk, []),
            }
            for line in found.standing_lines
        ],
        "found": [
            {
                "line": hit.line,
                "key": hit.key,
                "grade": hit.grade.value,
                "text": hit.text,
                "said": dict(hit.said),
            }
            for hit in found.hits
        ],
        "goals": [
            {
                "number": goal.number,
                "name": goal.name,
                "dimension": goal.dimension,
                "base": None if goal.base is None else f"{goal.base:f}",
                "direction": goal.direction,
                "target": f"{goal.target:f}",
                "unit": goal.unit,
                "weight": f"{goal.weight:f}",
                "source": goal.source,
                "due_on": f"{goal.due_on:%Y-%m-%d}" if goal.due_on else None,
            }
            for goal in found.goals
        ],
        "sum": found.worked.as_json(),
        "sum_sha256": found.worked.sha256,
    }


def refuse_what_came_first(change: CaseChange) -> None:
    """Once a claim is sent, look again with its numbers locked: of two claims that are sent in the
    same second with one invoice, the second finds the first and is undone."""
    if change.transition.name not in SENDING or not change.row.scheme_version.parsed.is_subsidy:
        return
    claim = SubsidyClaim.objects.filter(application=change.row).first()
    if claim is None:
        return
    with transaction.atomic():
        wait_for_the_numbers(claim)
        if found := [hit for hit in hits_of(claim) if hit.is_open]:
            named = "；".join(f"第 {hit.line} 行：{hit.text}" for hit in found[:MOST_NAMED])
            raise RuleViolation(f"没有送出，刚刚出现重复。{named}")
        # The answers of the form may have changed since the last line was saved.
        recount(claim)
