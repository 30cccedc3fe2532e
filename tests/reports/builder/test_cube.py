"""The arithmetic of a table of sums: totals are those of all rows, whatever the measure."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.builder.cube import ALL, REST, Cube, Part
from reports.builder.definition import Function

FUNCTIONS = (Function.COUNT, Function.SUM, Function.MEAN, Function.MIN, Function.MAX)
ROW = st.tuples(
    st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from([2024, 2025, None]),
    st.none() | st.decimals(-1000, 1000, places=4),
)  # fmt: skip
ROWS = st.lists(ROW, max_size=30)


def atom(amounts):
    """The parts of one group of rows, as the database gives them."""
    filled = [one for one in amounts if one is not None]
    total = sum(filled, Decimal(0)) if filled else None
    lowest, highest = (min(filled), max(filled)) if filled else (None, None)
    return (
        Part(len(amounts), len(amounts)), Part(total, len(filled)), Part(total, len(filled)),
        Part(lowest, len(filled)), Part(highest, len(filled)),
    )  # fmt: skip


def cube_of(rows):
    groups = {}
    for first, second, column, amount in rows:
        groups.setdefault((first, second, column), []).append(amount)
    atoms = [(key[:2], key[2], atom(found)) for key, found in groups.items()]
    return Cube.of(FUNCTIONS, 2, atoms)


def expected(amounts):
    filled = [one for one in amounts if one is not None]
    if not filled:
        return [len(amounts), None, None, None, None]
    total = sum(filled, Decimal(0))
    return [len(amounts), total, total / len(filled), min(filled), max(filled)]


def figures(cube, path, column):
    return [cube.value(path, column, measure) for measure in range(len(FUNCTIONS))]


@given(ROWS)
def test_every_total_is_that_of_its_rows(rows):
    cube = cube_of(rows)
    for first in "AB":
        of_first = [row for row in rows if row[0] == first]
        assert figures(cube, (first,), ALL) == expected([row[3] for row in of_first])
        for column in (2024, 2025, None):
            found = [row[3] for row in of_first if row[2] == column]
            assert figures(cube, (first,), column) == expected(found)
    for column in (2024, 2025, None):
        assert figures(cube, (), column) == expected([row[3] for row in rows if row[2] == column])
    assert figures(cube, (), ALL) == expected([row[3] for row in rows])


@given(ROWS)
def test_numbers_of_rows_add_up_along_lines_and_columns(rows):
    cube = cube_of(rows)
    total = cube.value((), ALL, 0)
    assert sum(cube.value((one,), ALL, 0) for one in cube.below(())) == total
    assert sum(cube.value((), one, 0) for one in cube.columns) == total


@given(ROWS, st.integers(1, 3))
def test_first_groups_and_the_rest_make_up_the_total(rows, top):
    cube = cube_of(rows)
    before = figures(cube, (), ALL)
    first = cube.ordered((), str, 0, descending=True)[:top]
    left = cube.leave(first)
    assert figures(cube, (), ALL) == before
    shown = sum(cube.value((one,), ALL, 0) for one in first)
    rest = cube.value((REST,), ALL, 0) if left else 0
    assert shown + rest == before[0]


def test_mean_of_a_total_is_no_mean_of_means():
    cube = Cube.of(
        [Function.MEAN], 1,
        [(("A",), ALL, (Part(Decimal(30), 3),)), (("B",), ALL, (Part(Decimal(50), 1),))],
    )  # fmt: skip
    assert [cube.value((one,), ALL, 0) for one in "AB"] == [10, 50]
    assert cube.value((), ALL, 0) == 20


def test_groups_without_a_figure_come_last_in_either_direction():
    parts = {"A": Part(None, 0), "B": Part(Decimal(1), 1), "C": Part(Decimal(2), 1)}
    cube = Cube.of([Function.SUM], 1, [((key,), ALL, (part,)) for key, part in parts.items()])
    assert cube.ordered((), str, 0, descending=True) == ["C", "B", "A"]
    assert cube.ordered((), str, 0, descending=False) == ["B", "C", "A"]


def test_distinct_of_the_rest_is_not_told():
    distinct = {
        (("A",), ALL): (Part(2, 0),),
        (("B",), ALL): (Part(2, 0),),
        ((), ALL): (Part(3, 0),),
    }
    atoms = [((key,), ALL, (Part(0, 0),)) for key in "AB"]
    cube = Cube.of([Function.DISTINCT], 1, atoms, distinct)
    assert cube.leave(["A"]) == 1
    assert [cube.value(path, ALL, 0) for path in (("A",), (REST,), ())] == [2, None, 3]
