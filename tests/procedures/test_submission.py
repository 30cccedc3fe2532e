"""Typed text becomes an answer or is refused; what is missing is named; what is filed is frozen."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy import acting_as, system_scope
from procedures.models import Snapshot
from procedures.scheme_definition import NUMERIC, Choice, FieldKind, FormField
from procedures.submission import WrongAnswer, answer_problems, parse_answer, snapshot_hash
from tests.procedures import filings

CHOICES = (Choice(value="a", label="甲"), Choice(value="b", label="乙"))


def asked(kind, **values):
    choices = CHOICES if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else ()
    return FormField(key="field", label="字段", kind=kind, choices=choices, **values)


NUMBERS = st.from_regex(r"[+-]?[0-9,.eE%１２]{0,50}", fullmatch=True)


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind != FieldKind.FILE])
@given(values=st.lists(st.text(max_size=300) | NUMBERS, max_size=3))
def test_any_text_is_an_answer_or_a_wrong_answer(kind, values):
    try:
        answer = parse_answer(asked(kind), values)
    except WrongAnswer as wrong:
        assert str(wrong)
    else:
        assert answer is None or isinstance(answer, str | list)


@pytest.mark.parametrize("kind", sorted(NUMERIC))
@given(text=NUMBERS, decimals=st.integers(0, 4))
def test_accepted_numbers_are_plain_decimals_within_the_limits(kind, text, decimals):
    field = asked(kind, decimals=decimals, minimum=Decimal(-5), maximum=Decimal("99999.5"))
    try:
        answer = parse_answer(field, [text])
    except WrongAnswer:
        return
    if answer is None:
        assert not text.strip()
        return
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", answer)
    number = Decimal(answer)
    assert -5 <= number <= Decimal("99999.5")
    allowed = 0 if kind == FieldKind.INTEGER else decimals
    assert number == round(number, allowed)


@given(number=st.decimals(-1000, 1000, places=2))
def test_plain_number_comes_back_as_it_was_typed(number):
    assert Decimal(parse_answer(asked(FieldKind.MONEY), [f"{number:f}"])) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("１２３", "123"),
        ("1,234.5", "1234.5"),
        ("１，２３４．５", "1234.5"),
        (" 12 ", "12"),
        ("3.5%", "3.5"),
        ("007", "7"),
        ("12.340", "12.340"),
    ],
)
def test_number_is_read_as_people_type_it(text, answer):
    assert parse_answer(asked(FieldKind.MONEY), [text]) == answer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e1000000", "不要带单位"),
        ("1e5", "不要带单位"),
        ("NaN", "不要带单位"),
        ("Infinity", "不要带单位"),
        ("120万元", "不要带单位"),
        ("12.345", "最多 2 位小数"),
        ("123456789012345", "超出范围"),
        ("9" * 5000, "请填写数字"),
        ("٣", "请填写数字"),
        ("-1", "不能小于 0"),
        ("101", "不能大于 100"),
    ],
)
def test_number_that_will_not_do_is_refused_with_the_reason(text, message):
    field = asked(FieldKind.MONEY, decimals=2, minimum=Decimal(0), maximum=Decimal(100))
    with pytest.raises(WrongAnswer, match=message):
        parse_answer(field, [text])


def test_integer_takes_no_fraction():
    with pytest.raises(WrongAnswer, match="整数"):
        parse_answer(asked(FieldKind.INTEGER), ["3.5"])
    assert parse_answer(asked(FieldKind.INTEGER), ["3.0"]) in ("3", "3.0")


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.CHOICES])
def test_choice_outside_the_list_is_refused(kind):
    with pytest.raises(WrongAnswer, match="选项"):
        parse_answer(asked(kind), ["c"])


def test_several_choices_come_in_the_order_of_the_form_and_once():
    assert parse_answer(asked(FieldKind.CHOICES), ["b", "a", "b"]) == ["a", "b"]


def test_text_that_is_too_long_names_both_lengths():
    with pytest.raises(WrongAnswer, match="最多 5 个字，现在是 6 个"):
        parse_answer(asked(FieldKind.TEXT, max_length=5), ["一二三四五六"])


def test_missing_answers_and_files_are_named(people):
    case = filings.draft(people.staff, filings.open_batch(), segment="", feature=[])
    with acting_as(people.staff):
        case.files.filter(field="test_report").delete()
        assert answer_problems(case) == {
            "segment": "请填写所属细分领域。",
            "feature": "请填写突出特征。",
            "test_report": "请上传产品检测报告。",
        }


def test_optional_questions_may_stay_empty(people):
    case = filings.draft(people.staff, filings.open_batch(), market_share="", main_customers="")
    with acting_as(people.staff):
        assert answer_problems(case) == {}


def test_wrong_text_that_the_draft_kept_is_a_problem(people):
    case = filings.draft(people.staff, filings.open_batch(), product_sales="三千万")
    with acting_as(people.staff):
        assert answer_problems(case) == {"product_sales": "请填写数字，不要带单位。"}


def test_removed_file_answers_nothing(people):
    from django.utils import timezone

    case = filings.draft(people.staff, filings.open_batch())
    with acting_as(people.staff):
        case.files.filter(field="property_right").update(removed_at=timezone.now())
        assert list(answer_problems(case)) == ["property_right"]


def test_snapshot_freezes_what_was_filed_under_its_hash(people):
    case = filings.submitted(people.staff)
    with system_scope(reason="test"):
        snapshot = Snapshot.objects.get(application=case)
    content = {
        name: getattr(snapshot, name) for name in ("answers", "facts", "files", "evaluation")
    }
    assert snapshot.sha256 == snapshot_hash(case.batch.version_id, content)
    assert snapshot.answers["product_name"] == filings.ANSWERS["product_name"]
    assert [file["field"] for file in snapshot.files] == list(filings.FILES)
    assert snapshot.facts["enterprise"]["name"] == people.staff.organisation_name


@pytest.mark.parametrize("part", ["answers", "facts", "files", "evaluation"])
def test_hash_shows_any_change(part):
    content = {"answers": {}, "facts": {}, "files": [], "evaluation": []}
    changed = {**content, part: ["x"]}
    assert snapshot_hash(1, content) != snapshot_hash(1, changed)
    assert snapshot_hash(1, content) != snapshot_hash(2, content)


def test_case_gets_its_number_once(people):
    case = filings.submitted(people.staff)
    assert re.fullmatch(r"20[0-9]{2}[0-9]{8}", case.number)
    assert case.title == filings.ANSWERS["product_name"]


def test_single_line_stays_one_line():
    assert parse_answer(asked(FieldKind.TEXT), ["减速机\r\nBcc: x\u2028二"]) == "减速机 Bcc: x 二"
    assert parse_answer(asked(FieldKind.LONG_TEXT), ["一\n二"]) == "一\n二"
