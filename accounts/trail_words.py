"""The trail in words: what tables, columns and system acts are called on the auditor's page.

The trail itself keeps the names of the database, which never change under it.
"""

from collections.abc import Mapping
from functools import cache

from django.apps import apps

_TABLES = {
    "accounts_district": "区市",
    "accounts_invitation": "加入邀请",
    "accounts_leavecover": "休假代办",
    "accounts_membership": "人员职责",
    "accounts_organisation": "机构",
    "accounts_user": "账号",
    "account_emailaddress": "邮箱",
    "socialaccount_socialaccount": "统一身份认证",
    "socialaccount_socialtoken": "统一身份认证凭据",
    "mfa_authenticator": "二次验证",
}
_COLUMNS = {
    "id": "编号",
    "organisation_id": "机构",
    "district_id": "区市",
    "user_id": "人员",
    "membership_id": "职责",
    "application_id": "申报",
    "created_at": "创建时间",
    "state": "状态",
    "kind": "类别",
    "invited_by_id": "邀请人",
    "token": "验证码",
    "sort": "次序",
    "parent_id": "上级",
    "result": "结果",
}
_REASONS = {
    "deliver the outbox": "发送通知",
    "queue a job": "安排后台任务",
    "record the progress of a job": "记录任务进度",
    "remove what was kept for a time": "清理到期数据",
    "restart stalled jobs": "重新开始中断的任务",
    "retry a job": "重试后台任务",
    "run a job": "后台任务",
    "send what could not be delivered again": "重新发送",
    "scan a file": "检查文件",
    "seal the trail": "封存审计记录",
    "seed the demo city": "装入演示数据",
}


def register_trail_words(
    *,
    tables: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Name an app's tables, columns without a Chinese name of their own, and reasons of its system
    scopes. Each app calls this in its `trail_words.py`, which is loaded when the portal starts."""
    _TABLES.update(tables or {})
    _COLUMNS.update(columns or {})
    _REASONS.update(reasons or {})


def named_tables() -> list[tuple[str, str]]:
    """Every table that has a name, with it, by name."""
    return sorted(_TABLES.items(), key=lambda pair: pair[1])


@cache
def _columns_of(table: str) -> dict[str, str]:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return {
                str(field.column): str(field.verbose_name)
                for field in model._meta.concrete_fields
                if not str(field.verbose_name).isascii()
            }
    return {}


def table_word(table: str) -> str:
    return _TABLES.get(table, table)


def column_word(table: str, column: str) -> str:
    """What a column is called: its model's own Chinese name, or that of the list above."""
    return _columns_of(table).get(column) or _COLUMNS.get(column, column)


def reason_word(reason: str) -> str:
    return _REASONS.get(reason, reason)
