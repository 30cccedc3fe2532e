"""What a guide says, computed from the version that counts for the next batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from procedures.batches.calls import Call, in_days
from procedures.batches.working_days import add_working_days, calendar_is_complete
from procedures.cases.bans import who_is_barred
from procedures.cases.outcomes import is_for_once
from procedures.guides.conditions import Conditions, conditions_of
from schemes.definition.form import FieldKind
from schemes.definition.scheme import SchemeDefinition
from schemes.expressions.spoken import names_in
from schemes.materials import Offer, offers_for
from schemes.outcomes import known_outcomes

STAGES = {
    "district_review": ("区市审核", "要改的一次说清"),
    "city_review": ("市级审核", "按条件逐项核对"),
    "expert_review": ("专家评审", "匿名评分"),
}
MUST, MAY, NEVER = "要上传", "有则上传", "免提交"
TONES = {MUST: "calm", MAY: "", NEVER: "ok"}
# What the portal knows of an enterprise, so that nobody hands it in, by the name in expressions.
KNOWN = {
    "enterprise": "企业登记信息",
    "figures": "年度数据",
    "product": "产品（技术）信息",
    "certificates": "已有的认定",
    "credit_records": "信用记录",
}


@dataclass(frozen=True)
class Material:
    """A paper: whether it is to be uploaded, what it must be, and what is offered for it."""

    need: str
    name: str
    note: str
    offers: Sequence[Offer] = ()

    @property
    def tone(self) -> str:
        return TONES[self.need]


@dataclass(frozen=True)
class Step:
    """A step of the procedure with its term."""

    name: str
    term: str
    note: str


class Guide:
    """One scheme as its guide tells it."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.definition: SchemeDefinition = call.version.parsed

    @property
    def name(self) -> str:
        return str(self.call.scheme.name)

    @cached_property
    def conditions(self) -> list[Conditions]:
        return conditions_of(self.definition)

    @property
    def number(self) -> int:
        """How many conditions there are."""
        return sum(len(group.rows) for group in self.conditions)

    @property
    def has_examples(self) -> bool:
        return any(row.is_example for group in self.conditions for row in group.rows)

    @cached_property
    def materials(self) -> list[Material]:
        return list(_materials(self.definition, self.call.version.pk))

    @property
    def uploads(self) -> int:
        return sum(one.need == MUST for one in self.materials)

    @property
    def spared(self) -> int:
        """How many papers need not be handed in."""
        return sum(one.need == NEVER for one in self.materials)

    @cached_property
    def days(self) -> int:
        """The working days from a submission to the end of the public notice."""
        terms = self.definition.timetable
        return terms.notice_days + sum(
            getattr(terms, f"{stage}_days") for stage in self.definition.stages
        )

    @property
    def done_by(self) -> str:
        """The last day of all terms for who files today, in words."""
        last = add_working_days(timezone.localdate(), self.days)
        later = "" if calendar_is_complete(last) else "（节假日安排公布后可能顺延）"
        return in_days(last) + later

    @cached_property
    def steps(self) -> list[Step]:
        terms = self.definition.timetable
        steps = [Step("填报", "随时", "自动保存，可以几个人填")]
        for stage in self.definition.stages:
            name, note = STAGES[stage]
            steps.append(Step(name, f"{getattr(terms, f'{stage}_days')} 个工作日", note))
        steps.append(Step("公示", f"{terms.notice_days} 个工作日", "期内可以实名提出异议"))
        steps.append(Step("办结", "公示无异议后", "结果通知您，可以查验"))
        return steps

    @property
    def result(self) -> str:
        """What an approved case brings."""
        return dict(known_outcomes()).get(self.definition.outcome, self.name)

    @property
    def validity(self) -> str:
        months = self.definition.timetable.validity_months
        return f"{months} 个月" if months % 12 else f"{months // 12} 年"

    @property
    def may(self) -> list[str]:
        """Who may file: what the portal tells by itself."""
        told = [
            criterion.label
            for group in self.definition.criteria
            for criterion in group.criteria
            if criterion.comparison == "is_true" and group.at_least is None
        ]
        return ["在青岛市登记的企业", *told]

    @property
    def may_not(self) -> list[str]:
        label = self.result
        held = (
            f"已持有有效的“{label}”的（到期前走复核）"
            if is_for_once(self.definition.outcome)
            else "同一件产品（技术）正在办理申报的"
        )
        return [held, *who_is_barred(self.definition.outcome)]

    @property
    def whom(self) -> str:
        """Who may file, in a few words."""
        small = "enterprise.size_class" in _names(self.definition)
        return "登记已确认的中小微企业" if small else "登记已确认的企业"


def _names(definition: SchemeDefinition) -> set[str]:
    return {name for one in definition.indicators for name in names_in(one.expression)}


def _materials(definition: SchemeDefinition, version_id: int) -> Iterator[Material]:
    """Papers to upload first, then what is taken where there is some, then what nobody brings."""
    files = [one for one in definition.fields() if one.kind == FieldKind.FILE]
    for need, wanted in ((MUST, True), (MAY, False)):
        for field in files:
            if field.required is wanted:
                most = f"最多 {field.max_files} 个文件" if field.max_files > 1 else ""
                when = "按填报内容，有的必须上传" if field.required_if else ""
                note = "；".join(filter(None, (field.help, when, most)))
                yield Material(need, field.label, note, offers_for(version_id, field))
    used = {field.prefill.partition(".")[0] for field in definition.fields() if field.prefill}
    used |= {name.partition(".")[0] for name in _names(definition)}
    known = [word for group, word in KNOWN.items() if group in used]
    if known:
        yield Material(NEVER, "、".join(known), "平台已有，自动带入，请核对是否最新")
    yield Material(NEVER, "申报书", "填完自动生成 PDF，在线确认承诺，不用打印盖章")
