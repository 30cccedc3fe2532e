"""What the trail calls this app's tables, columns and system acts."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, register_trail_words, table_word, value_words
from lifecycle.registry import all_machines
from lifecycle.two_persons import all_acts


def _machines() -> Words:
    return {one.name: table_word(one.model._meta.db_table) for one in all_machines()}


def _acts() -> Words:
    return {act.name: act.label for act in all_acts()}


def _transition(name: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A transition's label, of the machine of the same row."""
    machines = [one for one in all_machines() if one.name == row.get("machine")]
    labels = [one.label for machine in machines for one in machine.rows if one.name == name]
    return [("", labels[0] if labels else name)]


def _subject(subject: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a proposal is about: "certificate:12"."""
    kind, _, number = subject.partition(":")
    words = value_words("lifecycle_actproposal", "content")
    return [("", f"{words.get(kind, kind)} {number}")]


register_trail_words(
    tables={
        "lifecycle_bulkrun": "批量办理",
        "lifecycle_actproposal": "两人办理",
    },
    columns={
        "started_by_id": "发起人",
        "job_id": "任务",
        "run_id": "批量办理",
        "machine": "办理事项",
        "transition": "办理",
        "act": "办理",
        "subject": "对象",
        "content": "内容",
        "proposed_by_id": "提出人",
    },
    values={
        "lifecycle_bulkrun.machine": _machines,
        "lifecycle_actproposal.act": _acts,
        "lifecycle_actproposal.content": {
            "version": "版本号",
            "reason_kind": "原因类别",
            "reason": "原因",
        },
    },
    tellers={
        "lifecycle_bulkrun.transition": _transition,
        "lifecycle_actproposal.subject": _subject,
    },
)
