"""The columns of the import templates: what the workbook shows and how a cell is read."""

import re

from documents.workbooks import cells
from documents.workbooks.columns import Column
from enterprises.rules.industry import divisions


def _industry(value: object) -> str | None:
    """The two-digit division (大类) of "34", "34 通用设备制造业" or a longer GB/T 4754 code."""
    written = cells.narrow(value)
    if not written:
        return None
    digits = re.match(r"\d*", written)
    # A number cell holds division 05 as 5.
    code = digits[0].zfill(2)[:2] if digits else ""
    if code not in divisions():
        raise cells.CellError("应为国民经济行业分类（GB/T 4754）的大类代码，请从下拉列表选择")
    return code


def industry_choices() -> tuple[str, ...]:
    """The drop-down of the industry column: "34 通用设备制造业"."""
    return tuple(f"{code} {name}" for code, name in sorted(divisions().items()))


IDENTITY: tuple[Column, ...] = (
    Column(
        "name", "企业名称", cells.name(200), "与营业执照一致", required=True, width=34, is_text=True
    ),
    Column(
        "credit_code",
        "统一社会信用代码",
        cells.credit_code_text,
        "18 位，单元格为文本格式；平台据此识别企业",
        required=True,
        width=22,
        is_text=True,
    ),
    Column("district", "区市", cells.text(40), "注册地所在区市；区市用户可留空", width=14),
    Column("address", "注册地址", cells.text(300), width=34, is_text=True),
    Column("legal_representative", "法定代表人", cells.text(60), width=12),
    Column(
        "industry_code",
        "行业大类",
        _industry,
        "GB/T 4754-2017 大类，从下拉列表选择",
        choices=industry_choices(),
        width=24,
    ),
    Column("registered_capital", "注册资本（万元）", cells.money, "单位：万元", width=14),
    Column("established_on", "成立日期", cells.day, "例如 2012-05-18", width=14, is_date=True),
    Column("staff", "从业人员（人）", cells.count_of("人"), "期末人数，用于划型", width=12),
    Column("revenue", "营业收入（万元）", cells.money, "单位：万元，用于划型", width=14),
    Column("assets", "资产总额（万元）", cells.money, "单位：万元，用于划型", width=14),
    Column("contact_name", "联系人", cells.text(60), width=12),
    Column("contact_phone", "联系电话", cells.phone, "手机或座机", width=16, is_text=True),
    Column("contact_email", "联系邮箱", cells.email, width=24),
)

FIGURES: tuple[Column, ...] = (
    Column("main_revenue", "主营业务收入（万元）", cells.money, "单位：万元", width=16),
    Column("rd_cost", "研发费用（万元）", cells.money, "单位：万元", width=14),
    Column("rd_staff", "研发人员（人）", cells.count_of("人"), width=12),
    Column("liabilities", "负债总额（万元）", cells.money, "单位：万元", width=14),
    Column("net_profit", "净利润（万元）", cells.signed_money, "亏损填负数", width=14),
    Column("tax", "实缴税金（万元）", cells.signed_money, "单位：万元", width=14),
    Column("export", "出口额（万元）", cells.money, "折合人民币，单位：万元", width=14),
    Column("invention_patents", "有效发明专利（件）", cells.count_of("件"), width=14),
    Column("utility_patents", "实用新型专利（件）", cells.count_of("件"), width=14),
    Column("design_patents", "外观设计专利（件）", cells.count_of("件"), width=14),
    Column("software_copyrights", "软件著作权（件）", cells.count_of("件"), width=14),
)

REGISTRY_COLUMNS: tuple[Column, ...] = (
    *IDENTITY,
    Column(
        "report_year",
        "数据年度",
        cells.year,
        "填写后，营业收入、资产总额、从业人员和右侧各列记入该年度的年报",
        width=10,
    ),
    *FIGURES,
    Column(
        "note",
        "核对说明",
        cells.text(500),
        "只在平台对信用代码或数据存疑、核对后确实如此时填写依据",
        width=30,
        is_text=True,
    ),
)

TITLE_COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        "企业名称",
        cells.name(200),
        "公布名单上的名称",
        required=True,
        width=34,
        is_text=True,
        aliases=("单位名称", "公司名称", "名称"),
    ),
    Column(
        "titles",
        "称号",
        cells.text(1000),
        "多个称号用分号隔开，可留空",
        width=40,
        aliases=("称号名称", "荣誉称号", "认定称号"),
    ),
    Column("district", "区市", cells.text(40), "可留空", aliases=("所属区市", "区（市）", "区县")),
    Column("source", "来源", cells.text(200), "文件或网址", width=30, aliases=("文件", "出处")),
)

# The yearly figures that stand among the enterprise's own columns.
SHARED_FIGURES = ("revenue", "assets", "staff")
FIGURE_KEYS = (*SHARED_FIGURES, *(column.key for column in FIGURES))
