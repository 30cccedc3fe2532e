"""A certificate that is revoked takes the story of its champion down at once. One that runs out
does not: the story says in which year the champion was recognised."""

from certification.changes import CertificateChange
from certification.lifecycle import MACHINE as CERTIFICATE
from certification.models import Certificate
from reports.casebook.inputs import StoryInput
from reports.casebook.lifecycle import LIVE, MACHINE
from reports.models import Story

WHY = "隐形冠军证书已撤销。"


def certificate_changed(change: CertificateChange) -> None:
    """Called with each change of a certificate, in its own transaction."""
    if change.target != Certificate.State.REVOKED:
        return
    story = Story.objects.filter(certificate_id=change.row.pk, state__in=LIVE).first()
    if story is not None:
        MACHINE.execute(None, story.pk, "take_down", StoryInput(reason=WHY))


def register_revocations() -> None:
    CERTIFICATE.subscribe(certificate_changed)
