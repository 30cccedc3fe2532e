"""What the trail calls this app's tables."""

from accounts.trail_words import register_trail_words

register_trail_words(tables={"reports_plan": "行动计划", "reports_target": "计划目标"})
