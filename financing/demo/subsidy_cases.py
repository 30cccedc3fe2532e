"""Writing invented claims in every state, in bulk, each with the sums that the engine gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.demo.bulk import Row, insert, keyed, take_ids
from documents.written.text import compared
from enterprises.demo.registry import Placed
from financing.demo.subsidy_lines import GOAL_FIELDS, Inventor, Program
from financing.models import (
    CheckFinding,
    LineDecision,
    SubsidyClaim,
    SubsidyGoal,
    SubsidyLine,
)
from financing.subsidies.case_part import frozen_claim
from financing.subsidies.counting import recount
from financing.subsidies.gate import standing_of
from financing.subsidies.keys import keep_keys
from financing.subsidies.review.standing import amount_to_decide
from financing.subsidies.review.terms import USUAL_CHECKS
from financing.subsidies.sums import recompute
from procedures.cases.submission import snapshot_hash
from procedures.demo.cases import REASONS, WAYS, of_case
from procedures.models import Application, Batch, CaseEvent, ConditionJudgement, Snapshot
from procedures.models.application import State
from schemes.evaluation.evaluate import Evaluation, evaluate
from schemes.evaluation.indicators import Inputs

Verdict = LineDecision.Verdict
# What the district has looked at, and what the auditors have.
SEEN = (State.CITY_REVIEW, State.PROPOSED, State.PUBLIC_NOTICE, State.APPROVED)
AUDITED = (State.PROPOSED, State.PUBLIC_NOTICE, State.APPROVED)
DECIDED = (State.APPROVED, State.DECLINED, State.WITHDRAWN)
STEP_DAYS = 12
CUTS = (("reduce", Decimal("0.85"), "含安装调试费，不属于设备（示例）"),
        ("strike", Decimal(0), "现场未见该设备（示例）"))  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """A claim to be written: whose, in which batch, and how far it has come."""

    holder: Placed
    batch: Batch
    state: State


class ClaimWriter:
    """Writes claims of one program after the other. Needs a system scope."""

    def __init__(self, inventor: Inventor, people: dict[str, int], districts: dict[int, str]):
        self.inventor, self.people, self.districts = inventor, people, districts

    def write(self, program: Program, filed: list[Filed]) -> list[int]:
        """The ids of the claims, in the order of `filed`."""
        keys = take_ids(Application, len(filed))
        cases = [self._case(program, key, one) for key, one in zip(keys, filed, strict=True)]
        insert(Application, [dict(case) for case in cases])
        claims = keyed(
            SubsidyClaim,
            [self._claim(case, one.batch) for case, one in zip(cases, filed, strict=True)],
        )
        insert(SubsidyClaim, claims)
        lines = [
            row
            for claim, one in zip(claims, filed, strict=True)
            for row in self._lines(program, claim, one)
        ]
        insert(SubsidyLine, keyed(SubsidyLine, lines))
        pks = [claim["id"] for claim in claims]
        keep_keys(SubsidyLine.objects.filter(claim__in=pks))
        goals = [row for claim in claims for row in _goals(program, claim)]
        insert(SubsidyGoal, keyed(SubsidyGoal, goals))
        self._count(cases, filed, pks)
        return pks

    def _case(self, program: Program, key: int, one: Filed) -> Row:
        way = WAYS[one.state]
        started = one.batch.opens_at + timedelta(days=self.inventor.random.randint(2, 40))
        values = one.holder.invented.values
        answers = program.answers(self.inventor, one.holder) | {
            "contact_name": values["contact_name"], "contact_phone": values["contact_phone"],
        }  # fmt: skip
        due = timezone.localdate() + timedelta(days=self.inventor.random.randint(-2, 14))
        under_way = one.state in (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED)
        return {
            "id": key,
            "organisation_id": one.holder.pk,
            "district_id": one.holder.district_id,
            "batch_id": one.batch.pk,
            "scheme_version_id": one.batch.version_id,
            "number": f"{started:%Y}{key:08d}" if way else None,
            "title": str(next(iter(answers.values())))[:200],
            "state": one.state,
            "returned_from": State.DISTRICT_REVIEW if one.state == State.RETURNED else "",
            "version": 1 + len(way),
            "answers": answers,
            "created_by_id": self.people["sme"],
            "created_at": started,
            "submitted_at": started if way else None,
            "submissions": 1 if way else 0,
            "stage_due_on": due if under_way else None,
            "verdict": "met" if way else "",
            "decided_at": started + timedelta(days=STEP_DAYS * (len(way) - 1))
            if one.state in DECIDED
            else None,
        }

    def _claim(self, case: Row, batch: Batch) -> Row:
        rule = batch.version.parsed.amount
        assert rule is not None, "a scheme of money"
        assert rule.budget is not None, "a shipped rule names its fund"
        return {
            "application_id": case["id"],
            "organisation_id": case["organisation_id"],
            "district_id": case["district_id"],
            "fund_code": rule.budget.fund,
            "fiscal_year": batch.year,
            "exclusion_group": rule.exclusion.group if rule.exclusion else "",
            "project": compared(case["answers"].get("filing_number", "")),
        }

    def _lines(self, program: Program, claim: Row, one: Filed) -> Iterable[Row]:
        rows = program.lines(self.inventor, one.holder, one.batch.year - 1)
        for number, row in enumerate(rows, 1):
            yield {
                "claim_id": claim["id"],
                "organisation_id": claim["organisation_id"],
                "district_id": claim["district_id"],
                "number": number,
                **row,
            }

    def _count(self, cases: list[Row], filed: list[Filed], pks: list[int]) -> None:
        """Work every claim out as it was declared, found by the district and audited; freeze what
        was sent."""
        claims = SubsidyClaim.objects.select_related(
            "application__scheme_version", "application__batch"
        ).in_bulk(pks)
        snapshots, judged = [], []
        cuts = [row for pk, one in zip(pks, filed, strict=True) for row in self._cuts(pk, one)]
        for pk, case, one in zip(pks, cases, filed, strict=True):
            recount(claims[pk])
            if case["submitted_at"]:
                snapshots.append(self._snapshot(claims[pk], case, one))
        insert(LineDecision, keyed(LineDecision, cuts))
        for pk, case, one in zip(pks, cases, filed, strict=True):
            claim = claims[pk]
            if one.state in SEEN:
                recompute(claim, "district")
                judged += self._judged(case, one)
            if one.state in AUDITED:
                recompute(claim, "audited")
            if one.state in AUDITED:
                claim.approved_amount = amount_to_decide(claim)
        SubsidyClaim.objects.bulk_update(claims.values(), ["approved_amount"])
        insert(Snapshot, keyed(Snapshot, snapshots))
        events = [row for case in cases for row in self._events(case)]
        insert(CaseEvent, keyed(CaseEvent, events))
        insert(ConditionJudgement, keyed(ConditionJudgement, judged))
        found = [
            row
            for pk, case, one in zip(pks, cases, filed, strict=True)
            if one.state in SEEN
            for row in self._findings(pk, case)
        ]
        insert(CheckFinding, keyed(CheckFinding, found))

    def _cuts(self, pk: int, one: Filed) -> Iterable[Row]:
        """What the district, and after it the auditors, counted of each line: every fourth claim
        with lines of invoices had one cut."""
        if one.state not in SEEN:
            return
        lines = list(SubsidyLine.objects.filter(claim=pk))
        several = [line for line in lines if line.kind == SubsidyLine.Kind.INVOICE]
        cut = several[-1] if several and self.inventor.random.random() < 0.25 else None
        stages = ("district", "audited") if one.state in AUDITED else ("district",)
        kind, share, why = self.inventor.random.choice(CUTS)
        for line in lines:
            whole = min(line.net or line.paid or Decimal(0), line.paid or Decimal(0))
            for stage in stages:
                yield {
                    "claim_id": pk,
                    "line_id": line.pk,
                    "organisation_id": line.organisation_id,
                    "district_id": line.district_id,
                    "stage": stage,
                    "verdict": kind if line is cut else Verdict.ACCEPT,
                    "counted": round(whole * share, 2) if line is cut else whole,
                    "reason": why if line is cut else "",
                    "decided_by_id": self.people["district" if stage == "district" else "city"],
                    "organisation_name": self._bureau(line.district_id, stage),
                }

    def _bureau(self, district_id: int, stage: str) -> str:
        if stage != "district":
            return "示例会计师事务所"
        return f"{self.districts[district_id]}主管部门（示例）"

    def _snapshot(self, claim: SubsidyClaim, case: Row, one: Filed) -> Row:
        inputs = _inputs(one, case["answers"])
        content = {
            "answers": case["answers"],
            "facts": {"enterprise": inputs.enterprise, "figures": inputs.years[0]},
            "files": [],
            "evaluation": self._evaluation(one, inputs).as_json(),
            "part": frozen_claim(standing_of(claim)),
        }
        return of_case(case) | {
            "number": 1,
            "sha256": snapshot_hash(one.batch.version_id, content),
            "taken_at": case["submitted_at"],
            **content,
        }

    def _evaluation(self, one: Filed, inputs: Inputs) -> Evaluation:
        return evaluate(one.batch.version.parsed, inputs)

    def _events(self, case: Row) -> list[Row]:
        people = {State.DISTRICT_REVIEW: "district", State.DRAFT: "sme"}
        return [
            of_case(case)
            | {
                "transition": transition,
                "source": source,
                "target": target,
                "user_id": self.people[
                    "sme" if transition == "withdraw" else people.get(source, "city")
                ],
                "reason": REASONS.get(transition, ""),
                "at": case["submitted_at"] + timedelta(days=STEP_DAYS * step),
                "xid": 0,
            }
            for step, (transition, source, target) in enumerate(WAYS[case["state"]])
        ]

    def _judged(self, case: Row, one: Filed) -> list[Row]:
        criteria = [
            criterion
            for group in one.batch.version.parsed.criteria
            for criterion in group.all_criteria()
            if criterion.comparison == "person"
        ]
        return [
            of_case(case)
            | {
                "criterion": criterion.key,
                "label": criterion.label,
                "is_met": True,
                "basis": "已核对证明文件（示例）",
                "submission": 1,
                "judged_by_id": self.people["district"],
                "organisation_name": self._bureau(case["district_id"], "district"),
                "judged_at": case["submitted_at"] + timedelta(days=5),
            }
            for criterion in criteria
        ]

    def _findings(self, pk: int, case: Row) -> list[Row]:
        return [
            {
                "claim_id": pk,
                "organisation_id": case["organisation_id"],
                "district_id": case["district_id"],
                "check_name": name,
                "result": CheckFinding.Result.CLEAR,
                "evidence": "已核对，一致（示例）",
                "source": "示例系统查询",
                "found_by_id": self.people["district"],
                "organisation_name": self._bureau(case["district_id"], "district"),
                "at": case["submitted_at"] + timedelta(days=6),
            }
            for name in USUAL_CHECKS
        ]


def _goals(program: Program, claim: Row) -> list[Row]:
    return [
        {
            "claim_id": claim["id"],
            "organisation_id": claim["organisation_id"],
            "district_id": claim["district_id"],
            "number": number,
            **dict(zip(GOAL_FIELDS, goal, strict=False)),
        }
        for number, goal in enumerate(program.goals, 1)
    ]


def _inputs(one: Filed, answers: Row) -> Inputs:
    values, reports = one.holder.invented.values, one.holder.invented.reports
    latest = reports[max(reports)]
    return Inputs(
        enterprise={
            "name": values["name"],
            "credit_code": values["credit_code"],
            "industry_code": values["industry_code"],
            "size_class": values["size_class"],
            "staff": values["staff"],
            "registration_state": one.holder.registration_state,
        },
        years=({name: str(figure) for name, figure in latest.items()},),
        last_year=max(reports),
        answers=answers,
        certificates=("certified_product", "little_giant"),
        today=timezone.localdate(),
    )
