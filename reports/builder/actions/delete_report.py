"""Taking a report away."""

from django.db import transaction
from django.urls import reverse

from accounts.errors import NotPermitted
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor, system_scope
from reports.builder.policies import may_share
from reports.models import ReportSchedule, SavedReport


def delete_report(actor: Actor, pk: int) -> str:
    """Delete a report of the actor's own, and what runs it: whoever scheduled it is told. Files
    that were made stay for their thirty days. Returns its name. Raises `DoesNotExist` and
    `NotPermitted`."""
    with transaction.atomic():
        report = SavedReport.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
        if not may_share(actor, report):
            raise NotPermitted("报表只能由建立它的人删除。")
        # Schedules are each their own person's, which the owner does not see.
        with system_scope(reason="delete a report with its schedules"):
            schedules = ReportSchedule.objects.filter(report_id=pk)
            others = set(schedules.values_list("user_id", flat=True)) - {actor.user_id}
            notify(
                others,
                title=f"定时报表已停止：{report.name}",
                body=f"{actor.user_name} 删除了这张报表，它不再定时运行。已生成的文件保留到期。",
                link=reverse("reports:report_runs"),
                dedupe_key=f"report-deleted:{pk}",
                kind=Kind.REMINDERS,
            )
            report.delete()
    return report.name
