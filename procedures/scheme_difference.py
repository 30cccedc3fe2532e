"""What changed from one version of a scheme to another, part by part, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from procedures.scheme_scoring import plain_number, range_in_words

PARTS = {
    "sections": "栏目",
    "fields": "字段",
    "columns": "列",
    "choices": "选项",
    "indicators": "指标",
    "criteria": "条件",
    "groups": "条件组",
    "cases": "情形",
    "dimensions": "维度",
    "items": "评分项",
    "measures": "计分指标",
    "bands": "分档",
}
WORDS = {
    "title": "标题", "help": "说明", "label": "名称", "kind": "类型", "required": "必填",
    "unit": "单位", "choices": "选项", "max_length": "最多字数", "decimals": "小数位",
    "minimum": "最小值", "maximum": "最大值", "prefill": "预填", "visible_if": "显示条件",
    "required_if": "必填条件", "max_files": "最多文件", "max_rows": "最多行",
    "expression": "表达式", "indicator": "指标", "comparison": "比较", "threshold": "门槛",
    "source": "依据", "hint": "提示", "hint_url_name": "提示链接", "at_least": "至少满足",
    "cap": "上限", "points": "分值", "range": "区间", "weight": "权重", "when": "情形",
    "timetable": "办理时限", "stages": "办理环节", "outcome": "认定结果",
    "title_field": "标题字段", "declaration": "承诺", "district_review_days": "区市审核工作日",
    "city_review_days": "市级审核工作日", "expert_review_days": "专家评审工作日",
    "correction_days": "补正工作日", "notice_days": "公示工作日",
    "validity_months": "有效期（月）", "recheck": "复核", "leave_out": "复核不适用的条件",
    "recheck_notice_days": "期满前多少天可以复核",
    "yearly_update_by": "年度更新截止（月-日）", "scoring": "评分表", "value": "标识",
    "field": "字段", "values": "取值",
}  # fmt: skip
# What is a number, and what names another part by its key.
NUMBERS = frozenset({"threshold", "points", "cap", "maximum", "minimum", "weight"})
KEYS = frozenset({"indicator", "leave_out", "field", "title_field"})


@dataclass(frozen=True)
class Change:
    """One difference. `place` leads there in words; "" for what is on one side only."""

    place: str
    word: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        return "added" if not self.before else "removed" if not self.after else "changed"


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Every difference between two definitions, in the order of the newer."""
    return list(_Comparison({**_labels(before), **_labels(after)}).mappings("", before, after))


class _Comparison:
    """Walks two definitions side by side; `labels` are those of their parts, by key."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels

    def mappings(
        self, place: str, before: dict[str, Any], after: dict[str, Any]
    ) -> Iterator[Change]:
        for name in dict.fromkeys((*after, *before)):
            old, new = before.get(name), after.get(name)
            if name == "key" or _plain(old) == _plain(new):
                continue
            if name in PARTS and (_is_parts(old) or _is_parts(new)):
                yield from self.lists(place, PARTS[name], old or [], new or [])
            elif isinstance(old, dict) and isinstance(new, dict):
                yield from self.mappings(_under(place, WORDS.get(name, "")), old, new)
            else:
                yield Change(
                    place, WORDS.get(name, name), self.said(name, old), self.said(name, new)
                )

    def lists(self, place: str, noun: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
        old = {_key(item, number): item for number, item in enumerate(before)}
        new = {_key(item, number): item for number, item in enumerate(after)}
        for key in dict.fromkeys((*new, *old)):
            was, is_ = old.get(key), new.get(key)
            called = "条件组" if "criteria" in (is_ or was or {}) else noun
            if was is None or is_ is None:
                yield Change(place, called, self.name(was), self.name(is_))
            else:
                yield from self.mappings(_under(place, f"{called}“{self.name(is_)}”"), was, is_)
        if list(old) != list(new) and sorted(old) == sorted(new):
            yield Change(
                place,
                f"{noun}的次序",
                "、".join(map(self.name, before)),
                "、".join(map(self.name, after)),
            )

    def name(self, item: dict[str, Any] | None) -> str:
        if item is None:
            return ""
        for name in ("label", "title", "range", "indicator", "key"):
            if item.get(name):
                return self.said(name, item[name])
        return "—"

    def said(self, name: str, value: Any) -> str:
        """The value of `name` in words: parts by their labels, ranges and numbers plainly."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, dict):
            said = {key: self.said(key, item) for key, item in value.items()}
            return "；".join(f"{WORDS.get(key, key)} {text}" for key, text in said.items() if text)
        if isinstance(value, list):
            return "、".join(self.said(name, item) for item in value)
        if name in NUMBERS:
            return _number(value)
        if name == "range":
            return range_in_words(str(value))
        return self.labels.get(value, value) if name in KEYS else str(value)


def _labels(node: Any) -> dict[str, str]:
    """Key -> label of every part in a definition."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = {key: label for one in inner for key, label in _labels(one).items()}
    if isinstance(node, dict) and node.get("key") and node.get("label"):
        found[str(node["key"])] = str(node["label"])
    return found


def _number(value: Any) -> str:
    try:
        return plain_number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(item: dict[str, Any], number: int) -> str:
    """What makes a part the same one in both versions."""
    for name in ("key", "value", "indicator", "title", "range", "when"):
        if item.get(name):
            return f"{name}:{item[name]}"
    return f"place:{number}"


def _under(place: str, part: str) -> str:
    return f"{place} › {part}" if place and part else place or part


def _plain(value: Any) -> Any:
    """Numbers that are equal however they were written; what is empty is nothing."""
    if isinstance(value, dict):
        kept = {key: _plain(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value] or None
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            return Decimal(str(value)).normalize()
        except InvalidOperation:
            return value or None
    return value
