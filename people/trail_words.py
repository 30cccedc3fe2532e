"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    reasons={
        "answer an invitation": "答复加入邀请",
        "appoint the first administrators": "指定首位管理员",
        "find the organisations without administrator": "查找没有管理员的机构",
        "find the invitations to a person": "查找收到的邀请",
        "show an invitation to its holder": "查看邀请",
        "tell a newcomer from a member": "核对是否已是成员",
    },
)
