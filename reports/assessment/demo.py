"""Two rounds of the demo city: last year's, archived, and one in which districts appeal. All
figures of departments in them are invented (示例); the others are the demo city's own."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.tenancy import Actor, acting_as
from documents.pdf import render_pdf
from pages.district_figures import district_figures
from reports.assessment.actions.confirm_figure import Confirmation, confirm_figure
from reports.assessment.actions.create_round import create_round
from reports.assessment.actions.enter_entry import Entry, enter_entry
from reports.assessment.actions.file_appeal import file_appeal, rule_appeal
from reports.assessment.actions.propose_demonstration import (
    decide_demonstration,
    propose_demonstration,
)
from reports.assessment.figures import take_figures
from reports.assessment.growth import WEEKS
from reports.assessment.indicators import Indicator
from reports.assessment.parameters import (
    CompletionScorer,
    FixedMark,
    FixedTask,
    LatenessScorer,
    PlanTask,
    PowerScorer,
)
from reports.assessment.plan_tasks import plan_tasks
from reports.assessment.round_machine import MACHINE, RoundInput
from reports.assessment.rounds import counts_entries, participants, read
from reports.assessment.scoring import score_round
from reports.models import AssessmentRound, RoundFigure, RoundIndicator, ScoreLine
from reports.supervision.demo import OrderStep
from reports.targets.demo import WorkPlanStep
from reports.targets.plan_demo import PlanStep

HOUSE = "示例"


class AssessmentStep(DemoStep):
    """Rounds as officers and districts of the demo city took them through their steps."""

    # What the portal counts itself has to be there when figures are taken.
    after = (PlanStep, WorkPlanStep, OrderStep)

    def finish(self) -> None:
        self.random = Random(self.city.seed)  # noqa: S311 - invented figures, no secret
        self.officer = actor_of("city")
        first, last = _running_period(timezone.localdate())
        year = first.year
        past = self._past_round(year - 1)
        title = f"{year} 年前三季度综合评价" if last.month == 9 else f"{year} 年综合评价"
        self._running_round(f"{title}（{HOUSE}）", first, last, past)

    # --- last year ------------------------------------------------------------------------------

    def _past_round(self, year: int) -> AssessmentRound:
        one = self._begun(
            f"{year} 年度综合评价（{HOUSE}）", date(year, 1, 1), date(year, 12, 31), None
        )
        self._confirm(one, [])
        self._entries(one, veto=True)
        self._move(one, "prescore")
        self._move(one, "open_appeals")
        after = date(year + 1, 1, 1)
        self._days(
            one, comments_until=date(year, 3, 10), settle_on=date(year, 3, 20),
            collect_until=after + timedelta(days=20), appeals_from=after + timedelta(days=24),
            appeals_until=after + timedelta(days=31), rule_until=after + timedelta(days=38),
        )  # fmt: skip
        self._move(one, "close_appeals")
        self._move(one, "freeze")
        self._move(one, "publish", shown=AssessmentRound.Shown.LINES)
        self._move(one, "archive")
        self._days(one, freeze_on=after + timedelta(days=40), publish_on=after + timedelta(days=45))
        with acting_as(self.officer):
            best = one.results.filter(veto="").order_by("rank", "pk").first()
            if best is not None:
                reason = f"{year} 年度综合评价第 {best.rank} 名（{HOUSE}）。"
                row = propose_demonstration(self.officer, one.pk, best.district_id, reason)
                decide_demonstration(
                    self.officer, row.pk, "name", document_number=f"{HOUSE}〔{year + 1}〕6号"
                )
        return one

    # --- the one that runs ----------------------------------------------------------------------

    def _running_round(self, title: str, first: date, last: date, past: AssessmentRound) -> None:
        today = timezone.localdate()
        one = self._begun(title, first, last, past)
        late = self._late_figures(one)
        self._move(one, "prescore")
        self._grown(one, late, today)
        self._move(one, "open_appeals")
        self._days(
            one, comments_until=last - timedelta(days=190), settle_on=last - timedelta(days=180),
            collect_until=today - timedelta(days=9), freeze_on=today + timedelta(days=21),
            publish_on=today + timedelta(days=26),
        )  # fmt: skip
        self._appeals(one)

    def _late_figures(self, one: AssessmentRound) -> list[RoundFigure]:
        """One department has not answered for three districts, that of `district` among them."""
        mine = actor_of("district").district_ids[0]
        with acting_as(self.officer):
            waiting = list(
                RoundFigure.objects.filter(round=one, taken_at=None, confirmed_at=None)
                .select_related("indicator")
                .order_by("-indicator__sort", "district__sort")
            )
        asked = {figure.indicator_id for figure in waiting}
        if not asked:
            return []
        last = waiting[0].indicator_id
        of_last = [figure for figure in waiting if figure.indicator_id == last]
        return sorted(of_last, key=lambda figure: figure.district_id != mine)[:3]

    def _grown(self, one: AssessmentRound, late: list[RoundFigure], today: date) -> None:
        """Scores of the last weeks: the portal's figures as they stood, and the departments' as
        they came in, one indicator after the other."""
        with acting_as(self.officer):
            for back in range(WEEKS, -1, -1):
                day = today - timedelta(weeks=back)
                take_figures(one, until=day)
                self._confirm(one, late, share=(WEEKS - back + 1) / (WEEKS + 1))
                if back == 2:
                    self._entries(one, veto=False)
                score_round(one, day=day)
            take_figures(one)
            self._confirm(one, late)
            score_round(one)

    def _appeals(self, one: AssessmentRound) -> None:
        """Of the first bureau one is sustained, one refused and one open; the second has one."""
        first, second = actor_of("district"), actor_of("district2")
        with acting_as(first):
            lines = list(
                ScoreLine.objects.filter(
                    score__round=one, score__is_current=True, maximum__gt=0, weighted__gt=0
                )
                .select_related("indicator")
                .order_by("indicator__sort")
            )
        normal = sorted(
            (line for line in lines if line.indicator.definition["kind"] == "normal"),
            key=lambda line: line.weighted / line.maximum,
        )
        words = (
            "有一份材料按期送达，登记晚了一天。",
            "统计口径与本区市台账不同。",
            "名单中漏计一家企业。",
        )
        filed = [
            self._appeal(first, one, line.indicator, said)
            for line, said in zip(normal, words, strict=False)
        ]
        if normal:
            self._appeal(second, one, normal[-1].indicator, "分母多计了已迁出的企业。")
        for place, (pk, line) in enumerate(zip(filed, normal, strict=False)):
            with acting_as(self.officer):
                if place == 0:
                    most = Decimal(line.maximum)
                    rule_appeal(
                        self.officer, pk, is_sustained=True, ruling="经核对送达回执，情况属实。",
                        new_points=min(most, line.weighted + 1).quantize(Decimal("0.01")),
                    )  # fmt: skip
                elif place == 1:
                    rule_appeal(
                        self.officer, pk, is_sustained=False,
                        ruling="口径已在指标说明中写明，各区市一致，维持原分。",
                    )  # fmt: skip

    def _appeal(self, actor: Actor, one: AssessmentRound, row: RoundIndicator, reason: str) -> int:
        paper = render_pdf("sample.typ", {"title": f"情况说明（{HOUSE}）"})
        note = SimpleUploadedFile("情况说明（示例）.pdf", paper, "application/pdf")
        with acting_as(actor):
            filed = file_appeal(
                actor, one.pk, row.pk, reason=f"{reason}（{HOUSE}）", wanted="按实际情况更正",
                files=[note],
            )  # fmt: skip
        return filed.pk

    # --- what both have -------------------------------------------------------------------------

    def _begun(
        self, title: str, first: date, last: date, past: AssessmentRound | None
    ) -> AssessmentRound:
        """A round that collects its figures."""
        with acting_as(self.officer):
            values = {"title": title, "starts_on": first, "ends_on": last,
                      "source": f"{HOUSE}：区市综合评价办法"}  # fmt: skip
            one = create_round(self.officer, values, based_on=past.pk if past else None)
            for row in one.indicators.all():
                indicator = read(row)
                if indicator.figure and indicator.figure not in district_figures():
                    row.definition["source"] = {"department": indicator.owner or f"市{HOUSE}部门"}
                    row.save()
        for name in ("consult", "settle", "collect"):
            self._move(one, name)
        return one

    def _move(self, one: AssessmentRound, name: str, **said: str) -> None:
        with acting_as(self.officer):
            MACHINE.execute(self.officer, one.pk, name, RoundInput(**said))  # type: ignore[arg-type]
            one.refresh_from_db()

    def _days(self, one: AssessmentRound, **days: date) -> None:
        """The days of the steps, as if they had been taken then."""
        with acting_as(self.officer):
            AssessmentRound.objects.filter(pk=one.pk).update(**days)
            one.refresh_from_db()

    def _confirm(self, one: AssessmentRound, late: list[RoundFigure], share: float = 1) -> None:
        """Let departments confirm what waits, but for `late`; of the indicators the first part."""
        left_out = {figure.pk for figure in late}
        with acting_as(self.officer):
            rows = [row for row in one.indicators.all() if self._is_typed(read(row))]
            for row in rows[: round(len(rows) * share)]:
                waiting = row.figures.filter(taken_at=None, confirmed_at=None)
                for figure in waiting.exclude(pk__in=left_out).order_by("district__sort"):
                    self._confirm_one(one, figure, read(row))

    def _confirm_one(self, one: AssessmentRound, figure: RoundFigure, indicator: Indicator) -> None:
        confirm_figure(
            self.officer, figure.pk,
            Confirmation(
                value=self._invented(one, figure.district_id, indicator),
                department=indicator.owner or f"市{HOUSE}部门",
                confirmed_by_name="赵示例", source=f"{HOUSE}报表",
            ),
            version=None,
        )  # fmt: skip

    @staticmethod
    def _is_typed(indicator: Indicator) -> bool:
        return not indicator.figure and not counts_entries(indicator)

    def _invented(self, one: AssessmentRound, district: int, indicator: Indicator) -> Decimal:
        """A value that the indicator could have."""
        part = Decimal(self.random.randint(35, 95)) / 100
        match indicator.scorer:
            case PowerScorer(x_no=FixedMark(value=no), x_yes=FixedMark(value=yes)):
                return (no + (yes - no) * part).quantize(Decimal("0.1"))
            case CompletionScorer(task=FixedTask(value=task)):
                return (task * (Decimal("0.7") + part * Decimal("0.3"))).quantize(Decimal("0.1"))
            case CompletionScorer(task=PlanTask(metrics=metrics)):
                asked = plan_tasks(metrics, one.starts_on, one.ends_on).get(district, Decimal(0))
                return (asked * (Decimal("0.5") + part * Decimal("0.6"))).quantize(Decimal(1))
            case LatenessScorer():
                return Decimal(self.random.randint(0, 2))
        return Decimal(self.random.randint(8, 40))

    def _entries(self, one: AssessmentRound, *, veto: bool) -> None:
        """An honour at two levels, which counts once, a deduction, and a veto."""
        with acting_as(self.officer):
            counted = {
                read(row).kind: row.pk for row in one.indicators.all() if counts_entries(read(row))
            }
            places = [place.pk for place in participants()]
            mine = actor_of("district").district_ids[0]
            day = min(one.ends_on, timezone.localdate())
            bearer = f"{HOUSE}精密机械有限公司"
            entries = []
            if "bonus" in counted:
                entries += [
                    Entry(mine, counted["bonus"], "制造业单项冠军", f"{HOUSE}〔{level}〕号", day,
                          level, bearer)
                    for level in (3, 4)
                ]  # fmt: skip
            if "penalty" in counted:
                entries.append(
                    Entry(places[-1], counted["penalty"], "市级通报批评", f"{HOUSE}〔2〕号", day)
                )
            if veto:
                cause = "报送数据弄虚作假，经查实"
                entries.append(Entry(places[-2], None, cause, f"{HOUSE}〔3〕号", day))
            for entry in entries:
                enter_entry(self.officer, one.pk, entry)


def _running_period(today: date) -> tuple[date, date]:
    """The part of this year whose quarters are over; in its first months last year."""
    quarter = (today.month - 1) // 3
    if quarter == 0:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    end = date(today.year, quarter * 3 + 1, 1) - timedelta(days=1)
    return date(today.year, 1, 1), end
