"""Work on notices and trials that takes a while."""

from collections.abc import Callable

from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import JobHandle, job_runner
from accounts.tenancy import acting_as
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import in_words_of
from procedures.models import Application, NoticeEntry, PublicNotice
from procedures.models.application import FINISHED_STATES, State
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
        notice = PublicNotice.objects.select_related("batch__version")
        version = notice.get(pk=int(job.payload["notice_id"])).batch.version
        outcome = version.parsed.outcome
    held: list[str] = []
    elsewhere = 0  # decided otherwise, such as after an objection
    certified: list[int] = []
    for done, (application_id, state, title) in enumerate(entries):
        job.advance(done, len(entries), f"正在办理：{title}")
        if state == State.APPROVED:
            certified.append(application_id)
            continue
        if state in FINISHED_STATES:
            elsewhere += 1
            continue
        try:
            with acting_as(job.actor):
                MACHINE.execute(job.actor, application_id, "certify")
            certified.append(application_id)
        except (RuleViolation, NotPermitted) as refusal:
            # Another run of the same may have been quicker.
            if _is_certified(job, application_id):
                certified.append(application_id)
            else:
                held.append(f"{title}：{refusal}")
    for step in after_conclusion:
        step(job, certified)
    did = in_words_of(outcome, "已认定")
    said = f"{did} {len(certified)} 件" + (f"，{elsewhere} 件已另行办结" if elsewhere else "")
    message = said + (f"，{len(held)} 件未办：" if held else "。")
    job.finish(
        {
            "link": reverse("procedures:notice", args=[job.payload["notice_id"]]),
            "link_label": "查看公示",
            "held": held,
        },
        message + "；".join(held)[:400],
    )


def _is_certified(job: JobHandle, application_id: int) -> bool:
    with acting_as(job.actor):
        cases = Application.objects.filter(pk=application_id, state=State.APPROVED)
        return bool(cases.exists())


job_runner(SIMULATE)(simulate)
