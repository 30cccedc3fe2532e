"""What the trail calls the tables of the casebook."""

from accounts.trail_words import register_trail_words
from enterprises.rules.industry import divisions

register_trail_words(
    tables={
        "reports_story": "隐形冠军案例",
        "reports_storypicture": "案例图片",
        "reports_publishedstory": "公开的案例",
        "reports_casebookedition": "案例集",
        "reports_editionstory": "案例集收录",
    },
    values={
        "reports_publishedstory.industry": divisions,
        "documents_attachment.purpose": {"casebook": "案例图片"},
    },
    columns={"story_id": "案例", "edition_id": "案例集", "approval_id": "企业确认"},
    reasons={"show the casebook to the public": "公众查看案例集"},
)
