"""Two versions side by side."""

import copy

import pytest

from schemes.designer.difference import differences
from tests.schemes.test_shipped import SCHEMES


@pytest.fixture
def before():
    return SCHEMES["demonstration_enterprise_2018"].model_dump(mode="json")


def changed(before, change):
    after = copy.deepcopy(before)
    change(after)
    return [(one.kind, one.place, one.word, one.before, one.after)
            for one in differences(before, after)]  # fmt: skip


def test_same_content_has_no_difference(before):
    assert differences(before, copy.deepcopy(before)) == []


def test_numbers_written_otherwise_are_the_same(before):
    assert changed(before, lambda d: d["criteria"][1]["criteria"][0].update(threshold="60.0")) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["criteria"][1]["criteria"][0].update(threshold="65"),
         ("changed", "条件组“经营条件” › 条件“主营业务收入占营业收入”", "门槛", "60", "65")),
        (lambda d: d["timetable"].update(notice_days=7),
         ("changed", "办理时限", "公示工作日", "5", "7")),
        (lambda d: d["criteria"][1]["criteria"].pop(0),
         ("removed", "条件组“经营条件”", "条件", "主营业务收入占营业收入", "")),
        (lambda d: d["indicators"].append({"key": "n", "label": "新指标", "expression": "1"}),
         ("added", "", "指标", "", "新指标")),
        (lambda d: d["sections"][0]["fields"][0].update(required=False),
         ("changed", "栏目“主营业务” › 字段“主导产品（技术）名称”", "必填", "是", "否")),
        (lambda d: d["sections"].reverse(),
         ("changed", "", "栏目的次序", "主营业务、管理与创新、联系人、附件",
          "附件、联系人、管理与创新、主营业务")),
        (lambda d: d["criteria"][1]["criteria"][0].update(indicator="rd_intensity"),
         ("changed", "条件组“经营条件” › 条件“主营业务收入占营业收入”", "指标",
          "主营业务收入占营业收入", "研发费用占营业收入")),
        (lambda d: d["scoring"]["dimensions"][0]["items"][0]["measures"][0]["bands"].pop(),
         ("removed", None, "分档", "低于 60", "")),
        (lambda d: d.update(scoring=None), ("removed", "", "评分表", None, "")),
    ],
)  # fmt: skip
def test_difference_is_told_by_its_place(before, change, told):
    found = changed(before, change)
    assert len(found) == 1
    assert all(want is None or want == got for want, got in zip(told, found[0], strict=True))
