"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={
        "pages_listexport": "列表导出",
        "pages_stagedimport": "批量导入核对",
    },
    reasons={"show the history of a record": "查看修改记录"},
)
