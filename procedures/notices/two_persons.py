"""Publishing a notice and certifying after it, as acts that take two persons."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.tenancy import Actor
from lifecycle.two_persons import Content, TwoPersonAct
from procedures.cases.parts import in_words_of
from procedures.models import Application, PublicNotice
from procedures.models.application import State
from procedures.notices.actions.publish_notice import (
    CERTIFY,
    PUBLISH,
    conclude_notice,
    publish_notice,
)
from procedures.notices.foreseen import foreseen_conclusion, foreseen_publication


def _publish(actor: Actor, content: Content) -> str:
    words = {name: content[name] for name in ("title", "body", "objection_contact")}
    # Those that were decided otherwise since are shown as left out, to whoever approves.
    proposed = Application.objects.filter(pk__in=content["cases"], state=State.PROPOSED)
    cases = list(proposed.values_list("pk", flat=True))
    notice = publish_notice(actor, content["batch"], cases, **words)
    return reverse("procedures:notice", args=[notice.pk])


def _told_of_notice(content: Content) -> list[tuple[str, str]]:
    return [
        ("标题", content["title"]),
        ("正文", content["body"]),
        ("异议受理", content["objection_contact"]),
    ]


def _effects_of_notice(actor: Actor, content: Content) -> list[tuple[str, SafeString]]:
    return foreseen_publication(actor, content["cases"]).sections("将要公示的")


def _printed_notice(content: Content) -> Iterator[str]:
    yield from (content["title"], content["body"], content["objection_contact"])
    rows = Application.objects.filter(pk__in=content["cases"]).with_enterprise_names()
    cases: Iterable[Any] = rows.order_by("id")
    for case in cases:
        yield from (case.enterprise_name, case.title)


def _certify(actor: Actor, content: Content) -> str:
    job = conclude_notice(actor, content["notice"])
    return reverse("people:job", args=[job.pk])


def _told_of_end(content: Content) -> list[tuple[str, str]]:
    notice = PublicNotice.objects.get(pk=content["notice"])
    return [("公示", f"{notice.title}（{notice.starts_on} 至 {notice.ends_on}）")]


def _effects_of_end(actor: Actor, content: Content) -> list[tuple[str, SafeString]]:
    notice = PublicNotice.objects.select_related("batch__version").get(pk=content["notice"])
    heading = in_words_of(notice.batch.version.parsed.outcome, "认定发证的")
    return foreseen_conclusion(actor, notice).sections(heading)


def _printed_certificates(content: Content) -> Iterator[str]:
    notice = PublicNotice.objects.get(pk=content["notice"])
    for entry in notice.entries.filter(application__state=State.PUBLIC_NOTICE):
        yield from (entry.enterprise_name, entry.title)


ACTS = (
    TwoPersonAct(
        PUBLISH,
        "发布公示",
        _publish,
        _told_of_notice,
        lambda content: reverse("procedures:deliberation", args=[content["batch"]]),
        _effects_of_notice,
        _printed_notice,
    ),
    TwoPersonAct(
        CERTIFY,
        "认定发证（资金项目为审定）",
        _certify,
        _told_of_end,
        lambda content: reverse("procedures:notice", args=[content["notice"]]),
        _effects_of_end,
        _printed_certificates,
    ),
)
