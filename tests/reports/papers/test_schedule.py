"""When papers are made: from their hour on, once, also after days without the clock."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.models import Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from reports.models import Paper, PaperSchedule
from reports.papers import running
from reports.papers.actions import make_paper
from reports.papers.actions.issue_paper import withdraw_paper
from reports.papers.actions.make_files import remake_files
from reports.papers.actions.save_schedule import save_schedule
from reports.papers.running import run_papers
from reports.papers.schedule import next_issues, spans_due
from reports.papers.texts import current_template


@pytest.fixture
def monthly_alone(october):
    with system_scope(reason="test"):
        for kind in ("daily", "quarterly", "yearly"):
            PaperSchedule.objects.create(kind=kind, is_on=False)


def periods():
    with system_scope(reason="test"):
        return list(Paper.objects.order_by("pk").values_list("kind", "last_day"))


def test_month_lies_on_the_table_on_the_first_at_six(monthly_alone, clock, city):
    clock.at(date(2026, 11, 1), 5)
    assert run_papers() == 0
    clock.at(date(2026, 11, 1), 6)
    assert run_papers() == 1
    assert periods() == [("monthly", date(2026, 10, 31))]


def test_schedule_that_was_missed_for_days_runs_once(monthly_alone, clock, city):
    clock.at(date(2026, 11, 4), 9)
    assert (run_papers(), run_papers(), run_papers()) == (1, 0, 0)


def test_days_that_were_missed_make_one_brief(october, clock):
    with system_scope(reason="test"):
        for kind in ("monthly", "quarterly", "yearly"):
            PaperSchedule.objects.create(kind=kind, is_on=False)
    clock.night_after(date(2026, 11, 3))
    clock.at(date(2026, 11, 4), 9)
    assert (run_papers(), run_papers()) == (1, 0)
    assert periods() == [("daily", date(2026, 11, 3))]


def test_paper_waits_for_the_facts_of_its_last_day(plan, clock):
    clock.at(date(2026, 11, 1), 7)
    assert spans_due(timezone.now()) == []


def test_withdrawn_draft_does_not_come_back_by_itself(monthly_alone, clock, city):
    clock.at(date(2026, 11, 1), 6)
    run_papers()
    with acting_as(city):
        withdraw_paper(city, Paper.objects.get().pk, "示例", version=None)
    assert run_papers() == 0


def test_city_is_told_that_a_draft_waits(monthly_alone, clock, city):
    clock.at(date(2026, 11, 1), 6)
    run_papers()
    deliver_next()
    with system_scope(reason="test"):
        titles = Notification.objects.filter(recipient_id=city.user_id).values_list(
            "title", flat=True
        )
        assert list(titles) == ["专精特新企业培育工作专报第 1 期待核"]


def test_files_that_a_stopped_run_owes_are_made_by_the_next(
    monthly_alone, clock, city, monkeypatch
):
    def killed(*args, **options):
        raise KeyboardInterrupt

    clock.at(date(2026, 11, 1), 6)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(make_paper, "make_files", killed)
        run_papers()
    assert run_papers() == 0
    with system_scope(reason="test"):
        assert Paper.objects.get().files.count() == 3


def test_kind_that_fails_leaves_others_alone_and_is_tried_again(october, clock, city, monkeypatch):
    def broken(actor, span):
        if span.kind == "daily":
            raise TypeError("示例")
        return make_paper.make_paper(actor, span)

    with system_scope(reason="test"):
        for kind in ("quarterly", "yearly"):
            PaperSchedule.objects.create(kind=kind, is_on=False)
    clock.at(date(2026, 11, 1), 6)
    with monkeypatch.context() as patch:
        patch.setattr(running, "make_paper", broken)
        assert running.run_papers() == 1
    assert periods() == [("monthly", date(2026, 10, 31))]
    while deliver_next():
        pass
    with system_scope(reason="test"):
        told = Notification.objects.filter(recipient_id=city.user_id, title__contains="没有生成")
        assert told.count() == 1
    assert run_papers() == 1
    assert ("daily", date(2026, 10, 31)) in periods()


def test_saved_text_that_breaks_costs_its_paragraph_alone(monthly_alone, clock, city):
    with system_scope(reason="test"):
        saved = current_template("monthly")
        saved.pk, saved.number, saved._state.adding = None, 2, True
        saved.edited_by_id = city.user_id
        first = {**saved.headings[0], "text": "{% for a in 落后目标|个数 %}x{% endfor %}\n示例"}
        saved.headings = [first, *saved.headings[1:]]
        saved.save(force_insert=True)
    clock.at(date(2026, 11, 1), 6)
    assert run_papers() == 1
    with system_scope(reason="test"):
        paper = Paper.objects.get()
        assert paper.data["headings"][0]["paragraphs"] == ["示例"]
        assert paper.log.filter(failed=True, text__contains="没有写入").count() == 1


def test_file_that_failed_waits_for_a_person(monthly_alone, clock, city):
    clock.at(date(2026, 11, 1), 6)
    run_papers()
    with system_scope(reason="test"):
        paper = Paper.objects.get()
        paper.files.all().delete()
    assert run_papers() == 0
    with system_scope(reason="test"):
        assert paper.files.count() == 0
    with acting_as(city):
        assert remake_files(city, paper.pk) == 0
        assert paper.files.count() == 3


def test_next_issue_tells_its_moment(monthly_alone, clock, city):
    clock.at(date(2026, 11, 1), 6)
    with acting_as(city):
        found = {one.kind: one for one in next_issues(timezone.now())}
    assert found["monthly"].span.label == "2026年11月"
    assert timezone.localtime(found["monthly"].at).isoformat() == "2026-12-01T06:00:00+08:00"
    assert not found["daily"].is_on
    assert found["monthly"].at - timezone.now() == timedelta(days=30)


def test_hour_before_the_facts_is_refused(city):
    with acting_as(city), pytest.raises(RuleViolation):
        save_schedule(city, "monthly", is_on=True, hour=1, version=0)
    with acting_as(city):
        assert save_schedule(city, "monthly", is_on=False, hour=8, version=0).hour == 8
