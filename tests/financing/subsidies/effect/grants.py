"""A staged grant with goals, as the shipped scheme of 重点“小巨人”奖补 says. Money in 元."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import yaml
from django.conf import settings
from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from documents.models import Attachment
from financing.ledger.actions.make_batch import make_batch
from financing.ledger.commitments import Instalment, commit
from financing.models import EffectFile, EffectReport, Payable, SubsidyClaim
from financing.subsidies.effect.actions.save_report import Said, save_report
from financing.subsidies.effect.opening import open_reports
from financing.subsidies.effect.report_machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.models import Application, Batch
from schemes.amounts.paying import instalments
from schemes.models import Scheme, SchemeVersion
from tests.financing.ledger import money

FUND = "sme_development"
AMOUNT = Decimal("6000000.00")


def grant_batch(code: str = "grant-test") -> Batch:
    """An open batch of the shipped scheme."""
    path = settings.BASE_DIR / "schemes/data/subsidies/little_giant_grant.yaml"
    now = timezone.now()
    with system_scope(reason="test"):
        scheme = Scheme.objects.create(code=code, name="重点“小巨人”奖补")
        version = SchemeVersion.objects.create(
            scheme=scheme, label="示例", state="published", valid_from=date(2024, 1, 1),
            source_document="示例", definition=yaml.safe_load(path.read_text()),
        )  # fmt: skip
        return Batch.objects.create(
            version=version, name="示例批次", year=money.YEAR,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30),
        )  # fmt: skip


def half_paid(
    people: SimpleNamespace, paid_on: date, batch: Batch | None = None
) -> Application:  # fmt: skip
    """The grant, its first half paid on `paid_on`; its enterprise has an account."""
    case = money.case_of(
        people.staff, people.district_id, batch or grant_batch(), FUND, title="三年推进计划"
    )
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=case).update(approved_amount=AMOUNT)
        case = Application.objects.select_related("scheme_version__scheme").get(pk=case.pk)
    parts = [
        Instalment(one.label, one.amount, timezone.localdate(), "绩效目标" if one.needs else "")
        for one in instalments(case.scheme_version.parsed.amount.pay, AMOUNT)
    ]
    with acting_as(people.city):
        first, _ = commit(case, parts)
        batch = make_batch(people.city, first.fund_year_id, [first.pk])
    batch = money.sent(people, batch)
    money.imported(people.city, batch, [money.line(money.orders(batch)[0])])
    with system_scope(reason="test"):
        Payable.objects.filter(application=case, number=1).update(paid_on=paid_on)
    return case


def opened() -> int:
    with system_scope(reason="test"):
        return open_reports(timezone.localdate())


def reports(case: Application) -> list[EffectReport]:
    with system_scope(reason="test"):
        return list(EffectReport.objects.filter(claim__application=case).order_by("for_day"))


def proven(report: EffectReport) -> None:
    """A proof for each goal."""
    with system_scope(reason="test"):
        for figure in report.figures.all():
            kept = Attachment.objects.create(
                **report.home, name="投资明细.pdf", size=9, sha256=f"{figure.pk:064d}",
                content_type="application/pdf", purpose="effect-report",
                storage_key=f"effect/{figure.pk}",
            )  # fmt: skip
            EffectFile.objects.create(**report.home, report=report, figure=figure, attachment=kept)


def filed(staff: Actor, report: EffectReport, actual: Mapping[str, object]) -> EffectReport:
    """Filed with these figures by the goals' names, with proofs and reasons."""
    proven(report)
    with acting_as(staff):
        said = {
            one.number: Said(Decimal(str(actual[one.name])), "示例：市场变化")
            for one in report.figures.all()
        }
        return save_report(staff, report.pk, "示例：用于购置设备。", said, and_file=True)


def confirmed(actor: Actor, report: EffectReport) -> EffectReport:
    with acting_as(actor):
        return MACHINE.execute(actor, report.pk, "confirm", TransitionInput())


def told(people: SimpleNamespace, case: Application, investment: object, tasks: object):
    """The report at the goals' day, filed and confirmed by the district; the earlier ones too."""
    opened()
    last = None
    for one in reports(case):
        filed(people.staff, one, {"实际总投资": investment, "推进计划任务完成率": tasks})
        last = confirmed(people.reviewer, one)
    return last
