"""How a project and an investor are compared."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as draw

from financing.listings.overview import funnel
from financing.listings.path_picture import months_between
from financing.listings.rules import Fit, Offered, Wanted, match

WANTED = Wanted({"materials"}, {"a", "b"}, Decimal(500), Decimal(2000), {"崂山区"})
OFFERED = Offered("materials", "新材料", "a", "A 轮", Decimal(1200), "崂山区")


def test_everything_fits_with_one_line_a_point():
    found = match(WANTED, OFFERED)
    assert found.is_full
    assert [one.text for one in found.points] == [
        "新材料在机构关注的领域内",
        "A 轮在机构关注的轮次内",
        "1,200.00 万元在单笔 500.00—2,000.00 万元之间".replace("在单笔", "在机构单笔"),
        "崂山区在机构关注的区市内",
    ]
    assert found.summary == "4 项中 4 项相符"


def test_what_speaks_against_it_is_said():
    other = Offered("food", "食品与消费品", "c", "C 轮及以后", Decimal(9000), "城阳区")
    found = match(WANTED, other)
    assert not found.is_possible
    assert found.doubled == 0
    assert found.points[2].text == "9,000.00 万元高于机构单笔上限 2,000.00 万元"


def test_what_was_not_told_is_no_refusal():
    found = match(WANTED, Offered("materials", "新材料", "", "", None, "崂山区"))
    assert found.is_possible
    assert not found.is_full
    assert [one.fit for one in found.points] == [Fit.YES, Fit.UNKNOWN, Fit.UNKNOWN, Fit.YES]


def test_no_places_are_the_whole_city():
    wanted = Wanted({"materials"}, {"a"}, Decimal(1), Decimal(9999), set())
    assert match(wanted, OFFERED).is_full


@given(draw.decimals(min_value=1, max_value=5000, places=2))
def test_edges_of_an_amount_are_within(amount):
    offered = Offered("materials", "新材料", "a", "A 轮", amount, "崂山区")
    fits = match(WANTED, offered).points[2].fit == Fit.YES
    assert fits == (Decimal(500) <= amount <= Decimal(2000))


@given(
    draw.dictionaries(
        draw.tuples(draw.integers(1, 2), draw.one_of(draw.none(), draw.sampled_from((10, 20, 30)))),
        draw.integers(0, 9),
    )
)
def test_a_funnel_never_widens_and_holds_everybody(at):
    stages = [(track, order, f"阶段{order}") for track in (1, 2) for order in (10, 20, 30)]
    steps = funnel(stages, at)
    reached = [one.reached for one in steps]
    assert reached == sorted(reached, reverse=True)
    assert sum(one.standing for one in steps) == sum(at.values())


def test_months_are_whole():
    from datetime import date

    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2026, 1, 15), date(2026, 4, 15)) == 3
