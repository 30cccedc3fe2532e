"""The trail in words: what tables, columns and system acts are called on the auditor's page.

The trail itself keeps the names of the database, which never change under it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model

Words = Mapping[str, str]
# What a value says, as pairs of a label ("" for none) and words; the row is the entry's columns.
Teller = Callable[[Any, Mapping[str, Any]], list[tuple[str, str]]]

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
    "updated": "更新时间",
    "mfa_authenticator.type": "方式",
    "mfa_authenticator.data": "凭据",
    "mfa_authenticator.last_used_at": "最近使用",
    "socialaccount_socialtoken.app_id": "认证系统",
    "socialaccount_socialtoken.account_id": "统一身份认证",
}
_REASONS = {
    "deliver the outbox": "发送通知",
    "find a person's duties": "查找职责",
    "find the people to notify": "查找通知对象",
    "queue a job": "安排后台任务",
    "record the progress of a job": "记录任务进度",
    "remove what was kept for a time": "清理到期数据",
    "restart stalled jobs": "重新开始中断的任务",
    "retry a job": "重试后台任务",
    "owe a side effect": "登记待办理的后续事项",
    "put a sign-in on record": "记录登录",
    "run a job": "后台任务",
    "send what could not be delivered again": "重新发送",
    "scan a file": "检查文件",
    "seal the trail": "封存审计记录",
    "check the seals of the trail": "核对封存",
    "seed the demo city": "装入演示数据",
}
_VALUES: dict[str, list[Words | Callable[[], Words]]] = {
    "mfa_authenticator.type": [
        {"totp": "验证器", "recovery_codes": "恢复码", "webauthn": "安全密钥"}
    ],
}
_TELLERS: dict[str, Teller] = {}


def register_trail_words(
    *,
    tables: Words | None = None,
    columns: Words | None = None,
    reasons: Words | None = None,
    values: Mapping[str, Words | Callable[[], Words]] | None = None,
    tellers: Mapping[str, Teller] | None = None,
) -> None:
    """Name an app's tables, columns without a Chinese name of their own, and reasons of its system
    scopes. Each app calls this in its `trail_words.py`, which is loaded when the portal starts.

    A column is "column", of whichever table, or "table.column". By "table.column", `values` are
    the words of what a column without choices holds, or of the keys and codes in its JSON: several
    apps may name some, and a function is asked when they are needed. `tellers` tell what is no
    plain value or mapping.
    """
    _TABLES.update(tables or {})
    _COLUMNS.update(columns or {})
    _REASONS.update(reasons or {})
    for column, words in (values or {}).items():
        _VALUES.setdefault(column, []).append(words)
    _TELLERS.update(tellers or {})


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
    own = _columns_of(table).get(column) or _COLUMNS.get(f"{table}.{column}")
    return own or _COLUMNS.get(column, column)


def value_words(table: str, column: str) -> Words:
    """The words of what a column holds, as the apps registered them; none for most columns."""
    found: dict[str, str] = {}
    for words in _VALUES.get(f"{table}.{column}", ()):
        found |= words() if callable(words) else words
    return found


def is_put_into_words(table: str, column: str) -> bool:
    """Whether an app says what the values of a column mean."""
    return f"{table}.{column}" in _VALUES or f"{table}.{column}" in _TELLERS


def teller_of(table: str, column: str) -> Teller | None:
    return _TELLERS.get(f"{table}.{column}")


def amount_of(unit: str) -> Teller:
    """A teller that says how many parts a value has, which are told on a page of their own."""

    def tell(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [("", f"{len(value)} {unit}")] if value else []

    return tell


def words_of_model(*models: type[Model]) -> Words:
    """The names of the models' fields and the labels of their choices, for JSON made of them."""
    found: dict[str, str] = {}
    for model in models:
        for field in model._meta.concrete_fields:
            label = column_word(model._meta.db_table, str(field.column))
            found |= {field.name: label, str(field.column): label}
            found |= {str(value): str(word) for value, word in field.flatchoices if value}
    return found


def reason_word(reason: str) -> str:
    return _REASONS.get(reason, reason)
