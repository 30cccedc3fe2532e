"""Writing invented cases in every state, in bulk."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from accounts.demo.bulk import Row, insert, keyed, take_ids
from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, user_ids
from accounts.models import District
from accounts.tenancy import acting_as
from enterprises.demo.accounts import AccountStep
from enterprises.demo.registry import Placed, RegistryStep
from procedures.cases.actions.assign_case import assign_cases
from procedures.cases.submission import snapshot_hash
from procedures.cases.verdicts import unsettled
from procedures.demo.batches import make_batches, make_coming_batch, make_notices
from procedures.demo.case_files import CaseFileWriter
from procedures.models import (
    Application,
    CaseEvent,
    ConditionJudgement,
    NoticeEntry,
    ReturnItem,
    Snapshot,
)
from procedures.models.application import State
from schemes.definition.criteria import Criterion
from schemes.evaluation.evaluate import Evaluation, evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Verdict
from schemes.models import SchemeVersion

# The way to each state, as (transition, source, target).
SUBMIT = ("submit", State.DRAFT, State.DISTRICT_REVIEW)
RECOMMEND = ("recommend", State.DISTRICT_REVIEW, State.CITY_REVIEW)
PROPOSE = ("propose", State.CITY_REVIEW, State.PROPOSED)
PUBLISH = ("publish", State.PROPOSED, State.PUBLIC_NOTICE)
CERTIFY = ("certify", State.PUBLIC_NOTICE, State.APPROVED)
WAYS: dict[State, tuple[tuple[str, State, State], ...]] = {
    State.DRAFT: (),
    State.DISTRICT_REVIEW: (SUBMIT,),
    State.RETURNED: (SUBMIT, ("return_for_correction", State.DISTRICT_REVIEW, State.RETURNED)),
    State.CITY_REVIEW: (SUBMIT, RECOMMEND),
    State.PROPOSED: (SUBMIT, RECOMMEND, PROPOSE),
    State.PUBLIC_NOTICE: (SUBMIT, RECOMMEND, PROPOSE, PUBLISH),
    State.APPROVED: (SUBMIT, RECOMMEND, PROPOSE, PUBLISH, CERTIFY),
    State.DECLINED: (SUBMIT, ("decline", State.DISTRICT_REVIEW, State.DECLINED)),
    State.WITHDRAWN: (SUBMIT, ("withdraw", State.DISTRICT_REVIEW, State.WITHDRAWN)),
}
WEIGHTS = {
    State.DRAFT: 8, State.DISTRICT_REVIEW: 16, State.RETURNED: 5, State.CITY_REVIEW: 10,
    State.PROPOSED: 4, State.PUBLIC_NOTICE: 5, State.APPROVED: 44, State.DECLINED: 5,
    State.WITHDRAWN: 3,
}  # fmt: skip
DECIDED = (State.APPROVED, State.DECLINED, State.WITHDRAWN)
TIMED = (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED)
LEAST_ON_NOTICE = 3  # however small the city: two while their notice runs, one when it is over
PASSED = (State.PROPOSED, State.PUBLIC_NOTICE, State.APPROVED)
FAILED = (State.DISTRICT_REVIEW, State.RETURNED, State.CITY_REVIEW, State.DECLINED)
RECOMMENDED = (State.CITY_REVIEW, State.PROPOSED, State.PUBLIC_NOTICE, State.APPROVED)
REASONS = {
    "decline": "材料不符合申报条件（示例）",
    "withdraw": "企业计划明年再申报（示例）",
    "return_for_correction": "请补充占有率的统计口径（示例）",
}
AGAINST = "企业已说明情况，建议市级研究（示例）"
ON_A_DESK = 4
FEATURES = ("specialised", "refined", "distinctive", "novel")


class CaseStep(DemoStep):
    """Cases of the enterprises, with what they led to; `submitted` are those of the present part,
    each with its holder."""

    after = (AccountStep,)
    submitted: list[tuple[Row, Placed]]

    def begin(self) -> None:
        self.people = people = user_ids()
        self.left = self.city.applications
        self.random = Random(f"{self.city.seed}:filings")  # noqa: S311
        version = SchemeVersion.objects.get(scheme__code="certified-product", state="published")
        self.definition = version.parsed
        self.past, self.present = make_batches(version)
        make_coming_batch()
        self.notices = make_notices(self.present, people["city"])
        self.on_notice = 0
        self.ranks: Counter[tuple[int, int]] = Counter()
        self.evaluations: dict[int, Evaluation] = {}  # of a chunk's cases, by their ids
        self.case_files = CaseFileWriter(self.random, people["sme"])
        self.positions = {notice.pk: notice.entries.count() for notice in self.notices.values()}
        self.districts = {row.pk: row.short_name for row in District.objects.all()}

    def grow(self, numbers: range) -> None:
        """A case of each of the part's share; those of the first part have sample attachments."""
        holders = self.city.step(RegistryStep).placed
        share = round(self.city.applications * len(holders) / self.city.enterprises) or self.left
        # The first two belong to the demo accounts, who file for themselves.
        candidates = holders[2:] if numbers.start == 0 else holders
        if numbers.stop == self.city.enterprises:
            share = len(candidates)
        holders = candidates[: min(self.left, share)]
        self._write(holders, with_files=numbers.start == 0)
        self.left -= len(holders)
        self.city.advance(len(holders))

    def finish(self) -> None:
        """Let `district` take some of the cases."""
        reviewer = actor_of("district")
        with acting_as(reviewer):
            waiting = Application.objects.filter(state=State.DISTRICT_REVIEW, reviewer=None)
            seen = dict.fromkeys(waiting.order_by("pk").values_list("pk", flat=True)[:ON_A_DESK])
            if seen:
                assign_cases(reviewer, seen, reviewer.user_id)

    def _write(self, holders: list[Placed], *, with_files: bool) -> None:
        states = self.random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()), k=len(holders))
        keys = take_ids(Application, len(holders))
        cases = [
            self._case(key, holder, state)
            for key, holder, state in zip(keys, holders, states, strict=True)
        ]
        insert(Application, cases)
        self.submitted = submitted = [
            (case, holder)
            for case, holder in zip(cases, holders, strict=True)
            if case["submitted_at"]
        ]
        files = self.case_files.write([case for case, _ in submitted]) if with_files else {}
        insert(
            Snapshot,
            keyed(Snapshot, [self._snapshot(*pair, files) for pair in submitted]),
        )
        insert(
            CaseEvent,
            keyed(CaseEvent, [row for case, _ in submitted for row in self._events(case)]),
        )
        self._write_returns([case for case, _ in submitted])
        self._write_judgements([case for case, _ in submitted])
        self._write_notice_entries(submitted)
        self.evaluations.clear()

    def _case(self, key: int, holder: Placed, wished: State) -> Row:
        answers = self._answers(holder)
        state = self._fitting(key, wished, holder, answers)
        decided = state in DECIDED
        batch = self.past if decided else self.present
        started = batch.opens_at + timedelta(days=self.random.randint(1, 40))
        due = timezone.localdate() + timedelta(days=self.random.randint(-4, 14))
        submitted = None if state == State.DRAFT else started
        return _tenant(holder) | {
            "id": key,
            "batch_id": batch.pk,
            "scheme_version_id": batch.version_id,
            "number": f"{submitted:%Y}{key:08d}" if submitted else None,
            "title": holder.invented.product["name"],
            "state": state,
            "returned_from": State.DISTRICT_REVIEW if state == State.RETURNED else "",
            "version": 1 + len(WAYS[state]),
            "answers": answers,
            "created_by_id": self.people["sme"],
            "created_at": started,
            "submitted_at": submitted,
            "submissions": 0 if submitted is None else 1,
            "stage_due_on": due if state in TIMED else None,
            "verdict": self._verdict(key, holder, answers, state) if submitted else "",
            "recommended_rank": self._rank(batch.pk, holder) if state in RECOMMENDED else None,
            "decided_at": started + timedelta(days=50) if decided else None,
        }

    def _fitting(self, key: int, wished: State, holder: Placed, answers: Row) -> State:
        """The state that an enterprise can have come to: nobody is certified against the
        conditions, and only a confirmed one has filed."""
        if not holder.is_confirmed:
            return State.DRAFT
        if self.on_notice < LEAST_ON_NOTICE:
            wished = State.PUBLIC_NOTICE
        if wished not in PASSED:
            return wished
        unmet = self._evaluation(key, _inputs(holder, answers)).count(
            Verdict.NOT_MET, Verdict.CANNOT_TELL
        )
        if unmet:
            return self.random.choice(FAILED)
        self.on_notice += wished == State.PUBLIC_NOTICE
        return wished

    def _evaluation(self, key: int, inputs: Inputs) -> Evaluation:
        if key not in self.evaluations:
            self.evaluations[key] = evaluate(self.definition, inputs)
        return self.evaluations[key]

    def _verdict(self, key: int, holder: Placed, answers: Row, state: State) -> str:
        """How the conditions stand: of what was recommended, with the district's judgements."""
        computed = self._evaluation(key, _inputs(holder, answers))
        judged = {one.key for one in self._for_a_person()} if state in RECOMMENDED else set()
        left = {one.key for one in unsettled(computed.groups)} - judged
        return computed.verdict if left else Verdict.MET

    def _for_a_person(self) -> list[Criterion]:
        criteria = [one for group in self.definition.criteria for one in group.all_criteria()]
        return [one for one in criteria if one.comparison == "person"]

    def _rank(self, batch_id: int, holder: Placed) -> int:
        self.ranks[batch_id, holder.district_id] += 1
        return self.ranks[batch_id, holder.district_id]

    def _answers(self, holder: Placed) -> Row:
        product, values = holder.invented.product, holder.invented.values
        latest = holder.invented.reports[max(holder.invented.reports)]
        return {
            "product_name": product["name"],
            "kind": "product",
            "feature": sorted(self.random.sample(FEATURES, 2), key=FEATURES.index),
            "segment": product["segment"],
            "description": f"{product['name']}用于工业配套，主要指标达到行业先进水平（示例）。",
            "advantage": "与同类产品相比，寿命提高两成，能耗降低一成（示例）。",
            "launched_on": f"{product['launched_year']}-06-01",
            "product_sales": _plain(product["sales"]),
            "market_share": _plain(product["market_share"]),
            "market_share_basis": "行业协会统计（示例）",
            "revenue": _plain(latest["revenue"]),
            "rd_cost": _plain(latest["rd_cost"]),
            "invention_patents": str(latest["invention_patents"]),
            "other_rights": str(latest["utility_patents"]),
            "contact_name": values["contact_name"],
            "contact_phone": values["contact_phone"],
        }

    def _snapshot(self, case: Row, holder: Placed, files: dict[int, list[Row]]) -> Row:
        inputs = _inputs(holder, case["answers"])
        content = {
            "answers": case["answers"],
            "facts": {"enterprise": inputs.enterprise, "figures": inputs.years[0]},
            "files": files.get(case["id"], []),
            "evaluation": self._evaluation(case["id"], inputs).as_json(),
        }
        return of_case(case) | {
            "number": 1,
            "sha256": snapshot_hash(self.past.version_id, content),
            "taken_at": case["submitted_at"],
            **content,
        }

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
                "reason": self._reason(transition, case),
                "at": case["submitted_at"] + timedelta(days=9 * step),
                "xid": 0,
            }
            for step, (transition, source, target) in enumerate(WAYS[case["state"]])
        ]

    def _reason(self, transition: str, case: Row) -> str:
        against = transition == "recommend" and case["verdict"] != Verdict.MET
        return AGAINST if against else REASONS.get(transition, "")

    def _write_returns(self, cases: list[Row]) -> None:
        rows = [
            of_case(case)
            | {
                "field": "market_share_basis",
                "kind": ReturnItem.Kind.INCOMPLETE,
                "text": "请注明统计口径与来源（示例）",
                "marked_by_id": self.people["district"],
                "returned_at": timezone.now(),
            }
            for case in cases
            if case["state"] == State.RETURNED
        ]
        insert(ReturnItem, keyed(ReturnItem, rows))

    def _write_judgements(self, cases: list[Row]) -> None:
        """What the districts judged of the cases that they recommended."""
        rows = [
            of_case(case)
            | {
                "criterion": criterion.key,
                "label": criterion.label,
                "is_met": True,
                "basis": "查新报告认定国内领先（示例）",
                "submission": 1,
                "judged_by_id": self.people["district"],
                "organisation_name": f"{self.districts[case['district_id']]}主管部门（示例）",
                "judged_at": case["submitted_at"] + timedelta(days=5),
            }
            for case in cases
            if case["state"] in RECOMMENDED
            for criterion in self._for_a_person()
        ]
        insert(ConditionJudgement, keyed(ConditionJudgement, rows))

    def _write_notice_entries(self, submitted: list[tuple[Row, Placed]]) -> None:
        rows: list[Row] = []
        for case, holder in submitted:
            if case["state"] != State.PUBLIC_NOTICE:
                continue
            notice = self.notices[
                "over" if len(rows) % LEAST_ON_NOTICE == LEAST_ON_NOTICE - 1 else "running"
            ]
            self.positions[notice.pk] += 1
            rows.append(
                {
                    "notice_id": notice.pk,
                    "application_id": case["id"],
                    "position": self.positions[notice.pk],
                    "enterprise_name": holder.invented.values["name"],
                    "title": case["title"],
                    "district_name": self.districts[holder.district_id],
                }
            )
        insert(NoticeEntry, keyed(NoticeEntry, rows))


def _tenant(holder: Placed) -> Row:
    return {"organisation_id": holder.pk, "district_id": holder.district_id}


def _inputs(holder: Placed, answers: Row) -> Inputs:
    values = holder.invented.values
    latest = holder.invented.reports[max(holder.invented.reports)]
    return Inputs(
        enterprise={
            "name": values["name"],
            "credit_code": values["credit_code"],
            "size_class": values["size_class"],
            "staff": values["staff"],
            "registration_state": holder.registration_state,
        },
        years=({name: str(figure) for name, figure in latest.items()},),
        last_year=max(holder.invented.reports),
        answers=answers,
        today=timezone.localdate(),
    )


def of_case(case: Row) -> Row:
    return {
        "application_id": case["id"],
        "organisation_id": case["organisation_id"],
        "district_id": case["district_id"],
    }


def _plain(figure: Decimal) -> str:
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
