"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    reasons={
        "answer an invitation": "答复加入邀请",
        "appoint the first administrators": "指定首位管理员",
    },
)
