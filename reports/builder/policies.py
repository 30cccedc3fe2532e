"""May this person do this to that report?"""

from accounts.duties import Duty
from accounts.tenancy import Actor
from reports.models import SavedReport

BUILDERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (*BUILDERS, Duty.LEADER, Duty.AUDITOR)


def may_build(actor: Actor) -> bool:
    """Bureaus put reports together; leaders and the auditor read what is shared with them."""
    return actor.duty in BUILDERS


def owns(actor: Actor, report: SavedReport) -> bool:
    return report.user_id == actor.user_id and report.organisation_id == actor.organisation_id


def may_edit(actor: Actor, report: SavedReport) -> bool:
    """The owner changes it, and colleagues where it is shared for that."""
    if not may_build(actor) or report.organisation_id != actor.organisation_id:
        return False
    return owns(actor, report) or report.sharing == SavedReport.Sharing.EDIT


def may_share(actor: Actor, report: SavedReport) -> bool:
    """Who sees it, its owner says; and its owner alone deletes it."""
    return may_build(actor) and owns(actor, report)
