"""Reading a request's JSON without losing anything of it silently."""

import json
from decimal import Decimal
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class Refused(ValueError):
    """JSON that the interface does not take, and why."""


class StrictJson(BaseParser):
    """JSON in UTF-8: no name twice in an object, no NaN, numbers as they were written."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            return json.loads(
                text, object_pairs_hook=_once, parse_float=Decimal, parse_constant=_refuse
            )
        except UnicodeDecodeError:
            raise ParseError("请求内容不是 UTF-8 编码。") from None
        except json.JSONDecodeError as wrong:
            place = f"第 {wrong.lineno} 行第 {wrong.colno} 列"
            raise ParseError(f"请求内容不是有效的 JSON（{place}）。") from None
        except Refused as wrong:
            raise ParseError(f"请求内容不能接受：{wrong}") from None
        except (RecursionError, ValueError):
            raise ParseError("请求内容不能接受：嵌套太深，或数字太长。") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Refused(f"“{twice[:40]}”出现了两次。")
    return found


def _refuse(constant: str) -> None:
    raise Refused(f"{constant} 不是数字。")
