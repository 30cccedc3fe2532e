"""A payment followed back: the version and clause, the sum, each line with its invoice."""

from accounts.tenancy import Actor
from financing.models import Payable, ReviewStage, SubsidyClaim
from financing.subsidies.money.whereabouts import whereabouts
from financing.subsidies.review.lines import line_rows, totals_of
from procedures.cases.parts import Panel


def origin_of_payment(actor: Actor, payable: Payable) -> Panel | None:
    """The claim that the payment pays, for whoever may see it."""
    claim = (
        SubsidyClaim.objects.visible_to(actor)
        .select_related("application__scheme_version__scheme", "application__batch")
        .filter(application_id=payable.application_id)
        .first()
    )
    if claim is None:
        return None
    rows = line_rows(claim, ReviewStage.AUDITED)
    context = {
        "claim": claim,
        "version": claim.application.scheme_version,
        "worked": whereabouts(actor, claim).worked,
        "rows": rows,
        "totals": totals_of(rows),
    }
    return Panel("financing/subsidies/_origin.html", context)
