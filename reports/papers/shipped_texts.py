"""The texts that the portal ships; the city changes them in the browser. One paragraph a line."""

from dataclasses import dataclass

from pages.paper_sections import Place
from reports.models import PaperKind

ISSUER = "市促进小企业发展领导小组办公室编"


@dataclass(frozen=True, slots=True)
class ShippedText:
    """Version 1 of a kind; `headings` are the key, the name and the sentences of each."""

    masthead: str
    title: str
    headings: tuple[tuple[str, str, str], ...]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [{"key": key, "title": name, "text": text} for key, name, text in self.headings]


TITLE = """\
{% if 最难目标 %}{% if 最难目标.预计差额 %}{{ 最难目标.名称 }}预计差 {{ 最难目标.预计差额 }} \
{{ 最难目标.单位 }}\
{% else %}{{ 最难目标.名称 }}比应达少 {{ 最难目标.差额 }} {{ 最难目标.单位 }}{% endif %}\
{% elif 目标数 %}{{ 目标数 }} 项目标都可按期完成{% else %}{{ 期间 }}专精特新企业培育情况\
{% endif %}
{% if 缺口区市 %}{{ 缺口区市|个数 }} 个区市须补进推荐{% endif %}"""
PROGRESS = """\
{% if not 目标数 %}截至{{ 截止日 }}，没有在行的行动计划，不列目标进度。\
{% elif not 落后目标 %}截至{{ 截止日 }}，{{ 目标数 }} 项目标都不慢于计划路径。\
{% else %}截至{{ 截止日 }}，{% if 达到路径数 %}{{ 目标数 }} 项目标中 \
{{ 达到路径数 }} 项不慢于计划路径；{% endif %}\
{% for 项 in 落后目标 %}{{ 项.名称 }}{{ 项.口径 }} {{ 项.现值 }} {{ 项.单位 }}，\
比应达少 {{ 项.差额 }} {{ 项.单位 }}{% if forloop.last %}。{% else %}；{% endif %}{% endfor %}\
{% endif %}
{% if 最难目标.预计差额 %}按历年认定的节奏推算，{{ 最难目标.名称 }}到{{ 计划期末 }}预计 \
{{ 最难目标.预计 }} {{ 最难目标.单位 }}，\
比目标少 {{ 最难目标.预计差额 }} {{ 最难目标.单位 }}，完成的可能{{ 最难目标.可能 }}；\
未计政策变化。{% endif %}"""
CHANGES = """\
{% if not 有变化指标 %}{{ 本期 }}各项指标没有进出。{% endif %}\
{% for 项 in 有变化指标 %}{{ 项.名称 }}{% if 项.新增 %}新增 {{ 项.新增 }} {{ 项.单位 }}\
{% if 项.多于上期 %}，比{{ 上期 }}多 {{ 项.多于上期 }} {{ 项.单位 }}{% endif %}\
{% if 项.少于上期 %}，比{{ 上期 }}少 {{ 项.少于上期 }} {{ 项.单位 }}{% endif %}\
{% else %}没有新增{% endif %}\
{% if 项.退出原因 %}；退出：{% for 因 in 项.退出原因 %}{{ 因.原因 }} {{ 因.数量 }} {{ 项.单位 }}\
{% if not forloop.last %}、{% endif %}{% endfor %}{% endif %}。{% endfor %}
{% for 项 in 有变化指标 %}{% if 项.无新增区市 %}{{ 项.名称 }}没有新增的区市：\
{% for 区 in 项.无新增区市 %}{{ 区.名称 }}{% if not forloop.last %}、{% endif %}{% endfor %}。\
{% endif %}{% endfor %}
{% if 有变化指标 and 无变化指标 %}{{ 本期 }}没有进出的指标：{% for 项 in 无变化指标 %}{{ 项.名称 }}\
{% if not forloop.last %}、{% endif %}{% endfor %}。{% endif %}
{% if 区市迁移 %}区市之间迁移：{% for 项 in 区市迁移 %}{{ 项.名称 }}{{ 项.指标 }}迁入 \
{{ 项.迁入 }}、迁出 {{ 项.迁出 }}\
{% if forloop.last %}。{% else %}；{% endif %}{% endfor %}{% endif %}
{% if 更正 %}更正：{% for 项 in 更正 %}{{ 项.名称 }}{{ 项.口径 }}（{{ 项.日期 }}）现为 \
{{ 项.现数 }} {{ 项.单位 }}，\
第 {{ 项.期号 }} 期报告为 {{ 项.原数 }} {{ 项.单位 }}{% if forloop.last %}。{% else %}；\
{% endif %}{% endfor %}\
{% else %}已印发的各期没有需要更正的数。{% endif %}"""
DISTRICTS = """\
{% if not 区市指标 %}没有分解到区市的目标。\
{% elif not 落后区市 %}{{ 区市指标.名称 }}各区市都不低于应达。\
{% else %}{{ 区市指标.名称 }}低于应达的区市有 {{ 落后区市|个数 }} 个，\
合计少 {{ 区市缺口合计 }} {{ 区市指标.单位 }}：{% for 区 in 落后区市 %}{{ 区.名称 }}少 \
{{ 区.差额 }} {{ 区市指标.单位 }}\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}{% endif %}
{% if 领先区市 %}高于应达的区市：{% for 区 in 领先区市 %}{{ 区.名称 }}多 {{ 区.超出 }} \
{{ 区市指标.单位 }}\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}{% endif %}"""
MONEY = """\
{% if 资金项目 %}{{ 本期 }}到账奖补资金 {{ 资金已付万元 }} 万元\
{% if 资金首付件数 %}，{{ 资金首付件数 }} 件首次到账{% endif %}\
{% if 资金年内已付万元 %}；年内累计 {{ 资金年内已付万元 }} 万元{% endif %}。按项目：\
{% for 项 in 资金项目 %}{{ 项.名称 }}{% if 资金年内已付万元 %}\
{% if 项.期内万元 %}{{ 本期 }} {{ 项.期内万元 }} 万元、{% endif %}\
年内 {{ 项.年内万元 }} 万元{% else %} {{ 项.年内万元 }} 万元{% endif %}\
{% if forloop.last %}。{% else %}；{% endif %}{% endfor %}\
{% else %}年内没有奖补资金到账。{% endif %}
{% if 资金到账天数 %}从送出到首次到账，中位 {{ 资金到账天数 }} 天，九成不超过 \
{{ 资金到账天数九成 }} 天。{% endif %}\
{% if 资金有追回 %}{{ 本期 }}缴回资金 {{ 资金追回万元 }} 万元。{% endif %}"""
PROBLEMS = """\
截至{{ 编印时 }}，区市待审申报 {{ 区市待审数 }} 件，{% if 区市超期数 %}其中超期 \
{{ 区市超期数 }} 件\
{% else %}没有超期{% endif %}；市级待审 {{ 市级待审数 }} 件，{% if 市级超期数 %}其中超期 \
{{ 市级超期数 }} 件\
{% else %}没有超期{% endif %}。
{% if 超期区市 %}超期的区市：{% for 区 in 超期区市 %}{{ 区.名称 }} {{ 区.件数 }} 件\
（{% if 区.最久天数 %}最久超期 {{ 区.最久天数 }} 个工作日{% else %}期限刚过{% endif %}）\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}{% endif %}"""
ORDERS = """\
{% if 督办在办数 %}截至{{ 截止日 }}，在办督办事项 {{ 督办在办数 }} 件：红灯 {{ 督办红灯数 }} 件、\
黄灯 {{ 督办黄灯数 }} 件、蓝灯 {{ 督办蓝灯数 }} 件、正常 {{ 督办正常数 }} 件。\
{% else %}截至{{ 截止日 }}，没有在办的督办事项。{% endif %}
{% if 逾期督办 %}逾期未办结的：{% for 项 in 逾期督办 %}{{ 项.单位 }}“{{ 项.标题 }}”\
（{% if 项.逾期天数 %}逾期 {{ 项.逾期天数 }} 个工作日{% else %}期限刚过{% endif %}）\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}\
{% elif 督办在办数 %}没有逾期的督办事项。{% endif %}
{% if 督办办结数 %}{{ 本期 }}办结 {{ 督办办结数 }} 件，{% if 督办逾期办结数 %}其中逾期办结 \
{{ 督办逾期办结数 }} 件\
{% else %}都在期限内{% endif %}。{% else %}{{ 本期 }}没有办结的督办事项。{% endif %}\
{% if 销号督办 %}销号 {{ 销号督办|个数 }} 件\
{% for 项 in 数据变动督办 %}；“{{ 项.标题 }}”的{{ 项.指标 }}由 {{ 项.立项时 }} {{ 项.指标单位 }}到 \
{{ 项.销号时 }} {{ 项.指标单位 }}（{{ 项.变动|带号 }}）{% endfor %}\
{% for 项 in 数据未动督办 %}；“{{ 项.标题 }}”的{{ 项.指标 }}没有变化，仍为 {{ 项.销号时 }} \
{{ 项.指标单位 }}{% endfor %}。\
{% else %}没有销号的。{% endif %}
{% if 督办批示 %}{{ 本期 }}领导批示 {{ 督办批示|个数 }} 件：{% for 项 in 督办批示 %}\
“{{ 项.标题 }}”（{{ 项.批示人 }}，{{ 项.批示日 }}）\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}\
{% else %}{{ 本期 }}没有对督办事项的批示。{% endif %}"""
ASSESSMENT = """\
{% if not 评价轮次 %}{{ 本期 }}没有区市综合评价。{% endif %}\
{% for 轮 in 评价进行 %}截至{{ 评价编印时 }}，{{ 轮.名称 }}处于“{{ 轮.环节 }}”环节\
{% if 轮.待办 %}，{{ 轮.待办 }}{% endif %}，结果尚未公布。{% endfor %}
{% for 轮 in 评价公布 %}{{ 轮.名称 }}结果已公布（{{ 轮.公布日 }}）：\
{% for 区 in 轮.前三名 %}第 {{ 区.名次 }} 名{{ 区.区市 }}\
{% if 区.总分 %} {{ 区.总分 }} 分{% endif %}\
{% if 区.一票否决 %}（一票否决）{% endif %}\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}\
{% if 轮.示范 %}已命名示范区市：{% for 区 in 轮.示范 %}{{ 区.区市 }}\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}{% endif %}\
{% if 轮.拟推荐 %}拟推荐示范区市：{% for 区 in 轮.拟推荐 %}{{ 区.区市 }}\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}{% endif %}\
{% if not 轮.示范 and not 轮.拟推荐 %}没有命名或拟推荐示范区市。{% endif %}{% endfor %}"""
AHEAD = """\
{% if 须补进 %}完成计划每月需新增：{% for 项 in 须补进 %}{{ 项.名称 }} {{ 项.数量 }} \
{{ 项.单位 }}\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}\
{% elif 目标数 %}各项目标都已达到，不需要补进。{% else %}没有在行的行动计划，\
不列每月需新增的数。{% endif %}
{% if 将到期 %}{{ 下期 }}有效期届满：{% for 项 in 将到期 %}{{ 项.名称 }} {{ 项.数量 }} \
{{ 项.单位 }}\
{% if forloop.last %}，请提醒企业按时复核。{% else %}、{% endif %}{% endfor %}\
{% else %}{{ 下期 }}没有有效期届满的证书。{% endif %}
{% if 将截止批次 %}{{ 下期 }}截止受理：{% for 项 in 将截止批次 %}{{ 项.名称 }}（{{ 项.截止 }}）\
{% if forloop.last %}。{% else %}、{% endif %}{% endfor %}{% else %}\
{{ 下期 }}没有截止受理的批次。{% endif %}"""
_TOGETHER = f"{PROBLEMS}\n{ORDERS}"
_WHOLE = (
    (Place.PROGRESS, "总体进度", PROGRESS),
    (Place.CHANGES, "变化与原因", CHANGES),
    (Place.DISTRICTS, "区市情况和资金", f"{DISTRICTS}\n{MONEY}"),
    (Place.PROBLEMS, "问题与督办", _TOGETHER),
)
# Districts are assessed by quarters and years.
_ASSESSED = (
    *_WHOLE[:2],
    (Place.DISTRICTS, "区市情况、资金和综合评价", f"{DISTRICTS}\n{MONEY}\n{ASSESSMENT}"),
    _WHOLE[3],
)
SHIPPED: dict[str, ShippedText] = {
    PaperKind.DAILY: ShippedText(
        "专精特新企业培育工作日报",
        "{{ 期间 }}培育工作情况",
        (
            (Place.PROGRESS, "总体进度", PROGRESS),
            (Place.CHANGES, "当日变化", CHANGES),
            (Place.PROBLEMS, "问题与督办", _TOGETHER),
        ),
    ),
    PaperKind.MONTHLY: ShippedText(
        "专精特新企业培育工作专报", TITLE, (*_WHOLE, (Place.AHEAD, "下月重点", AHEAD))
    ),
    PaperKind.QUARTERLY: ShippedText(
        "专精特新企业培育季度专报", TITLE, (*_ASSESSED, (Place.AHEAD, "下季度重点", AHEAD))
    ),
    PaperKind.YEARLY: ShippedText(
        "专精特新企业培育年度专报", TITLE, (*_ASSESSED, (Place.AHEAD, "下年重点", AHEAD))
    ),
}
