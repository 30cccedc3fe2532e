"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    reasons={
        "seed the demo city": "装入演示数据",
    },
)
