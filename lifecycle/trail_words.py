"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={
        "lifecycle_bulkrun": "批量办理",
        "lifecycle_actproposal": "两人办理",
    },
    columns={
        "started_by_id": "发起人",
        "job_id": "任务",
        "run_id": "批量办理",
        "transition": "办理",
        "act": "办理",
        "subject": "对象",
        "content": "内容",
        "proposed_by_id": "提出人",
    },
)
