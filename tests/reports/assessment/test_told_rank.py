"""What a district may conclude about its neighbours before publication: nothing."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy import acting_as
from reports.assessment.told_rank import band
from reports.models import DistrictScore
from tests.reports.assessment.rounds import end_appeals, move, scored


@given(st.integers(1, 40), st.data())
def test_bands_cover_every_rank_once_in_order(districts, data):
    rank = data.draw(st.integers(1, districts))
    first, last = band(rank, districts)
    assert 1 <= first <= rank <= last <= districts
    assert {band(one, districts) for one in range(first, last + 1)} == {(first, last)}
    assert last - first + 1 >= min(3, districts)


@pytest.mark.parametrize(
    ("rank", "districts", "told"),
    [(1, 12, (1, 4)), (5, 12, (5, 8)), (12, 12, (9, 12)), (4, 10, (1, 4)), (10, 10, (8, 10)),
     (2, 5, (1, 5)), (7, 7, (5, 7))],
)  # fmt: skip
def test_band_is_a_third_of_at_least_three_ranks(rank, districts, told):
    assert band(rank, districts) == told


@pytest.fixture
def round_with_leads(city, counts):
    counts.update({"370212": Decimal(18), "370214": Decimal(30)})
    return move(city, scored(city), "open_appeals")


def html_of(client, one, place):
    return client.get(reverse("reports:round_district", args=[one.pk, place.pk])).content.decode()


def test_district_reads_no_distance_and_no_exact_rank_before_publication(
    signed_in, city, bureau, round_with_leads, district
):
    with acting_as(city):
        score = DistrictScore.objects.get(
            round=round_with_leads, district=district, is_current=True
        )
    html = html_of(signed_in(bureau), round_with_leads, district)
    assert f"{score.above:.2f}" == "14.40" and "14.40" not in html
    assert not re.search(r"距第|领先第|列第 2\b|与第 \d+ 名|按熵权法列", html)


def test_city_reads_rank_and_distance_all_the_time(signed_in, city, round_with_leads, district):
    assert "崂山区预评 77.60 分，列第 2；距第 1 名 14.40 分" in html_of(
        signed_in(city), round_with_leads, district
    )


def test_district_reads_rank_and_distance_once_they_are_public(
    signed_in, city, bureau, round_with_leads, district
):
    end_appeals(round_with_leads)
    one = move(city, round_with_leads, "close_appeals", "freeze")
    one = move(city, one, "publish", shown="totals")
    assert "列第 2；距第 1 名 14.40 分" in html_of(signed_in(bureau), one, district)


def test_publication_of_ranks_alone_tells_no_distance(
    signed_in, city, bureau, round_with_leads, district
):
    end_appeals(round_with_leads)
    one = move(city, round_with_leads, "close_appeals", "freeze")
    one = move(city, one, "publish", shown="ranks")
    html = html_of(signed_in(bureau), one, district)
    assert "崂山区得 77.60 分，列第 2" in html
    assert not re.search(r"14\.40|距第|领先第|按熵权法列", html)
