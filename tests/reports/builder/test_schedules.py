"""Reports that run by themselves: once for each time, in their person's scope of that day."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import jobs
from accounts.duties import Duty
from accounts.models import Job, Membership, OutboxMessage
from accounts.retention import remove_what_is_over
from accounts.tenancy import acting_as, system_scope
from reports.builder.actions.delete_report import delete_report
from reports.builder.actions.save_report import Terms, change_report, create_report
from reports.builder.actions.schedule_report import Clock, leave_schedule, schedule_report
from reports.builder.running import make_run, queue_due
from reports.models import ReportRun, ReportSchedule, SavedReport
from tests.enterprises.entries import code_of
from tests.reports.builder.conftest import listed

pytestmark = pytest.mark.usefixtures("enterprises")
DAILY = Clock("day", 1, 1, 7, "csv")


def scheduled(actor, clock=DAILY, sharing="own", reader=None):
    with acting_as(actor):
        report = create_report(actor, listed("credit_code"), Terms("示例报表", "", sharing))
    reader = reader or actor
    with acting_as(reader):
        return schedule_report(reader, report.pk, clock)


def at(moment):
    """Start what is due at `moment`; the payloads of the jobs."""
    queue_due(moment)
    with system_scope(reason="test"):
        return list(Job.objects.filter(kind="scheduled_report").order_by("created_at"))


def told():
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(topic="accounts.notify").order_by("created_at")
        return [one.payload["title"] for one in rows]


def run_all(actor):
    with acting_as(actor):
        keys = list(ReportRun.objects.filter(made_at=None).values_list("pk", flat=True))
    return [make_run(key, actor) for key in keys]


def codes_in(client, run):
    file = client.get(reverse("reports:report_run_file", args=[run.pk]))
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    return {code for (code,) in list(csv.reader(io.StringIO(text)))[1:]}


def test_due_report_makes_its_file_and_tells_of_it(signed_in, laoshan):
    schedule = scheduled(laoshan)
    assert at(schedule.next_at - timedelta(seconds=1)) == []
    assert len(at(schedule.next_at)) == 1
    run_all(laoshan)
    with acting_as(laoshan):
        run = ReportRun.objects.get()
    assert codes_in(signed_in(laoshan), run) == {code_of(number) for number in (1, 2, 3)}
    assert (run.lines, run.problem) == (3, "")
    assert told() == ["定时报表已生成：示例报表"]


def test_job_of_a_run_is_started_and_ends(laoshan):
    schedule = scheduled(laoshan)
    (job,) = at(schedule.next_at)
    jobs._runners[job.kind](jobs.JobHandle(str(job.pk), job.payload, laoshan))
    with system_scope(reason="test"):
        job.refresh_from_db()
    assert job.state == Job.State.DONE and "共 3 行" in job.message


def test_missed_days_are_made_up_for_once(laoshan):
    schedule = scheduled(laoshan)
    late = schedule.next_at + timedelta(days=3, hours=2)
    assert len(at(late)) == 1
    assert len(at(late)) == 1
    with acting_as(laoshan):
        schedule.refresh_from_db()
        assert [run.due_at for run in ReportRun.objects.all()] == [
            late - timedelta(days=3, hours=2)
        ]
    assert schedule.next_at == late + timedelta(hours=22)


def test_run_that_is_made_is_not_made_again(laoshan):
    schedule = scheduled(laoshan)
    at(schedule.next_at)
    run_all(laoshan)
    with acting_as(laoshan):
        run = ReportRun.objects.get()
    make_run(run.pk, laoshan)
    with acting_as(laoshan):
        again = ReportRun.objects.get()
    assert again.made_at == run.made_at and len(told()) == 1


def test_run_of_a_worker_that_died_is_made_whole(laoshan, monkeypatch):
    schedule = scheduled(laoshan)
    at(schedule.next_at)

    def dies(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("reports.builder.running._tell", dies)
        run_all(laoshan)
    with acting_as(laoshan):
        run = ReportRun.objects.get()
        assert run.made_at is None and not run.parts.exists()
    run_all(laoshan)
    with acting_as(laoshan):
        assert ReportRun.objects.get().parts.count() == 1


def test_schedule_of_somebody_who_left_stops_and_says_so(laoshan):
    schedule = scheduled(laoshan)
    with system_scope(reason="test"):
        Membership.objects.filter(pk=laoshan.membership_id).update(is_active=False)
    assert at(schedule.next_at) == []
    with system_scope(reason="test"):
        schedule.refresh_from_db()
    assert schedule.stopped_at and "已不在原岗位" in schedule.stopped_because
    assert told() == ["定时报表已停止：示例报表"]
    assert at(schedule.next_at + timedelta(days=9)) == []


def test_report_runs_in_the_scope_of_its_reader(signed_in, city, as_actor):
    leader = as_actor(Duty.LEADER)
    schedule = scheduled(city, sharing="read", reader=leader)
    at(schedule.next_at)
    run_all(leader)
    with acting_as(leader):
        run = ReportRun.objects.get()
    assert len(codes_in(signed_in(leader), run)) == 4
    assert signed_in(city).get(reverse("reports:report_run_file", args=[run.pk])).status_code == 404


def test_report_that_is_shared_no_more_stops_for_its_reader(city, as_actor):
    leader = as_actor(Duty.LEADER)
    schedule = scheduled(city, sharing="read", reader=leader)
    with acting_as(city):
        change_report(city, schedule.report_id, listed("name"), Terms("示例报表", "", "own"), None)
    at(schedule.next_at)
    run_all(leader)
    with acting_as(leader):
        schedule.refresh_from_db()
    assert "不再共享" in schedule.stopped_because


def test_report_whose_field_is_gone_stops_and_says_which(laoshan):
    schedule = scheduled(laoshan)
    with acting_as(laoshan):
        gone = {"source": "enterprises", "columns": ["old"], "names": {"old": "旧指标"}}
        SavedReport.objects.update(definition=gone)
    at(schedule.next_at)
    run_all(laoshan)
    with acting_as(laoshan):
        assert "“旧指标”" in ReportRun.objects.get().problem
        assert "“旧指标”" in ReportSchedule.objects.get().stopped_because


def test_file_that_would_be_too_long_says_so_and_goes_on(laoshan, monkeypatch):
    monkeypatch.setattr("reports.builder.listing.MOST_EXPORTED", 2)
    schedule = scheduled(laoshan)
    at(schedule.next_at)
    run_all(laoshan)
    with acting_as(laoshan):
        assert "没有导出" in ReportRun.objects.get().problem
        assert ReportSchedule.objects.get().stopped_at is None
    assert told() == ["定时报表未生成：示例报表"]


def test_deleted_report_stops_for_everybody_and_tells_them(city, as_actor):
    schedule = scheduled(city, sharing="read", reader=as_actor(Duty.LEADER))
    with acting_as(city):
        delete_report(city, schedule.report_id)
    with system_scope(reason="test"):
        assert not ReportSchedule.objects.exists()
    assert told() == ["定时报表已停止：示例报表"]


def test_file_stays_when_its_person_leaves_the_schedule(signed_in, laoshan):
    schedule = scheduled(laoshan)
    at(schedule.next_at)
    run_all(laoshan)
    with acting_as(laoshan):
        leave_schedule(laoshan, schedule.pk)
        run = ReportRun.objects.get()
    assert len(codes_in(signed_in(laoshan), run)) == 3


def test_files_go_after_thirty_days(laoshan):
    schedule = scheduled(laoshan)
    at(schedule.next_at)
    run_all(laoshan)
    for days, left in ((29, 1), (31, 0)):
        remove_what_is_over(timezone.now() + timedelta(days=days), ReportRun)
        with acting_as(laoshan):
            assert ReportRun.objects.count() == left


def test_page_sets_and_ends_a_schedule(signed_in, laoshan):
    with acting_as(laoshan):
        report = create_report(laoshan, listed("name"), Terms("示例报表"))
    client, page = signed_in(laoshan), reverse("reports:report_schedule", args=[report.pk])
    assert client.post(page, {"every": "zzz"}).status_code == 422
    client.post(page, {"every": "month", "day": "31", "hour": "7", "format": "xlsx"})
    with acting_as(laoshan):
        schedule = ReportSchedule.objects.get()
    assert (schedule.every, schedule.day) == ("month", 31)
    assert "每月 31 日 7:00" in client.get(reverse("reports:report_runs")).content.decode()
    client.post(reverse("reports:report_leave", args=[schedule.pk]))
    with acting_as(laoshan):
        assert not ReportSchedule.objects.exists()


def test_moment_is_local(laoshan):
    schedule = scheduled(laoshan)
    assert isinstance(schedule.next_at, datetime)
    assert timezone.localtime(schedule.next_at).hour == 7
