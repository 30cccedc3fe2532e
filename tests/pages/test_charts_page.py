"""Charts on a page, and their files."""

import json
import re
from io import BytesIO

import pytest
from django.utils.html import escape
from openpyxl import load_workbook

from accounts.duties import Duty
from accounts.tenancy import acting_as
from audit.models import ReadEntry
from pages.charts import Chart, ChartColumn, Kind
from pages.charts.data import read_chart
from pages.charts.panel import ChartPanels
from pages.charts.responses import record_chart_export
from tests.pages.sample_charts import EVIL, sample_templates  # noqa: F401

pytestmark = [
    pytest.mark.urls("tests.pages.sample_charts"),
    pytest.mark.usefixtures("sample_templates"),
]
PAGE = "/charts-sample/"


@pytest.fixture
def city(as_actor, signed_in):
    return signed_in(as_actor(Duty.CITY_OFFICER))


@pytest.fixture
def page(city):
    return city.get(f"{PAGE}?year=2026&by=bank").content.decode()


def section(page, key):
    return re.search(rf'id="chart-{key}".*?</section>', page, re.S).group()


def sheet(answer):
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def test_table_has_every_row_with_its_link_and_the_total(page):
    table = section(page, "paid_out")
    assert table.count('<th scope="row">') == 7 and "尚未放款的银行" in table
    assert '<a href="/home/?bank=青岛">青岛银行</a>' in table
    assert re.search(r'chart-total">.*?全市.*?51,310', table, re.S)


def test_names_from_people_stay_text_in_table_drawing_and_sentence(page):
    chart = section(page, "paid_out")
    assert EVIL not in page and chart.count(escape(EVIL)) >= 2
    attribute = re.search(r'data-chart="([^"]*)"', chart).group(1)
    names = json.loads(attribute.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">"))
    assert EVIL in names["option"]["yAxis"][0]["data"]


def test_page_has_no_inline_script_and_no_inline_style(page):
    main = page[page.index("<main") :]
    assert not re.search(r"<script(?![^>]* src=)", main) and " style=" not in main


def test_echarts_comes_once_and_after_no_page_without_a_chart(page, city):
    assert page.count("vendor/echarts.min.js") == page.count("js/charts.js") == 1
    assert "echarts" not in city.get("/home/").content.decode()


def test_tiles_are_links_and_need_no_echarts(rf):
    chart = Chart(
        key="t", title="区市", kind=Kind.TILES, url=lambda row: "/x/",
        columns=(ChartColumn("name", "区市"), ChartColumn("n", "项")),
        rows=[{"name": "市南区", "n": 3, "tile_column": 1, "tile_row": 1}],
    )  # fmt: skip
    drawn = str(ChartPanels(rf.get("/"), [chart])["t"])
    assert '<a href="/x/" aria-label="市南区：3">' in drawn and "echarts.min.js" not in drawn


def test_chart_without_data_says_so_in_words_and_offers_no_file(page):
    chart = section(page, "nothing")
    assert "这段时间没有银行反馈" in chart
    assert "format=xlsx" not in chart and "<table" not in chart


def test_link_to_the_file_keeps_the_filter_of_the_page(page):
    href = escape(f"{PAGE}?year=2026&by=bank&chart=steps&format=xlsx")
    assert f'href="{href}"' in section(page, "steps")


def test_file_has_the_rows_of_the_table(city):
    rows = list(sheet(city.get(f"{PAGE}?chart=paid_out&format=xlsx")).iter_rows(values_only=True))
    assert rows[0] == ("银行", "放款金额（万元）", "年度目标（万元）", "占比（%）")
    assert rows[1] == ("青岛银行", 18230, 1200, 35.5)
    assert rows[7][:3] == ("全市", 51310, 28300)
    assert [row[0] for row in rows[8:]] == [None, "截至 2026-11-26", "来源：授信反馈"]


def test_file_is_called_after_the_chart(city):
    answer = city.get(f"{PAGE}?chart=paid_out&format=xlsx")
    assert 'filename="paid_out-' in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "query", ["chart=unknown&format=xlsx", "chart=paid_out&format=csv", "chart=paid_out", "chart="]
)
def test_unknown_chart_or_format_is_not_found(city, query):
    assert city.get(f"{PAGE}?{query}").status_code == 404


def test_rows_are_queried_once_for_drawing_table_and_sentence(rf):
    calls = []

    def rows():
        calls.append(1)
        return [{"name": "甲", "n": 1}]

    columns = (ChartColumn("name", "名称"), ChartColumn("n", "项"))
    chart = Chart(key="c", title="t", kind=Kind.BAR, columns=columns, rows=rows)
    panel = ChartPanels(rf.get("/"), [chart])["c"]
    assert not calls and str(panel) and len(calls) == 1


def test_two_charts_of_one_name_are_refused(rf):
    columns = (ChartColumn("name", "名称"), ChartColumn("n", "项"))
    chart = Chart(key="c", title="t", kind=Kind.BAR, columns=columns, rows=[])
    with pytest.raises(ValueError, match="two charts"):
        ChartPanels(rf.get("/"), [chart, chart])


def exported(actor, owner, *rows):
    """What the organisation of `owner` reads after `actor` took a chart of `rows` away."""
    columns = (ChartColumn("name", "企业"), ChartColumn("credit", "授信"))
    chart = Chart(
        key="c", title="各企业授信", kind=Kind.BAR, columns=columns, rows=rows, stamp="2026 年"
    )
    with acting_as(actor):
        record_chart_export(actor, read_chart(chart))
    with acting_as(owner):
        return list(ReadEntry.objects.values_list("organisation_id", "what"))


def test_export_is_on_record_for_each_organisation_that_a_row_names(as_actor):
    reader, owner = as_actor(Duty.CITY_OFFICER), as_actor(Duty.ENTERPRISE_STAFF)
    row = {"name": "甲", "credit": 3, "organisation_id": owner.organisation_id}
    assert exported(reader, owner, row) == [
        (owner.organisation_id, "导出图表“各企业授信”：授信（2026 年）")
    ]


def test_sums_of_nobody_in_particular_leave_no_record(as_actor):
    reader, owner = as_actor(Duty.CITY_OFFICER), as_actor(Duty.ENTERPRISE_STAFF)
    assert exported(reader, owner, {"name": "市南区", "credit": 3}) == []
