"""Putting proposed cases on public notice, and ending the notice."""

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import own_enterprises
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.jobs import start_job
from accounts.models import Job
from accounts.tenancy import Actor
from enterprises.models import Enterprise
from lifecycle.models import ActProposal
from lifecycle.two_persons import propose, refuse_one_person
from procedures.batches.working_days import add_working_days
from procedures.cases.lifecycle import MACHINE as CASE
from procedures.cases.parts import in_words_of, sums_of
from procedures.models import Application, Batch, NoticeEntry, PublicNotice
from procedures.models.application import State
from procedures.notices.notice_machine import MACHINE

CONCLUDE = "procedures.conclude_notice"
PUBLISH, CERTIFY = "notice.publish", "notice.certify"
MISSING = {
    "title": "请填写标题。",
    "body": "请填写正文。",
    "objection_contact": "请填写由谁受理异议、怎样联系。",
}


def publish_notice(
    actor: Actor,
    batch_id: int,
    application_ids: list[int],
    *,
    title: str,
    body: str,
    objection_contact: str,
) -> PublicNotice:
    """Publish a notice over proposed cases of a batch; it starts today (local date).
    `objection_contact` says who takes objections besides this portal, and how to reach them.

    The end is fixed now: the scheme's notice days, counted as working days. Raises
    `NotPermitted`, or `RuleViolation` when a chosen case is not proposed any more, or where
    nobody else has proposed the notice.
    """
    with transaction.atomic():
        batch = Batch.objects.select_related("version").get(pk=batch_id)
        words = {"title": title, "body": body, "objection_contact": objection_contact}
        cases = _cases_to_publish(actor, batch, application_ids, words)
        refuse_one_person(PUBLISH, subject_of(batch_id))
        days = batch.version.parsed.timetable.notice_days
        today = timezone.localdate()
        notice = PublicNotice.objects.create(
            batch=batch,
            title=title.strip()[:200],
            body=body.strip(),
            objection_contact=objection_contact.strip()[:200],
            starts_on=today,
            ends_on=add_working_days(today, days),
            working_days=days,
            published_by_id=actor.user_id,
        )
        names = Enterprise.objects.in_bulk([case.organisation_id for case in cases])
        sums = sums_of(cases)
        for position, case in enumerate(cases, 1):
            NoticeEntry.objects.create(
                notice=notice,
                application=case,
                position=position,
                enterprise_name=names[case.organisation_id].name,
                title=case.title,
                district_name=case.district.short_name,
                amount=sums.get(case.pk),
            )
            CASE.execute(actor, case.pk, "publish")
        return notice


def propose_notice(
    actor: Actor,
    batch_id: int,
    application_ids: list[int],
    *,
    title: str,
    body: str,
    objection_contact: str,
) -> ActProposal:
    """Propose what `publish_notice` does, for another officer to approve. Raises as it does, and
    `RuleViolation` while a notice of the batch is proposed already."""
    with transaction.atomic():
        batch = Batch.objects.select_related("version").get(pk=batch_id)
        words = {"title": title, "body": body, "objection_contact": objection_contact}
        cases = _cases_to_publish(actor, batch, application_ids, words)
        content = {"batch": batch_id, "cases": [case.pk for case in cases], **words}
        label = f"发布公示：{title.strip()}（{len(cases)} 件）"
        return propose(actor, PUBLISH, subject_of(batch_id), label, content)


def subject_of(batch_id: int) -> str:
    """The batch as proposals name it."""
    return f"batch:{batch_id}"


def _cases_to_publish(
    actor: Actor, batch: Batch, application_ids: list[int], words: dict[str, str]
) -> list[Application]:
    """The chosen cases, locked. Raises as `publish_notice`."""
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以发布公示。")
    refuse({name: said for name, said in MISSING.items() if not words[name].strip()})
    cases = list(
        Application.objects.visible_to(actor)
        .filter(batch=batch, state=State.PROPOSED, pk__in=application_ids)
        .select_for_update(of=("self",))
        .select_related("district")
        .order_by("district__sort", "id")
    )
    if not cases:
        raise RuleViolation(_in_words(batch, "请至少选择一件拟认定的申报。"))
    if len(cases) != len(set(application_ids)):
        raise RuleViolation(
            _in_words(batch, "所选申报中有的已不是“拟认定”状态，请刷新后重新选择。")
        )
    own = own_enterprises(actor)
    if mine := [case.title for case in cases if case.organisation_id in own]:
        raise RuleViolation(f"{'、'.join(mine)}：是您任职企业的申报，请由其他经办人公示。")
    return cases


def conclude_notice(actor: Actor, notice_id: int) -> Job:
    """Start the job that certifies every case of an ended notice without open objection.

    Raises `RuleViolation` while the notice runs, when all its cases are decided, or where nobody
    else has proposed it.
    """
    with transaction.atomic():
        notice = _notice_to_conclude(actor, notice_id)
        refuse_one_person(CERTIFY, subject_of_notice(notice_id))
        if notice.state == PublicNotice.State.RUNNING:
            notice = MACHINE.execute(actor, notice.pk, "conclude")
        return start_job(
            actor,
            kind=CONCLUDE,
            label=_in_words(notice.batch, f"认定发证：{notice.title}"),
            payload={"notice_id": notice.pk},
        )


def propose_conclusion(actor: Actor, notice_id: int) -> ActProposal:
    """Propose what `conclude_notice` does, for another officer to approve. Raises as it does."""
    with transaction.atomic():
        notice = _notice_to_conclude(actor, notice_id)
        content = {"notice": notice_id}
        label = _in_words(notice.batch, f"认定发证：{notice.title}")
        return propose(actor, CERTIFY, subject_of_notice(notice_id), label, content)


def _in_words(batch: Batch, text: str) -> str:
    return in_words_of(batch.version.parsed.outcome, text)


def subject_of_notice(notice_id: int) -> str:
    """The notice as proposals name it."""
    return f"notice:{notice_id}"


def _notice_to_conclude(actor: Actor, notice_id: int) -> PublicNotice:
    """The notice, locked. Raises as `conclude_notice`."""
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以结束公示。")
    notice: PublicNotice = PublicNotice.objects.select_for_update().get(pk=notice_id)
    if notice.state == PublicNotice.State.RUNNING:
        if reasons := MACHINE.obstacles(actor, notice, "conclude"):
            raise RuleViolation("".join(reasons))
    elif not notice.entries.filter(application__state=State.PUBLIC_NOTICE).exists():
        raise RuleViolation("这次公示的申报都已办结。")
    return notice
