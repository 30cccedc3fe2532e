"""Bulk work over cases, through the same executor as single clicks."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.jobs import JobHandle, job_runner
from accounts.tenancy import Actor, acting_as
from lifecycle.transitions import TransitionInput
from procedures.cases.actions.decide_in_bulk import DECIDE
from procedures.cases.lifecycle import MACHINE
from procedures.models import DecisionItem, DecisionRun, NoticeEntry
from procedures.models.application import State
from procedures.notices.actions.publish_notice import CONCLUDE
from procedures.trials.actions.simulate_version import SIMULATE
from procedures.trials.trial_work import simulate

after_conclusion: list[Callable[[JobHandle, list[int]], None]] = []


@job_runner(CONCLUDE)
def conclude_notice(job: JobHandle) -> None:
    """Certify the cases of a notice one by one; what was certified before is passed over."""
    with acting_as(job.actor):
        entries = list(
            NoticeEntry.objects.filter(notice_id=int(job.payload["notice_id"])).values_list(
                "application_id", "application__state", "title"
            )
        )
    held: list[str] = []
    certified: list[int] = []
    for done, (application_id, state, title) in enumerate(entries):
        job.advance(done, len(entries), f"正在办理：{title}")
        if state == State.APPROVED:
            certified.append(application_id)
            continue
        try:
            with acting_as(job.actor):
                MACHINE.execute(job.actor, application_id, "certify")
            certified.append(application_id)
        except (RuleViolation, NotPermitted) as refusal:
            held.append(f"{title}：{refusal}")
    for step in after_conclusion:
        step(job, certified)
    message = f"已认定 {len(certified)} 件" + (f"，{len(held)} 件未办：" if held else "。")
    job.finish(
        {
            "link": reverse("procedures:notice", args=[job.payload["notice_id"]]),
            "link_label": "查看公示",
            "held": held,
        },
        message + "；".join(held)[:400],
    )


@job_runner(DECIDE)
def decide(job: JobHandle) -> None:
    """Carry a decision out case by case; what was done before is passed over."""
    with acting_as(job.actor):
        run = DecisionRun.objects.get(pk=job.payload["run_id"])
        items = list(run.items.values_list("pk", "application__title"))
    for done, (item_id, title) in enumerate(items):
        job.advance(done, len(items), f"正在办理：{title}")
        _decide_one(job.actor, run, item_id)
    with acting_as(job.actor):
        DecisionRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())
        refused = run.items.filter(state=DecisionItem.State.REFUSED).count()
    message = f"已办理 {len(items) - refused} 件" + (f"，{refused} 件未办理。" if refused else "。")
    link = reverse("procedures:decision_run", args=[run.pk])
    job.finish({"link": link, "link_label": "查看每一件的结果"}, message)


def _decide_one(actor: Actor, run: DecisionRun, item_id: int) -> None:
    """The case and its line in one transaction, so that neither is without the other."""
    try:
        with acting_as(actor):
            rows = DecisionItem.objects.select_for_update(of=("self",)).filter(pk=item_id)
            item = rows.first()  # none: the enterprise has moved to another district
            if item is None or item.state != DecisionItem.State.WAITING:
                return
            MACHINE.execute(
                actor,
                item.application_id,
                run.transition,
                TransitionInput(run.reason),
                expected_version=item.expected_version,
            )
            item.state = DecisionItem.State.DONE
            item.save(update_fields=["state"])
    except (RuleViolation, NotPermitted, StaleVersion) as refusal:
        with acting_as(actor):
            DecisionItem.objects.filter(pk=item_id).update(
                state=DecisionItem.State.REFUSED, message=str(refusal)[:500]
            )


job_runner(SIMULATE)(simulate)
