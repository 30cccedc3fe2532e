"""Lines of a published list become certificates, once the city says by which document."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.conflicts import own_enterprises
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from certification.actions.enter_certificate import Paper, enter_certificate
from certification.models import Certificate
from certification.numbers import next_number
from certification.rungs import valid_today
from certification.validity import LONGEST_YEARS
from documents.written.dates import CHECK_YEAR, is_far_after
from enterprises.models import Enterprise, PublishedTitle

OWN = "您任职的企业由其他人员确认"
HELD = "已持有同类的有效证书"
CONFIRMED = "已确认为证书"


@dataclass(frozen=True)
class Recognition:
    """What the published list does not say: the kind, its document and its time."""

    kind: str
    document_number: str
    issued_on: date
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Confirmed:
    """The certificates that were made, and the lines that were left out, each with the reason."""

    made: list[Certificate]
    left_out: list[tuple[PublishedTitle, str]]


def obstacles_of(actor: Actor, titles: Collection[PublishedTitle], kind: str) -> dict[int, str]:
    """Why lines, by their key, cannot become certificates of that kind."""
    holders = {one.organisation_id for one in titles}
    confirmed = set(
        Certificate.objects.filter(published_title__in=[one.pk for one in titles]).values_list(
            "published_title_id", flat=True
        )
    )
    held: set[int] = set()
    if kind != Certificate.Kind.PRODUCT:  # an enterprise may have several products
        known = valid_today(Certificate.objects.filter(organisation__in=holders, kind=kind))
        held = set(known.values_list("organisation_id", flat=True))
    own, found = own_enterprises(actor), {}
    for one in sorted(titles, key=lambda title: title.pk):
        if one.pk in confirmed:
            found[one.pk] = CONFIRMED
        elif one.organisation_id in own:
            found[one.pk] = OWN
        elif one.organisation_id in held:
            found[one.pk] = HELD
        elif kind != Certificate.Kind.PRODUCT:
            held.add(one.organisation_id)
    return found


def confirm_titles(actor: Actor, title_ids: Collection[int], said: Recognition) -> Confirmed:
    """Make a certificate of each line, with a number of the portal's, all in one transaction.

    Lines that are certificates already, and holders that have a valid one of the kind, are left
    out. Raises `NotPermitted`, `RuleViolation` at the fields of `Recognition`.
    """
    if not actor.is_city:
        raise NotPermitted("称号由市级经办人确认为证书。")
    _refuse_wrong(said)
    kind = Certificate.Kind(said.kind)
    with transaction.atomic():
        rows = PublishedTitle.objects.filter(pk__in=title_ids).order_by("pk")
        titles = list(rows.select_for_update(of=("self",)))
        if not titles:
            raise RuleViolation("请先勾选名单中的称号。")
        obstacles = obstacles_of(actor, titles, kind)
        holders = Enterprise.objects.in_bulk({one.organisation_id for one in titles})
        made = [
            enter_certificate(actor, holders[one.organisation_id], _paper(one, kind, said))
            for one in titles
            if one.pk not in obstacles
        ]
    return Confirmed(made, [(one, obstacles[one.pk]) for one in titles if one.pk in obstacles])


def _refuse_wrong(said: Recognition) -> None:
    errors = {}
    if said.kind not in Certificate.Kind.values:
        errors["kind"] = "请选择类别。"
    if not said.document_number.strip():
        errors["document_number"] = "请填写认定文件的文号。"
    if said.valid_to <= said.valid_from:
        errors["valid_to"] = "有效期止应晚于有效期起。"
    elif is_far_after(said.valid_to, said.valid_from, LONGEST_YEARS):
        errors["valid_to"] = f"{CHECK_YEAR}。"
    refuse(errors)


def _paper(title: PublishedTitle, kind: Certificate.Kind, said: Recognition) -> Paper:
    return Paper(
        kind=kind,
        number=next_number(kind, said.issued_on.year),
        holder_name=title.published_name,
        title=title.title[:200],
        issued_on=said.issued_on,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        document_number=said.document_number.strip()[:100],
        published_title_id=title.pk,
    )
