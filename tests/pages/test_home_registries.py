"""What apps bring to the homes: rows of what waits, panels, figures."""

from dataclasses import replace

import pytest
from django.db.models import F

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from pages import metrics, panels, todo
from pages.todo import TodoRow


@pytest.fixture(autouse=True)
def registered_for_the_test(monkeypatch):
    """What a test registers goes with it."""
    monkeypatch.setattr(todo, "_providers", {})
    monkeypatch.setattr(panels, "_providers", {})


def row(tone):
    return TodoRow(tone, tone, tone, "/")


def test_most_urgent_rows_come_first(as_actor):
    todo.todo_of(Duty.AUDITOR)(lambda actor: [row("calm"), row("wait")])
    todo.todo_of(Duty.AUDITOR)(lambda actor: [row("bad"), row("wait")])
    tones = [one.tone for one in todo.todo_for(as_actor(Duty.AUDITOR))]
    assert tones == ["bad", "wait", "wait", "calm"]


def test_numbers_of_all_apps_are_counted_in_one_query(as_actor, django_assert_num_queries):
    def everywhere(actor):
        return District.objects.all()

    def nowhere(actor):
        return District.objects.none()

    def told(actor, *numbers):
        return [TodoRow("calm", "", str(numbers), "/")]

    todo.todo_of(Duty.AUDITOR, counts=(everywhere, nowhere))(told)
    todo.todo_of(Duty.AUDITOR, Duty.LEADER)(told)
    todo.todo_of(Duty.AUDITOR, counts=(everywhere,))(told)
    auditor = as_actor(Duty.AUDITOR)
    count = District.objects.count()
    with acting_as(auditor), django_assert_num_queries(1):
        texts = [one.text for one in todo.todo_for(auditor)]
    assert texts == [f"({count}, 0)", "()", f"({count},)"]
    assert len(todo.todo_for(as_actor(Duty.LEADER))) == 1


def test_panels_are_those_of_the_reader(as_actor):
    panels.panel_of(Duty.AUDITOR, panels.PUBLIC, template="x.html")(lambda actor: {"who": actor})
    panels.panel_of(Duty.LEADER, template="y.html")(lambda actor: {})
    auditor = as_actor(Duty.AUDITOR)
    assert [one.content for one in panels.panels_for(auditor)] == [{"who": auditor}]
    assert [one.template for one in panels.panels_for(None)] == ["x.html"]


def test_metrics_are_counted_by_district_in_one_query(
    district, other_district, monkeypatch, django_assert_num_queries
):
    own = District.objects.filter(pk=district.pk)
    known = metrics.metrics()["pool"]
    monkeypatch.setattr(metrics, "_metrics", {})
    metrics.register_metrics(
        replace(known, key="all", rows=lambda: in_itself(District.objects.all())),
        replace(known, key="one", rows=lambda: in_itself(own)),
        replace(known, key="none", rows=lambda: Enterprise.objects.all()),
    )
    with system_scope(reason="test"), django_assert_num_queries(1):
        counts = metrics.counted_now()
    assert counts["all", other_district.pk] == 1
    assert [key for key in counts if key[0] != "all"] == [("one", district.pk)]


def in_itself(rows):
    return rows.annotate(district_id=F("pk"))
