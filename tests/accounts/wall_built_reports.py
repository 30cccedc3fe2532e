"""A report that somebody put together, for the tests of the wall."""

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import Actor
from reports.models import SavedReport


def built_report(actor: Actor, home: dict[str, object]) -> dict[str, object]:
    """A report of a person's own, which runs by itself and has made a file."""
    definition = {"source": "enterprises", "columns": ["name", "contact_phone"]}
    report = SavedReport.objects.create(
        **home, user_id=actor.user_id, name="示例报表", source="enterprises", definition=definition
    )
    schedule = report.schedules.create(
        **home, user_id=actor.user_id, membership_id=actor.membership_id, title="示例报表",
        every="day", next_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    run = schedule.runs.create(
        **home, user_id=actor.user_id, report=report, title="示例报表", format="csv",
        due_at=timezone.now(), made_at=timezone.now(), lines=1,
    )  # fmt: skip
    run.parts.create(**home, user_id=actor.user_id, number=0, data=b"a")
    return {"saved_report": report.pk, "report_schedule": schedule.pk, "report_run": run.pk}
