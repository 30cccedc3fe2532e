"""A page with every kind of chart, and its address, for the tests alone."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import path

from accounts.duties import Duty
from accounts.models import District
from accounts.views.access import for_duties
from pages.charts import Chart, ChartColumn, Kind, Role, Tone, render_with_charts, sparkline
from qingdao_portal.urls import handler403, handler404
from qingdao_portal.urls import urlpatterns as portal_urls

EVIL = '<script>alert("1")</script>{a|b}'
BANKS = (
    ("青岛银行", 18230, 1200), ("中国工商银行股份有限公司青岛市分行", 15410, 9800),
    ("青岛农商银行", 9120, 10000), ("中国建设银行青岛分行", 7350, 6000), (EVIL, 1200, 800),
    ("尚未放款的银行", None, 500),
)  # fmt: skip
MONTHS = [f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)]


def forecast_rows():
    rows = []
    for place, month in enumerate(MONTHS):
        past, ahead = place <= 10, place - 10
        rows.append({
            "month": month,
            "actual": 210 + 10.5 * place if past else None,
            "forecast": 315 + 9.5 * ahead if ahead >= 0 else None,
            "p10": 315 + 8.2 * ahead if ahead >= 0 else None,
            "p90": 315 + 11.6 * ahead if ahead >= 0 else None,
            "plan": 200 + 13 * place,
        })  # fmt: skip
    return rows


def district_rows():
    districts = District.objects.exclude(tile_row=None).order_by("sort")
    shares = (73, 42, 53, 75, 76, 72, 65, 64, 39, 50, 67)
    return [
        {"name": one.short_name, "share": share, "code": one.code, "tile_column": one.tile_column,
         "tile_row": one.tile_row}
        for one, share in zip(districts, shares, strict=True)
    ]  # fmt: skip


def tone_of(row):
    share = row["share"]
    return Tone.FAR if share >= 69.6 else Tone.NEAR if share >= 60 else Tone.LATE


@pytest.fixture
def sample_templates(settings):
    """The template of the page is none of the portal's."""
    engine = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [engine | {"DIRS": folders}]


def charts():
    source, stamp = "授信反馈", "截至 2026-11-26"
    return (
        Chart(
            key="paid_out", title="各银行放款金额", kind=Kind.BAR, unit="万元",
            columns=(
                ChartColumn("bank", "银行", value=lambda row: row[0]),
                ChartColumn("paid_out", "放款金额", value=lambda row: row[1]),
                ChartColumn("due", "年度目标", role=Role.TARGET, value=lambda row: row[2]),
                ChartColumn("share", "占比", Role.EXTRA, digits=1, unit="%",
                            value=lambda row: row[1] and row[1] / 513.1),
            ),
            rows=BANKS, source=source, stamp=stamp, url=lambda row: f"/home/?bank={row[0][:2]}",
            total=("全市", 51310, 28300),
        ),
        Chart(
            key="by_district", title="四区市落后于今日应达", kind=Kind.TILES, unit="%",
            columns=(ChartColumn("name", "区市"), ChartColumn("share", "完成分解任务")),
            rows=district_rows, stamp=stamp, url=lambda row: f"/home/?district={row['code']}",
            tone=tone_of,
            legend=((Tone.FAR, "已达 69.6%"), (Tone.NEAR, "60%—69.6%"), (Tone.LATE, "◆ 低于 60%")),
        ),
        Chart(
            key="margin", title="与一年期 LPR 之差", kind=Kind.BAR, unit="百分点",
            columns=(ChartColumn("bank", "银行"), ChartColumn("margin", "差", digits=2)),
            rows=[
                {"bank": bank, "margin": Decimal(margin)}
                for bank, margin in (("青岛银行", "-0.55"), ("工商银行", "-0.22"),
                                     ("农商银行", "0.004"), ("建设银行", "0.75"))
            ],
            source=source,
        ),
        Chart(
            key="forecast", title="示范企业到 2027 年底预计差 54 家", kind=Kind.LINE, unit="家",
            columns=(
                ChartColumn("month", "月份"),
                ChartColumn("actual", "实际"),
                ChartColumn("forecast", "预测 P50"),
                ChartColumn("p10", "P10", Role.LOW),
                ChartColumn("p90", "P90", Role.HIGH),
                ChartColumn("plan", "计划路径", Role.TARGET),
            ),
            rows=forecast_rows, now="2026-11", stamp=stamp, source="认定库",
        ),
        Chart(
            key="yearly", title="每年新认定", kind=Kind.BAR, unit="家", ordered=True,
            columns=(ChartColumn("year", "年度"), ChartColumn("sme", "专精特新"),
                     ChartColumn("giant", "小巨人")),
            rows=[{"year": year, "sme": 100 + 30 * place, "giant": 4 + 9 * place}
                  for place, year in enumerate(range(2021, 2027))],
        ),
        Chart(
            key="states", title="各区市在办案件", kind=Kind.STACKED, unit="件",
            columns=(ChartColumn("district", "区市"), ChartColumn("district_review", "区市审核"),
                     ChartColumn("city_review", "市级审核"), ChartColumn("expert", "专家评审"),
                     ChartColumn("notice", "公示")),
            rows=[
                {"district": name, "district_review": 12 + n, "city_review": 8, "expert": 3 + 2 * n,
                 "notice": n}
                for n, name in enumerate(("市南区", "市北区", "崂山区", "黄岛区"))
            ],
        ),
        Chart(
            key="rungs_by_year", title="梯队逐年构成", kind=Kind.STACKED, unit="家", ordered=True,
            columns=(ChartColumn("year", "年度"), ChartColumn("base", "滚动培育"),
                     ChartColumn("demo", "示范企业"), ChartColumn("champion", "隐形冠军")),
            rows=[{"year": str(year), "base": 400 + 90 * place, "demo": 90 + 30 * place,
                   "champion": 20 + 8 * place} for place, year in enumerate(range(2021, 2027))],
        ),
        Chart(
            key="steps", title="从填报到认定", kind=Kind.FUNNEL, unit="件",
            columns=(ChartColumn("step", "环节"), ChartColumn("count", "件数")),
            rows=[{"step": step, "count": count} for step, count in (
                ("提交申报", 412), ("区市推荐", 318), ("市级审核通过", 240), ("专家评审通过", 96),
                ("认定", 88))],
            source="办件库", stamp="2026 年第一批",
        ),
        Chart(
            key="nothing", title="各行业授信", kind=Kind.BAR,
            columns=(ChartColumn("industry", "行业"), ChartColumn("credit", "授信")),
            rows=[], empty="这段时间没有银行反馈", hint="银行反馈授信后，这里按行业统计。",
        ),
    )  # fmt: skip


@for_duties(Duty.CITY_OFFICER)
def sample(request):
    context = {
        "spark": sparkline([3, 5, None, 4, 0, 7, 6, 9], "近八季新增", unit="家"),
        "spark_line": sparkline([3, 5, None, 4, 4, 7, 6, 9], "近八季新增", as_line=True),
    }
    return render_with_charts(request, "charts_sample.html", context, charts())


urlpatterns = [path("charts-sample/", sample), *portal_urls]
__all__ = ["handler403", "handler404", "urlpatterns"]
