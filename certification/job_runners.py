"""After a notice is concluded, its certificates are typeset in the same job."""

from django.db.models import Q
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
            certificate = certificate_of(application_id)
            make_pdf(certificate)
            if certificate.application_id == application_id:  # the renewed holder was told already
                _tell_issued(certificate)
        job.advance(done + 1, len(application_ids), f"正在制作证书：{certificate.number}")


def certificate_of(application_id: int) -> Certificate:
    """The certificate that a case brought about or extended, locked."""
    rechecked = Q(application__rechecks=application_id)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(
        pk__in=Certificate.objects.filter(Q(application=application_id) | rechecked).values("pk")
    )
    return certificate


def _tell_issued(certificate: Certificate) -> None:
    notify(
        people_of(organisation_id=certificate.organisation_id),
        title=f"证书已签发：{certificate.title}",
        body=f"证书编号 {certificate.number}，有效期至 {certificate.valid_to:%Y-%m-%d}。",
        link=reverse("certification:detail", args=[certificate.pk]),
        dedupe_key=f"certificate:{certificate.pk}",
    )


after_conclusion.append(typeset_certificates)
