"""Reading a request's JSON without losing anything of it silently."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import IO

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class Refused(ValueError):
    """JSON that the interface does not take, and why."""


class StrictJson(BaseParser):
    """JSON in UTF-8: no name twice in an object, no NaN, numbers as they were written."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
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


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise Refused(f"“{twice[:40]}”出现了两次。")
    return found


def _refuse(constant: str) -> None:
    raise Refused(f"{constant} 不是数字。")
