"""The first lines of a story: only what is known."""

from datetime import date

from reports.casebook.drafting import Known, overview

KNOWN = Known(
    name="青岛示例密封有限公司", district="崂山区", industry="通用设备制造业",
    established_on=date(2003, 5, 1), recognised_year=2025, titles=("隐形冠军（2025 年认定）",),
    products=({"name": "密封圈", "segment": "液压密封"}, {"name": "油封", "segment": ""}),
)  # fmt: skip


def test_draft_says_who_what_and_which_titles():
    assert overview(KNOWN).splitlines() == [
        "青岛示例密封有限公司成立于 2003 年，位于青岛市崂山区，所属行业为通用设备制造业，"
        "2025 年被认定为青岛市隐形冠军企业。",
        "主导产品（技术）有密封圈（细分领域：液压密封）、油封。",
        "先后获得隐形冠军（2025 年认定）等认定和资质。",
    ]


def test_what_is_not_known_is_left_out():
    bare = Known("甲公司", "崂山区", "", None, 2025)
    assert overview(bare) == "甲公司位于青岛市崂山区，2025 年被认定为青岛市隐形冠军企业。"
