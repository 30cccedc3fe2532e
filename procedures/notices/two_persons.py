"""Publishing a notice and certifying after it, as acts that take two persons."""

from typing import Any

from django.urls import reverse

from accounts.tenancy import Actor
from lifecycle.two_persons import Content, TwoPersonAct
from procedures.models import Application, PublicNotice
from procedures.models.application import State
from procedures.notices.actions.publish_notice import (
    CERTIFY,
    PUBLISH,
    conclude_notice,
    publish_notice,
)

MOST_NAMED = 20


def _publish(actor: Actor, content: Content) -> str:
    words = {name: content[name] for name in ("title", "body", "objection_contact")}
    notice = publish_notice(actor, content["batch"], content["cases"], **words)
    return reverse("procedures:notice", args=[notice.pk])


def _told_of_notice(content: Content) -> list[tuple[str, str]]:
    return [
        ("标题", content["title"]),
        ("正文", content["body"]),
        ("异议受理", content["objection_contact"]),
        ("公示的申报", _named(content["cases"])),
    ]


def _certify(actor: Actor, content: Content) -> str:
    job = conclude_notice(actor, content["notice"])
    return reverse("people:job", args=[job.pk])


def _told_of_end(content: Content) -> list[tuple[str, str]]:
    notice = PublicNotice.objects.get(pk=content["notice"])
    waiting = notice.entries.filter(application__state=State.PUBLIC_NOTICE)
    keys = list(waiting.values_list("application_id", flat=True))
    return [
        ("公示", f"{notice.title}（{notice.starts_on} 至 {notice.ends_on}）"),
        ("认定发证的申报", f"{_named(keys)}；有异议未答复的不在此次办理"),
    ]


def _named(keys: list[int]) -> str:
    cases = Application.objects.filter(pk__in=keys).with_enterprise_names().order_by("id")
    named: list[Any] = list(cases[:MOST_NAMED])
    names = [f"{case}（{case.enterprise_name}）" for case in named]
    more = f"等 {len(keys)} 件" if len(keys) > MOST_NAMED else f"，共 {len(keys)} 件"
    return "、".join(names) + more


ACTS = (
    TwoPersonAct(
        PUBLISH,
        "发布公示",
        _publish,
        _told_of_notice,
        lambda content: reverse("procedures:deliberation", args=[content["batch"]]),
    ),
    TwoPersonAct(
        CERTIFY,
        "认定发证",
        _certify,
        _told_of_end,
        lambda content: reverse("procedures:notice", args=[content["notice"]]),
    ),
)
