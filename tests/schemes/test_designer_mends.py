"""What a clerk meets in the designer: refused files, named problems, errors beside their fields."""

import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from schemes.actions import design_scheme
from schemes.checking.files import WrongFile, dump, load
from schemes.checking.problems import read
from schemes.checking.warnings import warnings_of
from schemes.definition.scheme import SchemeDefinition
from schemes.designer.display import UNREADABLE, displayable
from schemes.models import SchemeVersion
from tests.procedures import filings
from tests.schemes.test_part_editor import NO_ROWS, rows
from tests.schemes.test_shipped import SCHEMES

NAME = "demonstration_enterprise_2018"
GOOD = dump(SCHEMES[NAME])


@pytest.fixture
def draft(people):
    with acting_as(people.city):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
        return design_scheme.clone_version(people.city, version.pk, "2027 版")


@pytest.fixture
def city(people, signed_in):
    return signed_in(people.city)


def fresh(draft):
    with system_scope(reason="test"):
        draft.refresh_from_db()
    return draft


def changed_to(people, draft, content):
    with acting_as(people.city):
        design_scheme.change_content(people.city, draft.pk, draft.version, lambda _: content)
    return fresh(draft)


def sent_file(city, draft, text):
    file = SimpleUploadedFile("scheme.yaml", text.encode())
    address = reverse("schemes:version_file", args=[draft.pk])
    return city.post(address, {"file": file, "version": draft.version})


def posted(city, draft, place, **values):
    data = {"version": fresh(draft).version, **values}
    return city.post(reverse("schemes:part", args=[draft.pk, place]), data)


def page_of(city, draft, name="version"):
    return city.get(reverse(f"schemes:{name}", args=[draft.pk]))


def data():
    return SCHEMES[NAME].model_dump(mode="json")


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("outcome:", "colour: red\noutcome:", "（colour）：没有这个项目名"),
        ("city_review_days: 15", "city_review_days: soon", "应是整数，现在是“soon”"),
        ("title: ", f"title: {'长' * 600}", "（标题）：最多 500 个字，现在 "),
        ("title: ", "title: [", "不是正确的 YAML"),
        ("sections:", "sections_: 1\nsections:", "（sections_）：没有这个项目名"),
    ],
)
def test_file_of_another_shape_is_refused(city, draft, old, new, words):
    before = copy.deepcopy(draft.definition)
    answer = sent_file(city, draft, GOOD.replace(old, new, 1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "文件没有读入，原来的内容没有改动" in page
    assert words in page
    assert "长" * 81 not in page
    assert fresh(draft).definition == before


def test_wrong_question_of_a_file_is_told_by_line_and_path():
    text = GOOD.replace("kind: text", "kind: colour", 1)
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "kind: colour" in row)
    with pytest.raises(WrongFile) as wrong:
        load(text.encode())
    assert wrong.value.messages[0].startswith(f"第 {line} 行（栏目.1.字段.1.类型）：应是其中之一")
    assert wrong.value.messages[0].endswith("现在是“colour”")


def test_long_value_of_a_file_is_shortened():
    with pytest.raises(WrongFile) as wrong:
        load(GOOD.replace("kind: text", f"kind: {'x' * 5000}", 1).encode())
    assert "x" * 80 in wrong.value.messages[0]
    assert "x" * 81 not in wrong.value.messages[0]


def test_new_scheme_takes_no_file_of_another_shape(city):
    file = SimpleUploadedFile("scheme.yaml", b"title: a\ncolour: red")
    answer = city.post(
        reverse("schemes:new_scheme"),
        {"code": "green", "name": "绿色工厂", "file": file, "label": "2027 版",
         "source_document": "示例", "valid_from": "2027-01-01"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert any("没有这个项目名" in one for one in answer.context["form"].errors["file"])


def test_replacing_the_content_asks_first(city, draft):
    page = page_of(city, draft).content.decode()
    assert 'data-confirm="用文件的内容替换这一版现在的内容？' in page
    assert "不超过 400 KB" in page
    assert f'data-max-bytes="{400 * 1024}"' in page


# --- problems on the page -----------------------------------------------------------------------


def test_problem_has_a_name_and_a_link_to_its_place(people, city, draft):
    content = data()
    content["criteria"][1]["criteria"][0]["indicator"] = "nothing"
    content["title_field"] = "nothing"
    page = page_of(city, changed_to(people, draft, content))
    told = {one.name: one.place for one in page.context["problems"]}
    criterion = "条件组“经营条件” › 条件“主营业务收入占营业收入” › 指标"
    assert told == {"标题字段": "basics", criterion: "criteria.1.criteria.0"}
    link = reverse("schemes:part", args=[draft.pk, "criteria.1.criteria.0"])
    assert f'<a href="{link}">{criterion}</a>' in page.content.decode()


def test_question_is_not_called_optional_while_the_content_cannot_be_read(people, city, draft):
    content = data()
    for section in content["sections"]:
        for field in section["fields"]:
            field.pop("required", None)
    content["sections"][0]["fields"][0]["required"] = "perhaps"
    page = page_of(city, changed_to(people, draft, content)).content.decode()
    assert "选填" not in page
    assert "（是否必填不明）" in page


UGLY = {
    "title": {"a": 1},
    "sections": [
        "words",
        {"title": {"b": 2}, "fields": [{"label": "长" * 900, "kind": ["x"], "choices": 3}, 7]},
    ],
    "indicators": {"c": 3},
    "criteria": [{"title": "组", "criteria": [{"label": ["d"], "cases": "e", "key": "k"}]}],
    "scoring": "much",
    "timetable": 5,
    "recheck": ["f"],
    "stages": 4,
}


@pytest.mark.parametrize(
    "name", ["version", "version_preview", "version_compare", "version_export"]
)
def test_content_of_any_shape_has_its_pages(people, city, draft, name):
    answer = page_of(city, changed_to(people, draft, UGLY), name)
    page = answer.content.decode()
    assert answer.status_code in (200, 302)
    assert "{&#x27;" not in page
    assert not [one for one in "xdf" if f"[&#x27;{one}&#x27;]" in page]
    assert "长" * 81 not in page


def test_part_of_unreadable_content_can_be_mended(people, city, draft):
    changed_to(people, draft, UGLY)
    for place in ("criteria.0.criteria.0", "criteria.0", "sections.new", "indicators.0", "basics"):
        address = reverse("schemes:part", args=[draft.pk, place])
        assert city.get(address).status_code in (200, 404)


def test_displayable_keeps_what_has_the_right_shape():
    content = data()
    assert displayable(content) == content
    assert displayable(UGLY)["sections"][0]["label"] == UNREADABLE


def test_quoted_values_of_problems_are_shortened():
    content = data()
    content["sections"][0]["fields"][0]["visible_if"] = {"field": "level", "values": ["x" * 300]}
    content["sections"][0]["fields"][1]["visible_if"] = {
        "field": "research_unit", "values": ["x" * 300]
    }  # fmt: skip
    problems = read(content).problems
    assert problems
    assert all("x" * 81 not in one.message for one in problems)


# --- expressions --------------------------------------------------------------------------------


def test_long_expression_is_told_and_not_cut(city, draft):
    text = "1" + " + 1" * 300
    answer = posted(city, draft, "indicators.new", label="长", expression=text)
    assert answer.context["form"].errors["expression"] == ["最多 1000 个字符，现在 1201 个。"]
    page = answer.content.decode()
    assert text in page
    assert 'maxlength="1000"' not in page


def test_new_lines_count_once(city, draft):
    text = "1 +\r\n" + " " * 996 + "1"
    answer = posted(city, draft, "indicators.new", label="短", expression=text)
    assert answer.context["form"].errors["expression"] == ["最多 1000 个字符，现在 1001 个。"]


@pytest.mark.parametrize(
    ("text", "kind"), [("certificates", "文字列表"), ("enterprise.name", "文字"), ("today", "日期")]
)
def test_indicator_comes_to_a_number_or_a_truth(city, draft, text, kind):
    answer = posted(city, draft, "indicators.new", label="指标", expression=text)
    assert answer.status_code == 422
    assert answer.context["form"].errors["expression"] == [
        f"第 1 行第 1 个字符：指标的结果应是数字或是否，这里是{kind}。"
    ]


@pytest.mark.parametrize("text", ["1 + main_share", "1 + indicators.main_share"])
def test_indicator_does_not_refer_to_another(city, draft, text):
    answer = posted(city, draft, "indicators.new", label="指标", expression=text)
    assert answer.context["form"].errors["expression"] == [
        "第 1 行第 5 个字符：指标不能引用其他指标，请把算式直接写在这里。"
    ]


def test_indicators_that_refer_to_each_other_are_told_of_a_file():
    content = data()
    first, second = content["indicators"][:2]
    first["expression"], second["expression"] = second["key"], first["key"]
    told = [one.message for one in read(content).problems if one.path[-1] == "expression"]
    assert [text.split("：")[1] for text in told] == [
        "指标不能引用其他指标，请把算式直接写在这里。"
    ] * 2


# --- errors beside their fields -----------------------------------------------------------------

CONDITION = {
    "label": "主营占比", "comparison": ">=", "indicator": "main_share", "threshold": "60",
    "unit": "%", "source": "示例",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("figures.colour > 1", "没有“colour”"),
        ("figures.revenue", "结果应是是否，这里是数字"),
        ("main_share > 1", "情形里不能引用指标"),
    ],
)
def test_wrong_case_is_told_at_its_row_and_field(city, draft, text, words):
    cases = rows(
        "cases",
        {"when": "figures.revenue > 1", "label": "一", "threshold": "50"},
        {"when": text, "label": "二", "threshold": "40"},
    )
    answer = posted(city, draft, "criteria.1.criteria.0", **CONDITION, **cases)
    assert answer.status_code == 422
    (row_set,) = answer.context["sets"]
    assert not row_set.forms[0].errors
    assert words in row_set.forms[1].errors["when"][0]
    page = answer.content.decode()
    assert '<a href="#field-cases-1-when">情形第 2 行“什么情形（表达式）”</a>' in page


def test_choice_without_options_is_told_at_the_options(city, draft):
    answer = posted(
        city, draft, "sections.0.fields.new", label="是否上市", kind_="choice", **NO_ROWS
    )
    choices = answer.context["sets"][0]
    assert "要列出选项" in choices.non_form_errors()[0]
    assert not answer.context["form"].non_field_errors()


QUESTION = {
    "label": "创新成果", "kind_": "long_text", "max_length": "500",
    "required_if": ["research_unit=national"], **NO_ROWS,
}  # fmt: skip


def test_required_twice_is_told_beside_the_condition(city, draft):
    answer = posted(city, draft, "sections.1.fields.new", required="on", **QUESTION)
    assert "请去掉“必填”" in answer.context["form"].errors["required_if"][0]
    assert posted(city, draft, "sections.1.fields.new", **QUESTION).status_code == 302


def test_required_is_not_ticked_where_a_condition_says_when(people, city, draft):
    content = data()
    field = content["sections"][1]["fields"][2]
    field.pop("required")
    field["required_if"] = {"field": "research_unit", "values": ["national"]}
    changed_to(people, draft, content)
    page = city.get(reverse("schemes:part", args=[draft.pk, "sections.1.fields.2"]))
    assert page.context["form"]["required"].value() is False


def test_missing_threshold_is_told_beside_its_field(city, draft):
    values = {**CONDITION, "threshold": "", **rows("cases")}
    answer = posted(city, draft, "criteria.1.criteria.0", **values)
    assert "比较需要门槛值" in answer.context["form"].errors["threshold"][0]


def test_empty_band_is_told_at_its_row(city, draft):
    bands = rows("bands", {"low": "80", "with_low": "on", "high": "60", "points": "1"})
    answer = posted(
        city, draft, "scoring.dimensions.0.items.0.measures.0", indicator="main_share", **bands
    )
    assert "是空的" in answer.context["sets"][0].forms[0].non_field_errors()[0]
    assert "是空的" in answer.content.decode()


def test_answers_are_chosen_by_check_boxes(city, draft):
    page = city.get(reverse("schemes:part", args=[draft.pk, "sections.1.fields.2"]))
    text = page.content.decode()
    assert 'type="checkbox" name="visible_if" value="research_unit=national"' in text
    assert '<select name="visible_if"' not in text


@pytest.mark.parametrize("place", ["indicators.new", "criteria.1.criteria.0"])
def test_help_stands_beside_the_field(city, draft, place):
    page = city.get(reverse("schemes:part", args=[draft.pk, place])).content.decode()
    assert page.count("可以写什么：名称、函数和例子") == 1


# --- retiring, warnings, page -------------------------------------------------------------------


def test_retiring_is_off_while_a_batch_is_open(city):
    batch = filings.open_batch()
    with system_scope(reason="test"):
        version = SchemeVersion.objects.get(batches=batch)
    page = page_of(city, version).content.decode()
    assert 'disabled aria-describedby="keeps-from-retiring"' in page
    assert f"“{batch.name}”还没有截止，截止后才能停用。" in page


def with_cap(cap):
    content = data()
    content["scoring"]["dimensions"][0]["cap"] = cap
    return content


@pytest.mark.parametrize(
    ("cap", "words"), [(1, "超过最高分 1 分的部分不计"), (900, "达不到最高分 900 分")]
)
def test_cap_that_does_not_fit_is_a_warning(people, city, draft, cap, words):
    definition = SchemeDefinition.model_validate(with_cap(cap))
    assert [one.path for one in warnings_of(definition)][0] == ("scoring", "dimensions", 0)
    page = page_of(city, changed_to(people, draft, with_cap(cap)))
    text = page.content.decode()
    assert words in text
    assert page.context["problem_count"] == 0
    assert 'data-confirm="请留意：' in text


def test_thresholds_are_words(city, draft):
    page = page_of(city, draft).content.decode()
    assert "&gt;= 60" not in page
    assert "不低于 60%" in " ".join(page.split())
