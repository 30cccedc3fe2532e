"""After a notice is concluded, its certificates are typeset in the same job."""

from django.urls import reverse

from accounts.jobs import JobHandle
from accounts.notifications import notify, people_of
from accounts.tenancy import acting_as
from certification.issuing import make_pdf
from certification.models import Certificate
from procedures.job_runners import after_conclusion


def typeset_certificates(job: JobHandle, application_ids: list[int]) -> None:
    """Make each certificate's PDF and owe its holder the news, in one transaction each."""
    for done, application_id in enumerate(application_ids):
        with acting_as(job.actor):
            certificate = Certificate.objects.select_for_update().get(application=application_id)
            make_pdf(certificate)
            notify(
                people_of(organisation_id=certificate.organisation_id),
                title=f"证书已签发：{certificate.title}",
                body=f"证书编号 {certificate.number}，有效期至 {certificate.valid_to:%Y-%m-%d}。",
                link=reverse("certification:own"),
                dedupe_key=f"certificate:{certificate.pk}",
            )
        job.advance(done + 1, len(application_ids), f"正在制作证书：{certificate.number}")


after_conclusion.append(typeset_certificates)
