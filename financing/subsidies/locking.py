"""The claim of a case, locked for a change of its lines."""

from accounts.errors import NotPermitted
from accounts.tenancy import Actor
from financing.models import SubsidyClaim, SubsidyLine
from financing.subsidies.claims import may_change, own_claim_of
from procedures.models import Application


def locked_claim(actor: Actor, case_id: int) -> SubsidyClaim:
    """The claim of the actor's own case, locked until the transaction ends, with its case. Raises
    `Application.DoesNotExist` for a case that the actor does not see, and `NotPermitted` for one
    that was sent already or is somebody else's."""
    cases = Application.objects.visible_to(actor).select_related("batch", "scheme_version__scheme")
    application = cases.select_for_update(of=("self",)).get(pk=case_id)
    if not may_change(actor, application):
        raise NotPermitted("这件申报已经送出，明细现在不能修改。")
    claim = own_claim_of(actor, application)
    claim = SubsidyClaim.objects.select_for_update().get(pk=claim.pk)
    claim.application = application
    return claim


def line_of(claim: SubsidyClaim, number: int) -> SubsidyLine:
    """The line `number` of a locked claim; raises `SubsidyLine.DoesNotExist`."""
    line = SubsidyLine.objects.select_for_update().get(claim=claim, number=number)
    line.claim = claim
    return line


def next_number(claim: SubsidyClaim) -> int:
    """The number of the claim's next line: numbers are never given twice."""
    last = claim.lines.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
