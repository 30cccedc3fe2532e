"""A re-check goes by the standard of the batch for re-checks, not by that for new filings."""

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from certification.actions.start_recheck import start_recheck
from procedures.models import Batch
from schemes.models import SchemeVersion
from tests.certification.certificates import certified, ends_in
from tests.procedures import filings

DAY = timedelta(days=1)


def test_recheck_goes_by_the_version_of_the_batch_for_rechecks(people):
    due = ends_in(certified(people), 30)
    filings.close(due.application.batch)
    now = timezone.now()
    with system_scope(reason="test"):
        newer = SchemeVersion.objects.create(
            scheme=due.scheme_version.scheme, label="新版", state="published",
            definition=due.scheme_version.definition, source_document="示例",
            valid_from=now.date() - 9 * DAY,
        )  # fmt: skip
        times = {"year": now.year, "opens_at": now - DAY, "closes_at": now + DAY}
        Batch.objects.create(version=newer, name="新申报", purpose="certify", **times)
        again = Batch.objects.create(
            version=due.scheme_version, name="复核", purpose="recheck", **times
        )
    with acting_as(people.staff):
        case = start_recheck(people.staff, due.pk)
    assert (case.batch_id, case.scheme_version_id) == (again.pk, due.scheme_version_id)
