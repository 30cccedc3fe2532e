"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import amount_of, register_trail_words

register_trail_words(
    tables={
        "schemes_scheme": "认定项目",
        "schemes_schemeversion": "认定项目版本",
        "schemes_schemewatch": "开放提醒",
    },
    columns={
        "scheme_id": "项目",
        "based_on_id": "修订自",
        "edited_by_id": "修改人",
        "submitted_by_id": "提请人",
        "created_by_id": "创建人",
        "published_by_id": "发布人",
    },
    tellers={"schemes_schemeversion.definition": amount_of("部分")},
)
