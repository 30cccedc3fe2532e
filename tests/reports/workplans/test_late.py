"""Work plans that were filed late, as the assessment counts them."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.tenancy import system_scope
from pages.district_figures import district_figures


def figure(scene, first, last):
    one = district_figures()["reports_late"]
    with system_scope(reason="test"):
        measured = one.by_district(first, last).get(scene.district.pk)
        rows = list(one.rows(scene.district.pk, first, last))
    return (measured.value if measured else None), [row.label for row in rows]


def period():
    today = timezone.localdate()
    return today - timedelta(days=90), today + timedelta(days=90)


def test_district_that_was_not_asked_has_no_figure(scene):
    assert figure(scene, *period()) == (None, [])


def test_filed_in_time_counts_nothing(scene):
    scene.filed()
    assert figure(scene, *period()) == (Decimal(0), [])


def test_filed_late_counts_once_with_its_days(scene):
    scene.write(scene.content(scene.asked()))
    scene.late_by(3)
    scene.do(scene.bureau, "file")
    value, rows = figure(scene, *period())
    assert value == 1
    assert rows[0].endswith("逾期 3 天")


def test_not_filed_yet_counts_from_the_day_after(scene):
    scene.asked(timezone.localdate())
    assert figure(scene, *period())[0] == 0
    scene.late_by(1)
    value, rows = figure(scene, *period())
    assert value == 1
    assert "至今没有报送" in rows[0]


def test_second_filing_by_the_same_day_does_not_count_again(scene):
    scene.write(scene.content(scene.asked()))
    scene.late_by(3)
    scene.do(scene.bureau, "file")
    scene.do(scene.bureau, "withdraw")
    scene.do(scene.bureau, "file")
    assert figure(scene, *period())[0] == 1


def test_lateness_counts_in_the_period_of_its_day(scene):
    scene.asked()
    scene.late_by(20)
    today = timezone.localdate()
    assert figure(scene, today - timedelta(days=10), today)[0] == 0
    assert figure(scene, today - timedelta(days=30), today - timedelta(days=15))[0] == 1


def test_figure_is_the_sum_of_its_rows(scene):
    scene.write(scene.content(scene.asked()))
    scene.late_by(3)
    scene.do(scene.bureau, "file")
    scene.do(scene.city, "return", reason="示例", due_on=scene.ahead)
    scene.late_by(1)
    value, rows = figure(scene, *period())
    assert value == len(rows) == 2
