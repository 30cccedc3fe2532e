"""What was found wrong on the pages of the assessment: heads, sums and comparisons."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as
from reports.assessment.published_table import published_table
from reports.models import DistrictScore, PublishedResult, RoundFigure
from tests.reports.assessment.rounds import confirm_all, draft, end_appeals, move, scored


def district_page(client, one, place):
    return client.get(reverse("reports:round_district", args=[one.pk, place.pk])).content.decode()


@pytest.fixture
def without_a_figure(city, counts, district):
    """A round in which 崂山区 has no figure for B1 (40 of 100), whose weight goes to A1."""
    counts.update({"370212": Decimal(18), "370214": Decimal(30)})
    one = move(city, draft(city), "consult", "settle", "collect")
    confirm_all(city, one)
    with acting_as(city):
        RoundFigure.objects.filter(indicator__code="B1", district=district).update(is_missing=True)
        row = one.indicators.get(code="B1")
        row.definition["missing"] = "exclude"
        row.save()
    return move(city, one, "prescore")


def test_head_of_a_published_column_is_what_the_indicator_gives(city, district, other_district):
    one = scored(city)
    lines = [["指标A1", "45.60", "60.00"], ["指标B1", "0.00", "0.00"]]
    others = [["指标A1", "60.00", "60.00"], ["指标B1", "32.00", "40.00"]]
    with acting_as(city):
        rows = [
            PublishedResult(round=one, district=district, rank=1, lines=lines),
            PublishedResult(round=one, district=other_district, rank=2, lines=others),
        ]
        table = published_table(one, rows)
    assert table.heads == [("指标A1", "60.00"), ("指标B1", "40.00")]
    assert [cells for _, cells in table.rows] == [["45.60", "—"], ["60.00", "32.00"]]


def test_step_from_the_lines_to_the_total_stands_at_the_foot(
    signed_in, bureau, without_a_figure, district
):
    html = district_page(signed_in(bureau), without_a_figure, district)
    assert "参评指标合计 45.60 × 100 ÷ 60 = 76.00" in html


def test_no_step_is_told_where_every_indicator_counts(signed_in, city, bureau, district):
    assert "参评指标合计" not in district_page(signed_in(bureau), scored(city), district)


def test_smallest_change_is_not_told_of_districts_that_cannot_be_compared(
    signed_in, city, without_a_figure, district
):
    html = district_page(signed_in(city), without_a_figure, district)
    assert "参评指标不同，不能比较" in html
    assert "能换位的最小调整" not in html


def test_first_rank_is_compared_with_the_second(signed_in, city, counts, other_district):
    counts.update({"370212": Decimal(28), "370214": Decimal(30)})
    one = scored(city)
    with acting_as(city):
        score = DistrictScore.objects.get(round=one, district=other_district, is_current=True)
    assert score.rank == 1
    html = district_page(signed_in(city), one, other_district)
    assert "与第 2 名" in html


def test_published_table_is_headed_alike_on_its_page(signed_in, city, bureau, without_a_figure):
    one = move(city, without_a_figure, "open_appeals")
    end_appeals(one)
    one = move(city, move(city, one, "close_appeals"), "freeze")
    move(city, one, "publish", shown="lines")
    html = signed_in(bureau).get(reverse("reports:ranking", args=[one.pk])).content.decode()
    assert "满分 60.00" in html
    assert "满分 40.00" in html
    assert '<td class="r num">45.60</td><td class="r num">—</td>' in html


def test_line_that_does_not_count_is_no_zero_in_the_table_of_all(
    signed_in, city, without_a_figure, district
):
    page = signed_in(city).get(reverse("reports:round", args=[without_a_figure.pk]))
    row = next(one for one in page.context["rows"] if one.score.district_id == district.pk)
    assert [(cell.text, cell.shade >= 0) for cell in row.cells if cell.text == "—"] == [
        ("—", False)
    ]
