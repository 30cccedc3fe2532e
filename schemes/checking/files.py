"""Schemes as YAML files: written in the order of the form, read with every mistake by its line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import yaml

from schemes.checking.problems import Reading, read
from schemes.definition.scheme import SchemeDefinition
from schemes.definition.stored import Stored
from schemes.definition.words import Path, dotted, shortened

LARGEST = 400 * 1024  # bytes; the largest scheme that comes with the portal has a twentieth of it
DEEPEST = 24
MOST_EVENTS = 60_000
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class WrongFile(Exception):
    """The file is no scheme; each of `messages` is Chinese and names its line."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("；".join(messages))
        self.messages = messages


@dataclass(frozen=True)
class SchemeFile:
    """What a file held, and what does not make sense in it yet: lines of Chinese with their line
    numbers."""

    data: Stored
    reading: Reading
    messages: list[str]


class _Dumper(yaml.SafeDumper):
    """Decimals as plain numbers."""


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")
)


def dump(definition: SchemeDefinition) -> str:
    """A definition as a YAML file that `load` reads back to the same; defaults are left out."""
    data = _plain(definition.model_dump(exclude_defaults=True))
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def load(content: bytes) -> SchemeFile:
    """Read an uploaded file. Raises `WrongFile` for what is no scheme: it cannot be read at all, or
    what it holds has another shape than a scheme."""
    if len(content) > LARGEST:
        raise WrongFile([f"文件太大，最多 {LARGEST // 1024} KB。"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise WrongFile(["文件应是 UTF-8 编码的文本。"]) from wrong
    try:
        _refuse_bombs(text)
        root = yaml.compose(text, Loader=Loader)
        if root is not None and (doubled := list(_doubled_keys(root))):
            raise WrongFile(doubled)
        data = yaml.load(text, Loader=Loader)  # noqa: S506  the loader is a safe one
    except yaml.YAMLError as wrong:
        raise WrongFile([_words(wrong)]) from wrong
    except (ValueError, RecursionError) as wrong:
        raise WrongFile(["文件里有读不出来的值，请检查日期和数字的写法。"]) from wrong
    if root is None or not isinstance(data, dict):
        raise WrongFile(["文件里没有方案内容：最外层应是一组“项目: 内容”。"])
    reading = read(data)
    messages = [_message(root, problem.path, problem.message) for problem in reading.problems]
    _storable(data)  # of a number that cannot be kept no other mistake need be told
    if reading.definition is None:
        raise WrongFile(messages)
    return SchemeFile(_storable(reading.definition.model_dump(mode="json")), reading, messages)


def _storable(data: object) -> Stored:
    """As JSON takes it: YAML knows dates, which a scheme does not."""
    try:
        text = json.dumps(data, default=str, allow_nan=False)
    except ValueError as wrong:
        raise WrongFile(["文件里有不能保存的数字（无穷大、非数或位数太多）。"]) from wrong
    if "\\u0000" in text:
        raise WrongFile(["文件里有不能保存的字符。"])
    stored: Stored = json.loads(text)
    return stored


def _refuse_bombs(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=Loader)):
        if isinstance(event, yaml.AliasEvent):
            raise WrongFile([f"第 {_line(event)} 行：不能用引用（*）。"])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise WrongFile([f"第 {_line(event)} 行：嵌套得太深。"])
        if count > MOST_EVENTS:
            raise WrongFile(["文件里的项目太多。"])


def _doubled_keys(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield f"第 {_line(key)} 行：项目名应是文字。"
                continue
            if key.value in seen:
                yield f"第 {_line(key)} 行：“{shortened(key.value)}”写了两次。"
            seen.add(key.value)
            yield from _doubled_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubled_keys(item)


def _message(root: yaml.Node, path: Path, message: str) -> str:
    """The message with the line of the deepest part of the path that the file has."""
    node = root
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        node = found
    where = f"（{dotted(path)}）" if path else ""
    return f"第 {_line(node)} 行{where}：{message}"


def _line(part: yaml.Node | yaml.Event) -> int:
    """The line on which an event or node begins, from 1."""
    return part.start_mark.line + 1 if part.start_mark else 1


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _words(wrong: yaml.YAMLError) -> str:
    mark = getattr(wrong, "problem_mark", None)
    place = f"第 {mark.line + 1} 行第 {mark.column + 1} 列：" if mark else ""
    return f"{place}不是正确的 YAML 写法，请检查缩进、冒号和引号。"


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        value = value.normalize()
        return int(value) if value == value.to_integral_value() else value
    return value.value if isinstance(value, Enum) else value
