"""The second and third rung in past years: batches, their decided cases, and re-checks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from accounts.demo.bulk import Row, insert, keyed, take_ids
from accounts.demo.city import DemoStep
from accounts.demo.people import user_ids
from accounts.models import District
from enterprises.demo.registry import Placed
from procedures.cases.submission import snapshot_hash
from procedures.demo.case_files import CaseFileWriter
from procedures.demo.cases import CaseStep, of_case
from procedures.demo.expert_review import ExpertStep
from procedures.models import Application, Batch, CaseEvent, ConditionJudgement, Snapshot
from procedures.models.application import State
from schemes.evaluation.evaluate import Evaluation, evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Verdict
from schemes.models import SchemeVersion

YEARS = 6
ALL_DECIDED = (9, 1)  # month and day after which a year's cases have been decided
FULL_CITY = 2000  # enterprises, for which the numbers below are meant
VALID_YEARS = 3
WAY = (
    ("submit", State.DRAFT, State.DISTRICT_REVIEW, "sme"),
    ("recommend", State.DISTRICT_REVIEW, State.CITY_REVIEW, "district"),
    ("send_to_experts", State.CITY_REVIEW, State.EXPERT_REVIEW, "city"),
    ("propose", State.EXPERT_REVIEW, State.PROPOSED, "city"),
    ("publish", State.PROPOSED, State.PUBLIC_NOTICE, "city"),
    ("certify", State.PUBLIC_NOTICE, State.APPROVED, "city"),
)
DECLINED = (*WAY[:1], ("decline", State.DISTRICT_REVIEW, State.DECLINED, "district"))


def _common(holder: Placed) -> Row:
    product, values = holder.invented.product, holder.invented.values
    return {
        "main_product": product["name"],
        "segment": product["segment"],
        "years_in_field": "12",
        "contact_name": values["contact_name"],
        "contact_phone": values["contact_phone"],
    }


def _demonstration(holder: Placed) -> Row:
    return _common(holder) | {
        "strategy": f"长期专注{holder.invented.product['segment']}，工艺和质量稳定（示例）。",
        "systems": ["quality", "environment"],
        "research_unit": "municipal",
        "innovation": "近三年形成三项新工艺，已用于批量生产（示例）。",
    }


def _champion(holder: Placed) -> Row:
    return _common(holder) | {
        "new_product": "no",
        "strategic": "no",
        "market_rank": "1",
        "market_share": "21",
        "market_basis": "行业协会统计（示例）",
        "loyal_customers_share": "46",
        "advantage": "主要指标优于国内同类产品（示例）。",
        "core_rights": "自有发明专利三件（示例）。",
    }


@dataclass(frozen=True)
class Rung:
    """A scheme with how many enterprises passed in each of the past years, the oldest first; the
    present year is one of them once its spring batch is decided."""

    scheme: str
    name: str
    passed: tuple[int, ...]
    answers: Callable[[Placed], Row]
    certificates: tuple[str, ...]
    files: tuple[tuple[str, str], ...]  # questions that a file answers, with what it is called


RUNGS = (
    Rung("demonstration-enterprise", "专精特新示范企业认定", (14, 18, 24, 30, 34, 36),
         _demonstration, ("certified_product",),
         (("audit_reports", "近两年审计报告"), ("proofs", "管理体系和研发机构证明"))),
    Rung("hidden-champion", "隐形冠军认定", (2, 3, 4, 5, 6, 6),
         _champion, ("certified_product", "demonstration_enterprise"),
         (("audit_reports", "近三年审计报告"), ("market_proof", "市场占有率证明"),
          ("rights_proof", "知识产权证明"))),
)  # fmt: skip


@dataclass(frozen=True)
class Granted:
    """An approved case of a past year; `renewal` is the re-check that extended its outcome."""

    scheme: str
    case: Row
    holder: Placed
    renewal: Row | None


class PastYearsStep(DemoStep):
    """Past batches; `granted` are their approved cases, of the first part of the city alone."""

    after = (CaseStep, ExpertStep)

    def begin(self) -> None:
        self.people = user_ids()
        self.random = Random(f"{self.city.seed}:past years")  # noqa: S311
        self.districts = {row.pk: row.short_name for row in District.objects.all()}
        self.granted: list[Granted] = []
        step = self.city.step(CaseStep)
        taken = set(
            Application.objects.exclude(batch__version__scheme__code="certified-product")
            .exclude(batch__version__scheme__code="financing-whitelist")
            .values_list("organisation_id", flat=True)
        )
        certified = [holder for case, holder in step.submitted if case["state"] == State.APPROVED]
        certified = [holder for holder in certified if holder.pk not in taken]
        certified.sort(key=lambda one: -one.invented.values["revenue"])
        demonstrating = self._write_rung(RUNGS[0], certified)
        self._write_rung(RUNGS[1], demonstrating)

    def _write_rung(self, rung: Rung, holders: list[Placed]) -> list[Placed]:
        """The rung's cases of all past years, from `holders`; the enterprises that passed."""
        version = SchemeVersion.objects.in_force().get(scheme__code=rung.scheme)
        self.definition = version.parsed
        scale = min(1, self.city.enterprises / FULL_CITY)
        today = timezone.localdate()
        last_year = today.year if today >= date(today.year, *ALL_DECIDED) else today.year - 1
        waiting, passed = list(holders), []
        batches = {
            year: _batch(version, rung, year)
            for year in range(last_year - YEARS + 1, last_year + 1)
        }
        for (year, batch), wanted in zip(batches.items(), rung.passed, strict=True):
            chosen: list[Placed] = []
            while waiting and len(chosen) < max(1, round(wanted * scale)):
                holder = waiting.pop(0)
                if self._passes(rung, holder, batch):
                    chosen.append(holder)
            refused = [waiting.pop() for _ in range(len(chosen) // 4) if waiting]
            approved = self._write(rung, batch, chosen, WAY)
            self._write(rung, batch, refused, DECLINED)
            self._recheck(rung, approved, chosen, batches.get(year + VALID_YEARS))
            passed += chosen
        return passed

    def _recheck(
        self, rung: Rung, cases: list[Row], holders: list[Placed], batch: Batch | None
    ) -> None:
        """Of those whose term ended meanwhile, four in five were re-checked and passed."""
        renewals: dict[int, Row] = {}
        if batch is not None:
            again = [pair for pair in zip(cases, holders, strict=True) if self._stays()]
            rows = self._write(
                rung, batch, [holder for _, holder in again], WAY, [case for case, _ in again]
            )
            renewals = {case["id"]: row for (case, _), row in zip(again, rows, strict=True)}
        self.granted += [
            Granted(rung.scheme, case, holder, renewals.get(case["id"]))
            for case, holder in zip(cases, holders, strict=True)
        ]

    def _stays(self) -> bool:
        return self.random.random() < 0.8

    def _passes(self, rung: Rung, holder: Placed, batch: Batch) -> bool:
        evaluation = self._evaluation(_inputs(rung, holder, batch))
        return not evaluation.count(Verdict.NOT_MET, Verdict.CANNOT_TELL)

    def _evaluation(self, inputs: Inputs) -> Evaluation:
        return evaluate(self.definition, inputs)

    def _write(
        self,
        rung: Rung,
        batch: Batch,
        holders: list[Placed],
        way: tuple[tuple[str, State, State, str], ...],
        renewed: list[Row] | None = None,
    ) -> list[Row]:
        """Cases that went `way`; with `renewed`, the re-checks of those cases."""
        keys = take_ids(Application, len(holders))
        cases = []
        for place, (key, holder) in enumerate(zip(keys, holders, strict=True)):
            submitted = batch.opens_at + timedelta(days=self.random.randint(3, 45))
            cases.append(
                {
                    "id": key,
                    "organisation_id": holder.pk,
                    "district_id": holder.district_id,
                    "batch_id": batch.pk,
                    "scheme_version_id": batch.version_id,
                    "purpose": "recheck" if renewed else "certify",
                    "renews_id": renewed[place]["id"] if renewed else None,
                    "number": f"{submitted:%Y}{key:08d}",
                    "title": holder.invented.product["name"],
                    "state": way[-1][2],
                    "version": 1 + len(way),
                    "answers": rung.answers(holder),
                    "created_by_id": self.people["sme"],
                    "created_at": submitted,
                    "submitted_at": submitted,
                    "submissions": 1,
                    "decided_at": submitted + timedelta(days=20 * (len(way) - 1)),
                }
            )
        insert(Application, [dict(case) for case in cases])
        writer = CaseFileWriter(self.random, self.people["sme"], rung.files, (way[-1][2],))
        files = writer.write(cases)
        snapshots = [
            self._snapshot(rung, batch, case, holder, files[case["id"]], is_recheck=bool(renewed))
            for case, holder in zip(cases, holders, strict=True)
        ]
        insert(Snapshot, keyed(Snapshot, snapshots))
        events = [row for case in cases for row in self._events(case, way)]
        insert(CaseEvent, keyed(CaseEvent, events))
        if way is WAY:
            judged = [row for case in cases for row in self._judgements(case)]
            insert(ConditionJudgement, keyed(ConditionJudgement, judged))
        return cases

    def _snapshot(
        self,
        rung: Rung,
        batch: Batch,
        case: Row,
        holder: Placed,
        files: list[Row],
        *,
        is_recheck: bool,
    ) -> Row:
        inputs = _inputs(rung, holder, batch, is_recheck=is_recheck)
        content = {
            "answers": case["answers"],
            "facts": {"enterprise": inputs.enterprise, "figures": inputs.years[0]},
            "files": files,
            "evaluation": self._evaluation(inputs).as_json(),
        }
        return of_case(case) | {
            "number": 1,
            "sha256": snapshot_hash(batch.version_id, content),
            "taken_at": case["submitted_at"],
            **content,
        }

    def _events(self, case: Row, way: tuple[tuple[str, State, State, str], ...]) -> list[Row]:
        return [
            of_case(case)
            | {
                "transition": transition,
                "source": source,
                "target": target,
                "user_id": self.people[who],
                "reason": "材料不符合申报条件（示例）" if transition == "decline" else "",
                "at": case["submitted_at"] + timedelta(days=20 * step),
                "xid": 0,
            }
            for step, (transition, source, target, who) in enumerate(way)
        ]

    def _judgements(self, case: Row) -> list[Row]:
        criteria = [one for group in self.definition.criteria for one in group.all_criteria()]
        return [
            of_case(case)
            | {
                "criterion": criterion.key,
                "label": criterion.label,
                "is_met": True,
                "basis": "查新报告和专家意见（示例）",
                "submission": 1,
                "judged_by_id": self.people["district"],
                "organisation_name": f"{self.districts[case['district_id']]}主管部门（示例）",
                "judged_at": case["submitted_at"] + timedelta(days=15),
            }
            for criterion in criteria
            if criterion.comparison == "person"
        ]


def _batch(version: SchemeVersion, rung: Rung, year: int) -> Batch:
    """From 1 April to the end of May of that year."""
    opens_at = timezone.make_aware(datetime(year, 4, 1))
    batch: Batch = Batch.objects.create(
        version=version,
        year=year,
        name=f"{year} 年第一批{rung.name}",
        announced_at=opens_at,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=61),
    )
    return batch


def _inputs(rung: Rung, holder: Placed, batch: Batch, *, is_recheck: bool = False) -> Inputs:
    """The facts as they were then: figures that grew by eight in a hundred a year to today's."""
    values = holder.invented.values
    age = timezone.localdate().year - batch.year
    return Inputs(
        enterprise={
            "name": values["name"],
            "credit_code": values["credit_code"],
            "size_class": values["size_class"],
            "staff": values["staff"],
            "registration_state": holder.registration_state,
        },
        years=tuple(_figures(holder, age + back) for back in range(3)),
        answers=rung.answers(holder),
        certificates=rung.certificates,
        today=timezone.localdate(batch.closes_at),
        files=frozenset(field for field, _ in rung.files),
        last_year=batch.year - 1,
        is_recheck=is_recheck,
    )


def _figures(holder: Placed, years_ago: int) -> dict[str, str]:
    latest = holder.invented.reports[max(holder.invented.reports)]
    revenue = Decimal(latest["revenue"]) / Decimal("1.08") ** years_ago
    shares = {"revenue": 100, "main_revenue": 92, "rd_cost": 5, "assets": 110, "liabilities": 48,
              "net_profit": 11, "tax": 5, "export": 12}  # fmt: skip
    money = {
        name: str((revenue * share / 100).quantize(Decimal("0.01")))
        for name, share in shares.items()
    }
    counts = {name: str(figure) for name, figure in latest.items() if name not in money}
    return counts | money | {"invention_patents": "6"}
