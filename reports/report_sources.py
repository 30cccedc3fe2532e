"""What reports are built from: the facts that were published of each day."""

from django.db.models import QuerySet

from accounts.tenancy import Actor
from enterprises.models import SizeClass
from enterprises.report_sources import industries
from pages.metrics import metric_choices
from pages.report_sources import (
    FieldKind,
    ReportField,
    ReportSource,
    district_field,
    register_report_sources,
)
from reports.models import Fact


def _facts(actor: Actor) -> QuerySet[Fact]:
    """The present figures of every day, of the actor's own districts."""
    return Fact.objects.filter(snapshot__is_current=True, district__in=actor.district_ids)


register_report_sources(
    ReportSource(
        "facts", "每日指标数据", "数据", "条",
        rows=_facts,
        fields=(
            ReportField("day", "日期", FieldKind.DATE, "snapshot__day"),
            ReportField("metric", "指标", FieldKind.CHOICE, "metric", metric_choices),
            district_field(),
            ReportField(
                "industry", "行业大类", FieldKind.CHOICE, "industry", industries, long=True
            ),
            ReportField("size", "企业规模", FieldKind.CHOICE, "size", SizeClass.choices),
            ReportField("stock", "有效存量", FieldKind.NUMBER, "stock"),
            ReportField("organisations", "企业数", FieldKind.NUMBER, "organisations"),
            ReportField("recognised", "累计认定", FieldKind.NUMBER, "recognised"),
            ReportField("as_of", "数据截至", FieldKind.MOMENT, "snapshot__as_of"),
        ),
        usual=("day", "metric", "district", "industry", "size", "stock", "recognised"),
        order=("-snapshot__day", "pk"),
        note="存量和累计按日给出，不能跨日相加：请筛选到一天，或按日期分组。",
    ),
)  # fmt: skip
