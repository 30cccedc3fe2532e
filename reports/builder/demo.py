"""Reports of the demo city: of the city's officer and of a district's, one of which runs weekly."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.tenancy import acting_as
from certification.demo import CertificateStep, PastCertificateStep
from financing.demo.credits import CreditStep
from pages.report_sources import report_sources
from reports.builder.actions.save_report import Terms, create_report
from reports.builder.actions.schedule_report import Clock, schedule_report
from reports.builder.definition import Definition
from reports.builder.running import make_run
from reports.models import ReportRun, ReportSchedule

CERTIFICATES = {
    "source": "certificates", "shape": "sums", "drawing": "stacked",
    "conditions": [{"field": "is_valid", "operator": "yes"}],
    "rows": [{"field": "district"}], "across": {"field": "kind"},
    "measures": [{"function": "count"}],
}  # fmt: skip
CASES = {
    "source": "cases", "shape": "sums", "drawing": "line",
    "conditions": [{"field": "submitted_at", "operator": "last_days", "values": ["730"]}],
    "rows": [{"field": "submitted_at", "bucket": "quarter"}],
    "measures": [{"function": "count"}, {"function": "mean", "field": "days"}],
}  # fmt: skip
CREDITS = {
    "source": "credits", "shape": "sums", "drawing": "bar",
    "rows": [{"field": "bank"}],
    "measures": [
        {"function": "count"}, {"function": "sum", "field": "paid_out"},
        {"function": "mean", "field": "rate"},
    ],
    "order": {"by": "sum:paid_out", "descending": True},
}  # fmt: skip
LARGE = {
    "source": "enterprises", "order": {"by": "revenue", "descending": True},
    "conditions": [{"field": "revenue", "operator": "least", "values": ["2000"]}],
    "columns": ["name", "credit_code", "industry", "size", "staff", "revenue", "in_pool"],
}  # fmt: skip
CITY = (
    (CERTIFICATES, "各区市有效证书（示例）", "按区市和类别，每周一早上生成。"),
    (CASES, "近两年申报受理情况（示例）", "按首次提交的季度；平均办理天数只算已办结的。"),
    (CREDITS, "各银行授信和放款（示例）", "按放款金额从大到小。"),
)
OF_DISTRICT = (LARGE, "营业收入 2000 万元以上的企业（示例）", "走访前导出，按营业收入从大到小。")


class ReportStep(DemoStep):
    """Reports that colleagues share, and what the weekly one made last."""

    after = (CertificateStep, PastCertificateStep, CreditStep)

    def finish(self) -> None:
        city = actor_of("city")
        with acting_as(city):
            first, *_ = [
                create_report(city, _definition(asked), Terms(name, note, "read"))
                for asked, name, note in CITY
            ]
            weekly = schedule_report(city, first.pk, Clock("week", 1, 1, 7, "xlsx"))
            run = ReportRun.objects.create(
                schedule=weekly, report=first, user_id=city.user_id, title=first.name,
                format=weekly.format, due_at=_last(weekly), **first.home,
            )  # fmt: skip
        make_run(run.pk, city)
        reviewer = actor_of("district")
        asked, name, note = OF_DISTRICT
        with acting_as(reviewer):
            create_report(reviewer, _definition(asked), Terms(name, note, "edit"))


def _definition(asked: dict[str, Any]) -> Definition:
    made = Definition.model_validate(asked)
    known = report_sources()[made.source].by_key
    return made.model_copy(update={"names": {key: known[key].label for key in made.fields_named()}})


def _last(weekly: ReportSchedule) -> datetime:
    """The time before the next, which is past."""
    return min(weekly.next_at - timedelta(days=7), timezone.now())
