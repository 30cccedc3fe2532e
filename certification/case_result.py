"""The certificate of an approved case, as the page of the case tells its owner."""

from django.db.models import Q
from django.urls import reverse

from certification.lists import WITHOUT_PAPER
from certification.models import Certificate
from pages.moments import day_in_words
from procedures.cases.outcomes import Result
from procedures.models import Application
from procedures.models.application import State


def certificate_of(application: Application) -> Result | None:
    """What the case issued or extended; None where its owner sees no such certificate."""
    if application.state != State.APPROVED:
        return None
    renewed = Q(events__transition="renew", events__application_id=application.pk)
    found = Certificate.objects.filter(Q(application=application) | renewed)
    certificate = found.distinct().order_by("pk").first()
    if certificate is None:
        return None
    page = reverse("certification:detail", args=[certificate.pk])
    links = [("证书和有效期", page)]
    act = ("查看证书", page)
    if certificate.state not in WITHOUT_PAPER:
        act = ("下载电子证书", reverse("certification:pdf", args=[certificate.pk]))
        links.append(("公开查验页", reverse("certification:verify", args=[certificate.token])))
    return Result(
        headline=f"{certificate.state_word}，有效期至{day_in_words(certificate.valid_to)}",
        note=f"证书 {certificate.number} · {certificate.issued_on:%Y-%m-%d} 颁发",
        act=act,
        links=tuple(links),
    )
