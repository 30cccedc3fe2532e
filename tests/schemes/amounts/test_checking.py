"""Rules that contradict themselves, each named at its spot; rules that exclude each other."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from accounts.tenancy import acting_as, system_scope
from schemes import outcomes
from schemes.actions import design_scheme
from schemes.checking.files import WrongFile, dump, load
from schemes.checking.problems import read
from schemes.checking.warnings import warnings_of
from schemes.designer.difference import differences
from schemes.exclusions import circle_problems, group_warnings
from schemes.models import SchemeVersion
from schemes.publishing import what_keeps_from_publishing
from tests.schemes.shipped import FOLDER, load_definition
from tests.schemes.shipped_subsidies import SUBSIDIES

Change = Callable[[dict[str, Any]], object]


def changed(file: str, change: Change) -> dict[str, Any]:
    content = deepcopy(load_definition(FOLDER / "subsidies" / file).model_dump(mode="json"))
    change(content["amount"])
    return content


def replaced(**parts: object) -> Change:
    return lambda rule: rule.update(parts)


def inside(*path: str, **parts: object) -> Change:
    def change(rule: dict[str, Any]) -> None:
        for step in path:
            rule = rule[int(step)] if step.isdigit() else rule[step]  # type: ignore[index]
        rule.update(parts)

    return change


EQUIPMENT, EQUITY, LISTING = "equipment_2026.yaml", "regional_equity.yaml", "listing_stages.yaml"
GIANT, PREMIUM, FAIR = "little_giant_grant.yaml", "first_set_insurance.yaml", "trade_fair.yaml"


@pytest.mark.parametrize(
    ("file", "change", "place", "message"),
    [
        (
            EQUIPMENT,
            inside("caps", enterprise_year={"amount": 5_000_000}),
            "caps.project",
            "永远达不到",
        ),
        (
            EQUIPMENT,
            inside("caps", "raised", "0", amount=6_000_000),
            "caps.raised.0.amount",
            "应高于",
        ),
        (EQUIPMENT, inside("caps", project=None), "caps.raised.0.amount", "先填单个项目"),
        (EQUIPMENT, inside("caps", item=[{"amount": 1}, {"amount": 2}]), "caps.item.1", "互相矛盾"),
        (EQUIPMENT, inside("caps", item=[{"amount": 10**8}]), "caps.item.0.amount", "永远达不到"),
        (
            EQUIPMENT,
            inside("caps", item=[{"of_kind": "x", "amount": 1}]),
            "caps.item.0.of_kind",
            "没有名为“x”的明细类别",
        ),
        (
            EQUIPMENT,
            inside("formula", "parts", "1", of="x"),
            "formula.parts.1.of",
            "没有名为“x”的数字",
        ),
        (
            EQUIPMENT,
            inside("caps", "share_of_base", of="x"),
            "caps.share_of_base.of",
            "没有名为“x”的数字",
        ),
        (
            EQUIPMENT,
            replaced(thresholds=[{"label": "a", "minimum": 1}, {"label": "b", "minimum": 2}]),
            "thresholds.1",
            "两个门槛",
        ),
        (EQUIPMENT, replaced(item_fields=[]), "item_fields", "选申报时填哪类明细"),
        (EQUIPMENT, replaced(granted="automatic"), "figures", "免申即享不填数字"),
        (
            EQUITY,
            inside("formula", "bands", "0", range="[1000000,6000000)"),
            "formula.bands",
            "重叠",
        ),
        (
            EQUITY,
            inside("formula", "bands", "0", range="[1000000,4000000)"),
            "formula.bands",
            "空缺",
        ),
        (EQUITY, inside("formula", "bands", "0", range="[5,1)"), "formula.bands.0.range", "是空的"),
        (
            EQUITY,
            inside("caps", project={"amount": 400_000}),
            "formula.bands.2",
            "永远不能足额支付",
        ),
        (EQUITY, inside("base", figure=""), "base", "请选择按哪个数字计算"),
        (EQUITY, inside("base", kind="events", figure=""), "base", "按逐行明细、一个数字计算"),
        (LISTING, inside("formula", total=1_000_000), "formula.total", "高于累计上限"),
        (LISTING, inside("formula", total=9_000_000), "formula.total", "达不到累计上限"),
        (
            LISTING,
            inside("exclusion", mode="share_cap_total", percent=30),
            "exclusion.mode",
            "没有金额基数",
        ),
        (LISTING, inside("exclusion", percent=30), "exclusion.percent", "只有"),
        (LISTING, inside("formula", kind="zzz"), "formula", "没有这种算法"),
        (GIANT, inside("pay", "instalments", "0", percent=40), "pay.instalments", "应为 100%"),
        (
            GIANT,
            inside("pay", "instalments", "1", needs=["x"]),
            "pay.instalments.1.needs",
            "没有名为“x”的绩效目标",
        ),
        (GIANT, inside("clawback", causes=[]), "pay.goals.0", "追回情形里没有"),
        (
            PREMIUM,
            inside("formula", "shares", "0", of_kind="national"),
            "formula.shares",
            "明细类别重复",
        ),
        (FAIR, inside("exclusion", percent=None), "exclusion.percent", "必须填"),
        (FAIR, inside("budget", when_short="pro_rata"), "budget.lowest_cap", "只有"),
        (
            EQUIPMENT,
            inside("formula", "parts", "0", percent=-16),
            "formula.parts.0.percent",
            "应大于 0",
        ),
        (EQUIPMENT, inside("caps", "project", amount=10**14), "caps.project.amount", "不能大于"),
        (EQUIPMENT, replaced(is_example=False, source=""), "source", "依据文件和日期"),
    ],
)
def test_a_contradiction_is_named_at_its_spot(file, change, place, message):
    problems = {
        ".".join(map(str, one.path[1:])): one.message
        for one in read(changed(file, change)).problems
    }
    assert message in problems[place]


def test_money_without_a_rule_and_a_rule_without_money_are_told():
    content = load_definition(FOLDER / "subsidies" / EQUIPMENT).model_dump(mode="json")
    assert [one.path for one in read({**content, "amount": None}).problems] == [("amount",)]
    certified = {**content, "outcome": "certified_product"}
    assert [one.path for one in read(certified).problems] == [("outcome",)]


def test_what_the_rule_asks_for_must_stand_in_the_form():
    content = load_definition(FOLDER / "subsidies" / EQUIPMENT).model_dump(mode="json")
    fields = content["sections"][0]["fields"]
    gone = ("contribution", "situations")
    content["sections"][0]["fields"] = [one for one in fields if one["key"] not in gone]
    (problem,) = read(content).problems
    assert problem.path == ("amount", "figures", 0)
    assert problem.message == (
        "申报表里没有问“新增地方财力贡献”：加一个同名的数字问题（标识 contribution）"
    )
    definition = read(content).definition
    assert definition is not None
    assert ("amount", "caps", "raised", 0) in [one.path for one in warnings_of(definition)]
    listing = load_definition(FOLDER / "subsidies" / LISTING).model_dump(mode="json")
    listing["sections"][0]["fields"][1]["choices"].pop()
    assert [one.path for one in read(listing).problems] == [("amount", "formula", "steps", 3)]


def test_a_file_names_the_line_of_a_wrong_band():
    text = (FOLDER / "subsidies" / EQUITY).read_text(encoding="utf-8")
    wrong = text.replace('"[1000000,5000000)"', '"[1000000,500000)"')
    line = 1 + wrong[: wrong.index('"[1000000,500000)"')].count("\n")
    with pytest.raises(WrongFile) as refused:
        load(wrong.encode())
    assert refused.value.messages[0].startswith(
        f"第 {line} 行（金额.算法.分档.1.区间）：区间“[1000000,500000)”是空的"
    )


def test_what_is_hardly_meant_is_a_warning():
    content = changed(EQUIPMENT, inside("formula", parts=[{"label": "设备", "percent": 16}]))
    definition = read({**content, "amount": {**content["amount"], "budget": None}}).definition
    assert definition is not None
    texts = [one.message for one in warnings_of(definition)]
    assert "比例合计 16%，基数比例上限 20% 不会触及" in texts
    assert "还没有填资金来源，不能占用预算" in texts


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (inside("caps", "project", amount=600), "只有 600.00 元，请核对：这里按元填写，不按万元"),
        (inside("thresholds", "0", minimum=500), "只有 500.00 元，请核对：这里按元填写，不按万元"),
        (inside("formula", "parts", "0", percent="0.16"), "比例只有 0.16%，请核对：16 表示 16%"),
    ],
)
def test_figures_in_another_unit_are_doubted(change, text):
    definition = read(changed(EQUIPMENT, change)).definition
    assert definition is not None
    assert text in [one.message for one in warnings_of(definition)]


def test_two_versions_of_a_rule_are_compared_in_words():
    before = changed(EQUIPMENT, inside("formula", "parts", "0", percent=16))
    after = changed(EQUIPMENT, inside("formula", "parts", "0", percent=12))
    after["amount"]["caps"]["project"]["amount"] = 8_000_000
    after["amount"]["exclusion"]["mode"] = "forbid"
    found = {(one.place, one.word): (one.before, one.after) for one in differences(before, after)}
    assert found == {
        ("金额 › 算法 › 比例项“设备投入奖补”", "比例（%）"): ("16", "12"),
        ("金额 › 封顶 › 单个项目上限", "金额"): ("600.00 万元", "800.00 万元"),
        ("金额 › 同类资金", "方式"): ("就高不重复", "已得同类资金的不再给"),
    }


# --- with the published schemes -----------------------------------------------------------------


def test_schemes_that_give_way_in_a_circle_are_not_published(people):
    with acting_as(people.city):
        listing = SchemeVersion.objects.in_force().get(scheme__code="listing-stages")
        copied = design_scheme.clone_version(people.city, listing.pk, "2027 版")
        copied.definition["amount"]["exclusion"]["gives_way_to"] = ["neeq-listing"]
        assert circle_problems(copied) == []
    with system_scope(reason="test"):
        other = SchemeVersion.objects.in_force().get(scheme__code="neeq-listing")
        other.definition["amount"]["exclusion"]["gives_way_to"] = ["listing-stages"]
        SchemeVersion.objects.create(
            scheme=other.scheme,
            label="试",
            state="published",
            definition=other.definition,
            source_document="示例文件",
            valid_from=date(2026, 6, 1),
        )
    with acting_as(people.city):
        (problem,) = circle_problems(copied)
        assert problem.path == ("amount", "exclusion", "gives_way_to")
        assert problem.message == (
            "让位绕成了一圈，谁都得不到：企业上市分阶段奖补 → 新三板挂牌奖补 → 企业上市分阶段奖补"
        )
        assert "让位绕成了一圈" in "".join(what_keeps_from_publishing(copied))


def test_another_mode_in_the_group_is_a_warning(people):
    with system_scope(reason="test"):
        version = SchemeVersion.objects.in_force().get(scheme__code="neeq-listing")
        assert group_warnings(version) == []
        version.definition["amount"]["exclusion"]["mode"] = "forbid"
        (warning,) = group_warnings(version)
    assert "同组的“企业上市分阶段奖补”用的是“补差额”" in warning.message


@pytest.mark.parametrize("row", SUBSIDIES, ids=lambda row: str(row["file"]))
def test_every_shipped_rule_comes_back_from_its_file_and_lacks_nothing(row):
    definition = load_definition(FOLDER / str(row["file"]))
    assert load(dump(definition).encode()).reading.definition == definition
    hints = {".".join(map(str, one.path)) for one in warnings_of(definition)}
    # The guide of 2021 asks for interest and names no rate.
    assert hints <= {"amount.is_example", "amount.clawback.interest"}


def test_only_a_rule_with_its_document_is_no_example():
    real = [
        str(row["file"])
        for row in SUBSIDIES
        if (rule := load_definition(FOLDER / str(row["file"])).amount) and not rule.is_example
    ]
    assert real == ["subsidies/equipment_2021.yaml"]


def test_nothing_but_a_trial_keeps_a_copied_rule_from_being_published(people, monkeypatch):
    monkeypatch.setitem(outcomes._labels, "subsidy", "发放资金")
    with acting_as(people.city):
        version = SchemeVersion.objects.in_force().get(scheme__code="technical-transformation")
        draft = design_scheme.clone_version(people.city, version.pk, "2027 版")
        assert what_keeps_from_publishing(draft) == ["现在的内容还没有在全部企业上测算过。"]
