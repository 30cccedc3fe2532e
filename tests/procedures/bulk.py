"""Many cases, and one decision over them."""

from accounts.jobs import run as run_job
from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.decide_in_bulk import decide_in_bulk
from tests.procedures import factories, filings


def cases(people, batch, number, state="district_review", **more):
    with system_scope(reason="test"):
        return [
            factories.case(
                people.staff, people.staff.district_ids[0], batch, state=state,
                title=f"产品{place}", **more,
            )
            for place in range(number)
        ]  # fmt: skip


def states(rows):
    return [filings.fresh(case).state for case in rows]


def ran(actor, name, rows, reason=""):
    with acting_as(actor):
        run = decide_in_bulk(actor, name, {case.pk: case.version for case in rows}, reason)
    run_job(str(run.job_id))
    with acting_as(actor):
        return {item.row_id: item for item in run.items.all()}
