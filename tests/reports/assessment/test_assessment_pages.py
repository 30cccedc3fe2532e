"""Pages of the assessment: what a district, the city and the leader read and do."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as
from reports.assessment.actions.file_appeal import file_appeal
from reports.models import AssessmentRound, IndicatorComment, RoundIndicator
from tests.reports.assessment.rounds import draft, move, scored


@pytest.fixture
def appealed(city, counts):
    counts.update({"370212": Decimal(18), "370214": Decimal(30)})
    return move(city, scored(city), "open_appeals")


def page(client, name, *args, **query):
    answer = client.get(reverse(f"reports:{name}", args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_title_of_a_district_is_its_score_and_the_band_of_its_rank(
    signed_in, bureau, appealed, district
):
    html = page(signed_in(bureau), "round_district", appealed.pk, district.pk)
    assert "崂山区预评 77.60 分，列第 1—" in html
    assert "60 + 40 × (18 − 10) ÷ (30 − 10) = 76.00" in html
    assert "城阳" not in html


def test_line_of_an_appeal_shows_its_state_in_place_of_the_button(
    signed_in, bureau, appealed, district
):
    with acting_as(bureau):
        row = appealed.indicators.get(code="A1")
        file_appeal(bureau, appealed.pk, row.pk, reason="漏计")
    html = page(signed_in(bureau), "round_district", appealed.pk, district.pk)
    assert html.count("裁定中") == 1
    assert reverse("reports:appeal_new", args=[appealed.pk, district.pk, row.pk]) not in html


def test_rows_behind_a_figure_add_up_to_it(signed_in, bureau, appealed, district):
    with acting_as(bureau):
        row = appealed.indicators.get(code="A1")
    html = page(signed_in(bureau), "round_line", appealed.pk, district.pk, row.pk)
    assert "共 18 条" in html
    assert "明细合计与取数时不同" not in html


def test_rows_that_have_changed_since_are_told(signed_in, counts, bureau, appealed, district):
    counts["370212"] = Decimal(19)
    with acting_as(bureau):
        row = appealed.indicators.get(code="A1")
    html = page(signed_in(bureau), "round_line", appealed.pk, district.pk, row.pk)
    assert "明细合计与取数时不同" in html


def test_city_reads_all_districts_with_what_turns_them(signed_in, city, appealed):
    html = page(signed_in(city), "round", appealed.pk)
    for words in ("城阳", "崂山", "名次稳定性", "权重对照", "规模公平"):
        assert words in html


def test_page_of_a_round_asks_a_fixed_number_of_queries(
    signed_in, city, appealed, django_assert_max_num_queries
):
    client = signed_in(city)
    page(client, "round", appealed.pk)
    with django_assert_max_num_queries(40):
        page(client, "round", appealed.pk)


def test_district_page_asks_a_fixed_number_of_queries(
    signed_in, bureau, appealed, district, django_assert_max_num_queries
):
    client = signed_in(bureau)
    page(client, "round_district", appealed.pk, district.pk)
    with django_assert_max_num_queries(30):
        page(client, "round_district", appealed.pk, district.pk)


def test_leader_reads_and_changes_nothing(signed_in, as_actor, appealed):
    client = signed_in(as_actor(Duty.LEADER))
    assert "转入裁定</a>" not in page(client, "round", appealed.pk)
    address = reverse("reports:round_step", args=[appealed.pk, "close_appeals"])
    assert client.post(address, {}).status_code == 403


def test_step_that_is_not_possible_says_why(signed_in, city, appealed):
    html = page(signed_in(city), "round_step", appealed.pk, "close_appeals")
    assert "现在还不能转入裁定" in html


def test_round_is_made_in_the_browser_from_the_shipped_set(signed_in, city):
    answer = signed_in(city).post(
        reverse("reports:round_new"),
        {"title": "示例轮次", "starts_on": "2026-01-01", "ends_on": "2026-09-30", "based_on": ""},
    )
    assert answer.status_code == 302
    with acting_as(city):
        one = AssessmentRound.objects.get(title="示例轮次")
        assert (one.is_example, one.state, one.indicators.count() > 8) == (True, "draft", True)


def form_of(client, one, row):
    """What the form of an indicator holds, as a browser would send it."""
    from tests.pages.written_forms import FormReader

    address = reverse("reports:round_indicator", args=[one.pk, row.pk])
    html = client.get(address).content.decode()
    return address, next(f for f in FormReader(html, address).forms if "weight" in f.sent).sent


def test_indicator_is_edited_in_the_browser(signed_in, city):
    one = draft(city)
    with acting_as(city):
        row = one.indicators.get(code="A1")
    client = signed_in(city)
    address, sent = form_of(client, one, row)
    sent |= {"x_yes_value": "40", "weight": "60"}
    sent.pop("try", None)
    assert client.post(address, sent).status_code == 302
    with acting_as(city):
        scorer = RoundIndicator.objects.get(pk=row.pk).definition["scorer"]
    assert Decimal(scorer["x_yes"]["value"]) == 40


def test_wrong_marks_are_told_beside_the_field(signed_in, city):
    one = draft(city)
    with acting_as(city):
        row = one.indicators.get(code="A1")
    client = signed_in(city)
    address, sent = form_of(client, one, row)
    sent.pop("try", None)
    answer = client.post(address, sent | {"x_yes_value": "1"})
    assert answer.status_code == 422
    assert "满意值不能低于不容许值" in answer.content.decode()


def test_trial_scores_by_todays_figures_and_saves_nothing(signed_in, city, counts):
    counts["370212"] = Decimal(18)
    one = draft(city)
    with acting_as(city):
        row = one.indicators.get(code="A1")
    client = signed_in(city)
    address, sent = form_of(client, one, row)
    html = client.post(address, sent | {"x_yes_value": "26", "try": "1"}).content.decode()
    assert "60 + 40 × (18 − 10) ÷ (26 − 10) = 80.00" in html
    with acting_as(city):
        row.refresh_from_db()
    assert row.definition["scorer"]["x_yes"]["value"] == "30"


def test_comment_is_kept_with_its_answer(signed_in, city, bureau):
    one = move(city, draft(city), "consult")
    signed_in(bureau).post(
        reverse("reports:round_comment", args=[one.pk]), {"indicator": "", "text": "权重偏高"}
    )
    with acting_as(city):
        comment = IndicatorComment.objects.get(round=one)
    signed_in(city).post(
        reverse("reports:round_answer", args=[comment.pk]), {"is_taken": "no", "answer": "维持"}
    )
    html = page(signed_in(bureau), "round_indicators", one.pk)
    assert "权重偏高" in html
    assert "维持" in html


def test_ranking_before_publication_shows_nobody(signed_in, other_bureau, appealed):
    html = page(signed_in(other_bureau), "ranking", appealed.pk)
    assert "结果还没有公布" in html
    assert "崂山" not in html
