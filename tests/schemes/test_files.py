"""Schemes as files: what is written is read back, and every mistake names its line."""

import pytest

from schemes.checking.files import WrongFile, dump, load
from schemes.definition.scheme import SchemeDefinition
from tests.schemes.shipped import FOLDER
from tests.schemes.test_shipped import SCHEMES

FILES = sorted(FOLDER.glob("*.yaml"))
GOOD = (FOLDER / "hidden_champion_2018.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_what_is_written_is_read_back(name):
    read_back = load(dump(SCHEMES[name]).encode())
    assert SchemeDefinition.model_validate(read_back.data) == SCHEMES[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_file_is_read_without_a_problem(path):
    assert load(path.read_bytes()).messages == []


def messages_of(text):
    try:
        return load(text.encode() if isinstance(text, str) else text).messages
    except WrongFile as wrong:
        return wrong.messages


def test_unknown_key_names_its_line():
    text = GOOD.replace("outcome: hidden_champion", "outcome: hidden_champion\ncolour: red")
    line = text.split("\n").index("colour: red") + 1
    assert messages_of(text) == [f"第 {line} 行（colour）：没有这个项目名"]


def test_wrong_type_names_its_line_and_place():
    text = GOOD.replace("city_review_days: 15", "city_review_days: soon")
    line = next(n for n, row in enumerate(GOOD.split("\n"), 1) if "city_review_days" in row)
    assert messages_of(text) == [f"第 {line} 行（办理时限.市级审核工作日）：应是整数，现在是“soon”"]


def test_wrong_expression_names_its_line():
    text = GOOD.replace('"answers.years_in_field"', '"answers.years_in_feild"')
    assert "没有“years_in_feild”" in messages_of(text)[0]


def bomb():
    return "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("title: [", "不是正确的 YAML"),
        ("title: 'a\n", "不是正确的 YAML"),
        ("\tx: 1", "不是正确的 YAML"),
        ("", "没有方案内容"),
        ("- 1\n- 2", "没有方案内容"),
        ("just words", "没有方案内容"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04\x00\x00", "不是正确的 YAML"),
        ("a: " + "[" * 200 + "]" * 200, "嵌套得太深"),
        (bomb(), "引用"),
        ("x" * 500_000, "文件太大"),
        ("[" + "1," * 70_000 + "1]", "项目太多"),
        ("title: a\ntitle: b", "写了两次"),
        ("title: .nan", "不能保存的数字"),
        ("title: " + "9" * 5000, "读不出来的值"),
        ('title: "a\\0b"', "不能保存的字符"),
        ("a: !!python/object/apply:os.system [ls]", "不是正确的 YAML"),
        ("a: 2026-99-99", "读不出来的值"),
        ("? [a, b]\n: 1", "项目名"),
        ("? {a: b}\n: 1", "项目名"),
    ],
)
def test_file_that_is_no_scheme_is_a_clear_message(content, words):
    messages = messages_of(content)
    assert messages
    assert words in messages[0]


def test_merge_key_is_no_reference():
    assert messages_of("<<: {a: 1}\ntitle: x")
