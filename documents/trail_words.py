"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={
        "documents_attachment": "附件",
    },
    columns={
        "purpose": "用途",
        "sha256": "文件摘要",
        "storage_key": "文件位置",
        "scanned_at": "查毒时间",
        "uploaded_by_id": "上传人",
    },
    reasons={
        "show a reader of a row its file": "查看附件",
        "keep a file until it is in the storage": "暂存文件",
        "open a stored file": "打开文件",
        "carry a file to the storage": "转存文件",
    },
)
