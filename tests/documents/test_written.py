"""Reading what people write: text, numbers, dates, telephone numbers."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.written import text
from documents.written.dates import NoDate, read_date
from documents.written.numbers import NoNumber, read_number
from documents.written.phones import NoPhone, read_phone


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234,567.89", "1234567.89"),
        ("１，２３４．５", "1234.5"),
        ("123 456", "123456"),
        ("2\u00a0400", "2400"),
        (" 12 ", "12"),
        ("\u202d12\u202c", "12"),
        ("-56.7", "-56.7"),
        ("−3", "-3"),
        ("007", "7"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_number_that_can_only_be_that_one_is_read(written, number):
    assert read_number(written) == Decimal(number)


@pytest.mark.parametrize("written", ["", "  ", "\u3000", "\u200b"])
def test_nothing_is_no_number(written):
    assert read_number(written) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1234,5", "逗号位置不对"),
        ("12,34", "逗号位置不对"),
        ("1.234,5", "逗号位置不对"),
        ("0,123", "逗号位置不对"),
        ("1,2345", "逗号位置不对"),
        ("1.2.3", "不止一个小数点"),
        ("12 34", "中间有空格"),
        ("(56.7)", "负数请用负号"),
        ("（56.7）", "负数请用负号"),
        ("无", "没有这项数据的请留空"),
        ("-", "没有这项数据的请留空"),
        ("N/A", "没有这项数据的请留空"),
        ("5_600", "请去掉“_”"),
        ("¥2400", "货币符号“¥”"),
        ("￥2400", "货币符号“"),
        ("1e3", "科学计数法"),
        ("1E+3", "科学计数法"),
        ("120万元", "单位“万元”"),
        ("32005000元", "单位“元”"),
        ("3.5%", "单位“%”"),
        ("5²", "应为数字"),
        ("½", "应为数字"),
        ("٣", "应为数字"),
        ("一百", "阿拉伯数字"),
        ("约500", "确定的数字"),
        ("500以上", "确定的数字"),
        ("100-200", "确定的数字"),
        ("NaN", "应为数字"),
        ("Infinity", "应为数字"),
        ("9" * 60, "数字太长"),
    ],
)
def test_what_is_no_number_or_not_surely_one_is_refused_with_what_is_wrong(written, said):
    with pytest.raises(NoNumber, match=said):
        read_number(written)


@pytest.mark.parametrize(
    ("written", "unit", "number"),
    [
        ("3.5%", "%", "3.5"),
        ("３.５％", "%", "3.5"),
        ("86人", "人", "86"),
        ("86 名", "人", "86"),
        ("5000万元", "万元", "5000"),
        ("5,000 万元", "万元", "5000"),
        ("5000万", "万元", "5000"),
        ("-120 万元", "万元", "-120"),
        ("12年", "年", "12"),
        ("3 件", "件", "3"),
        ("32005000元", "元", "32005000"),
        ("20 m²", "m²", "20"),
    ],
)
def test_field_s_own_unit_is_taken(written, unit, number):
    assert read_number(written, unit=unit) == Decimal(number)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("32005000元", "万元"),
        ("1.2亿元", "万元"),
        ("5000千元", "万元"),
        ("5000万元", "元"),
        ("35%", "万元"),
        ("86件", "人"),
        ("12个月", "年"),
        ("35‰", "%"),
    ],
)
def test_another_unit_is_refused_with_the_field_s_own(written, unit):
    with pytest.raises(NoNumber, match=f"^这里以{unit}计，现为“{written}”，请换算后填写$"):
        read_number(written, unit=unit)


@pytest.mark.parametrize(
    ("written", "said"),
    [("12,34万元", "逗号位置不对"), ("约500万元", "确定的数字"), ("万元", "应为数字")],
)
def test_own_unit_lets_nothing_pass_that_is_no_number(written, said):
    with pytest.raises(NoNumber, match=said):
        read_number(written, unit="万元")


UNITS = st.sampled_from(["万元", "元", "人", "件", "%", "年", "个月", "项"])
FIGURES = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4
)


@given(FIGURES, UNITS, st.sampled_from(["", " ", "\u3000", "\u202d"]))
def test_number_is_read_alike_with_and_without_its_unit(number, unit, gap):
    assert read_number(f"{number:,f}{gap}{unit}", unit=unit) == number


@given(FIGURES, UNITS, UNITS)
def test_number_in_another_unit_is_never_taken(number, unit, other):
    if unit == other:
        return
    with pytest.raises(NoNumber):
        read_number(f"{number:f}{other}", unit=unit)


@given(FIGURES)
def test_number_is_read_alike_with_and_without_separators(number):
    assert read_number(f"{number:f}") == number == read_number(f"{number:,f}")


@given(st.text(max_size=50))
def test_no_text_upsets_the_readers(written):
    for read, wrong in ((read_number, NoNumber), (read_date, NoDate), (read_phone, NoPhone)):
        try:
            read(written)
        except wrong as said:
            assert str(said)


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-05", "2021/3/5", "2021.3.5", "2021年3月5日", "２０２１－３－５", "2021/3/5 0:00",
        "2021-03-05 00:00:00", "2021-03-05T08:30", "20210305", 20210305.0, date(2021, 3, 5),
        "2021—03—05", "2021–3–5", "2021－03－05",
        datetime(2021, 3, 5, 8),
    ],
)  # fmt: skip
def test_date_is_read_in_every_spelling(written):
    assert read_date(written) == date(2021, 3, 5)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0021-03-05", "请核对年份"),
        ("1021-03-05", "请核对年份"),
        ("9999-12-31", "请核对年份"),
        (date(202, 1, 5), "请核对年份"),
        (44260.0, "这是日期序号"),
        ("44260", "这是日期序号"),
        ("2021年3月", "请写到日"),
        ("2021-02-30", "没有这一天"),
        ("昨天", "应为日期"),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_wrong(written, said):
    with pytest.raises(NoDate, match=said):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800000000", "13800000000"),
        ("0532-88888888转8001", "0532-88888888转8001"),
        ("0532-88888888 转 8001", "0532-88888888转8001"),
        ("0532-88888888-8001", "0532-88888888-8001"),
        ("(0532)88888888", "0532-88888888"),
        ("（0532）８８８８８８８８", "0532-88888888"),
        ("0532—88888888", "0532-88888888"),
        ("+86 13800000000", "+86 13800000000"),
        ("138 0000 0000", "138 0000 0000"),
        ("", ""),
    ],
)
def test_telephone_number_is_read_as_people_write_it(written, kept):
    assert read_phone(written) == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("13800000000/13900000000", "只填写一个"),
        ("13800000000、0532-88888888", "只填写一个"),
        ("13800000000 13900000000", "只填写一个"),
        ("0532-88888888 13900000000", "只填写一个"),
        ("1380000000", "手机号应为 11 位，现为 10 位"),
        ("138000000000", "手机号应为 11 位，现为 12 位"),
        ("+86 138 0000 000", "手机号应为 11 位，现为 10 位"),
        ("无", "请填写电话号码"),
        ("123", "请填写电话号码"),
        ("9" * 40, "请填写电话号码"),
        ("9 -" * 3000, "请填写电话号码"),
    ],
)
def test_what_is_no_telephone_number_is_refused(written, said):
    with pytest.raises(NoPhone, match=said):
        read_phone(written)


@pytest.mark.parametrize(
    "written",
    [
        "青岛<\u202a>试报零件有限公司".replace("<", "").replace(">", ""),
        "\ufeff青岛试报零件有限公司\u200b",
        "青岛 试报 零件有限公司",
        "⻘岛试报零件有限公司",
        "青\u00ad岛试报零件有限公司\ufe00",
    ],
)
def test_name_is_kept_without_what_nobody_sees(written):
    assert text.name(written) == "青岛试报零件有限公司"


@pytest.mark.parametrize(
    "written", ["青岛(示例 7)ＡＢ厂", "青岛（示例7） AB 厂", "青岛﹙示例7﹚AB厂"]
)
def test_name_is_kept_with_the_brackets_of_a_licence_and_narrow_letters(written):
    assert text.name(written) == "青岛（示例7）AB厂"


@pytest.mark.parametrize("point", "·•‧∙⋅・･")
def test_point_in_a_name_is_one(point):
    assert text.name(f"买买提{point}艾合买提") == "买买提·艾合买提"


def test_words_of_a_latin_name_stay_apart():
    assert text.name("Example  Co Ltd") == "Example Co Ltd"


def test_rare_ideographs_and_emoji_stay():
    assert text.name("青岛𬭎㐂𠮷🏭厂") == "青岛𬭎㐂𠮷🏭厂"


def test_lines_stay_lines():
    assert text.lines(" 一\u202e\r\n\r\n二 \u3000三 ") == "一\n\n二 三"


def test_punctuation_of_a_text_stays():
    assert text.one_line("一，二；（三）：四！ＡＢ") == "一，二；（三）：四！ＡＢ"


@given(st.text(max_size=60))
def test_kept_text_is_kept_as_it_is(written):
    for keep in (text.name, text.one_line, text.lines, text.code):
        assert keep(keep(written)) == keep(written)


@pytest.mark.parametrize("dash", "-‐‑–—−－")
def test_texts_that_read_alike_have_one_key(dash):
    assert text.compared(f"ｑｄ {dash} 2025") == text.compared("QD-2025") == text.compared("QD2025")


def test_number_of_a_day_that_is_typed_is_told_without_a_word_of_cells():
    with pytest.raises(NoDate, match="应为日期，例如 2012-05-18"):
        read_date("44260", is_cell=False)
