"""A scheme that pays for machines, and claims of it. Money in 元."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from financing.models import SubsidyClaim, SubsidyFile, SubsidyLine
from financing.subsidies.actions.save_goals import save_goals
from financing.subsidies.actions.save_line import line_fields, save_line
from financing.subsidies.shape import read_values
from procedures.cases.actions.start_application import start_application
from procedures.models import Application, Batch, CaseEvent
from schemes.models import Scheme, SchemeVersion
from tests.procedures import filings

D = Decimal
YEAR = 2026
SPENT = YEAR - 1  # machines of the year before are paid
SUPPLIER = "91370212MA3C4XYZ1A"
EQUIPMENT: dict[str, Any] = {
    "subject": "规上制造业企业",
    "base": {
        "kind": "items", "label": "认可设备", "definition": "研发、生产、检测设备",
        "clause": "第五条",
    },
    "figures": [{"key": "contribution", "label": "新增财力贡献"}],
    "formula": {
        "kind": "ratios",
        "parts": [
            {"label": "设备", "percent": 16, "clause": "第六条（一）"},
            {"label": "财力贡献", "of": "contribution", "percent": 10, "clause": "第六条（二）"},
        ],
    },
    "thresholds": [{"label": "设备投入", "minimum": 5_000_000}],
    "caps": {
        "project": {"amount": 6_000_000, "clause": "第七条"},
        "share_of_base": {"percent": 20, "clause": "第七条"},
    },
    "budget": {"fund": "technical_upgrading", "label": "技改资金"},
    "item_fields": ["equipment"],
}  # fmt: skip
LOANS: dict[str, Any] = {
    "subject": "规上制造业企业",
    "base": {"kind": "loans", "label": "贷款余额", "definition": "技改专项贷款"},
    "formula": {"kind": "interest", "percent": 35, "rate_of": "reference", "basis": 360},
    "caps": {"project": {"amount": 20_000_000}},
    "item_fields": ["loans"],
}
PREMIUMS: dict[str, Any] = {
    "subject": "首台套企业",
    "base": {
        "kind": "items", "label": "计入保费", "definition": "首台套保险",
        "kinds": [{"key": "provincial", "label": "省级"}],
    },
    "formula": {
        "kind": "premium", "rate_cap": 2, "shares": [{"of_kind": "provincial", "percents": [70]}],
    },
    "item_fields": ["insurance"],
}  # fmt: skip


def definition_of(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A version that pays by `rule`, with a form of two questions."""
    return {
        "title": "技术改造综合奖补",
        "outcome": "subsidy",
        "title_field": "project",
        "declaration": "本企业承诺所填内容和所附材料真实、准确、完整。",
        "timetable": {
            "district_review_days": 15, "city_review_days": 15, "correction_days": 10,
            "notice_days": 5, "validity_months": 12,
        },
        "sections": [
            {
                "key": "project_section",
                "title": "项目",
                "fields": [
                    {"key": "project", "label": "项目名称", "kind": "text"},
                    {
                        "key": "contribution", "label": "新增财力贡献", "kind": "money",
                        "unit": "万元", "minimum": 0,
                    },
                ],
            }
        ],
        "amount": dict(rule),
    }  # fmt: skip


def batch_of(
    rule: Mapping[str, Any], code: str = "equipment-test", name: str = "技术改造综合奖补",
    **more: object,
) -> Batch:  # fmt: skip
    """An open batch of a scheme that pays by `rule`; `more` is part of its definition."""
    now = timezone.now()
    with system_scope(reason="test"):
        scheme = Scheme.objects.create(code=code, name=name)
        version = SchemeVersion.objects.create(
            scheme=scheme, label="2026 版", state="published", valid_from=date(2026, 1, 1),
            source_document="示例文件", definition={**definition_of(rule), "title": name, **more},
        )  # fmt: skip
        return Batch.objects.create(
            version=version, name=f"{YEAR} 年度{name}", year=YEAR,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30),
        )  # fmt: skip


def draft(staff: Actor, batch: Batch) -> Application:
    """A draft of the actor's enterprise, whose form is filled in."""
    with acting_as(staff):
        case, _ = start_application(staff, batch.pk)
        case.answers = {**case.answers, "project": "减速机产线改造", "contribution": "80"}
        case.title = "减速机产线改造"
        case.save()
    return filings.fresh(case)


def invoice(number: int, net: int | str = 1_000_000, **more: object) -> dict[str, object]:
    """What one types of a machine: the invoice's number from `number`, paid in full."""
    return {
        "name": f"加工中心 {number}", "model": "VMC-850", "purpose": "production",
        "supplier_name": "恒工机床（示例）", "supplier_code": "", "invoice_kind": "digital",
        "invoice_number": f"{SPENT % 100}37{number * 7:016d}", "invoiced_on": f"{SPENT}-03-15",
        "net": str(net), "paid": str(net), **more,
    }  # fmt: skip


def loan(**more: object) -> dict[str, object]:
    """The loan of domain-2 A3: 30 million from March to the end of the year, at 3.00 % LPR."""
    return {
        "name": "技改专项贷款", "bank": "示例银行", "contract_number": "HT-1",
        "receipt_number": "JJ-1", "drawn_on": f"{SPENT}-03-01", "drawn": "30000000",
        "interest_to": f"{SPENT}-12-31", "rate": "3.65", "reference_rate": "3.00",
        "paid": "900000", **more,
    }  # fmt: skip


def add(
    staff: Actor, case: Application, typed: Mapping[str, object], kind: str = "invoice",
    number: int | None = None,
) -> SubsidyLine:  # fmt: skip
    """Save a line as the form would."""
    with acting_as(staff):
        fields = line_fields(claim(case), kind)
        values, errors = read_values(fields, typed)
        assert not errors, errors
        return save_line(staff, case.pk, kind, values, number=number)


def claim(case: Application) -> SubsidyClaim:
    """The claim of a case, in the active scope."""
    return SubsidyClaim.objects.select_related(
        "application__batch", "application__scheme_version"
    ).get(application_id=case.pk)


def photographed(staff: Actor, case: Application) -> None:
    """Give every line its photo."""
    with acting_as(staff):
        for line in claim(case).lines.all():
            kept = filings.attach(case, "photo")
            SubsidyFile.objects.create(
                **line.home, claim_id=line.claim_id, line=line, role="photo", attachment=kept
            )


def with_goals(staff: Actor, case: Application) -> None:
    """Set goals whose weights make 100."""
    goals = [
        {
            "name": name, "dimension": dimension, "base": None, "direction": "at_least",
            "target": D(100), "unit": "%", "weight": D(weight), "source": "现场核查",
        }
        for name, dimension, weight in (("投用率", "quantity", 60), ("满意度", "satisfaction", 40))
    ]  # fmt: skip
    with acting_as(staff):
        save_goals(staff, case.pk, goals)


def ready(staff: Actor, case: Application, *numbers: int) -> Application:
    """The draft with machines of these numbers, 6 million each, photos and goals."""
    for number in numbers:
        add(staff, case, invoice(number, 6_000_000))
    photographed(staff, case)
    with_goals(staff, case)
    return filings.fresh(case)


def decide(case: Application) -> None:
    """Let the case be decided, with the event that its state needs."""
    with system_scope(reason="test"):
        CaseEvent.objects.create(
            **case.home, application=case, transition="certify", source="public_notice",
            target="approved", at=timezone.now(),
        )  # fmt: skip
        Application.objects.filter(pk=case.pk).update(state="approved")
