"""What the demo accounts find of claims for money, brought there by their own acts: a draft with a
double line, a claim under review with cuts and a letter, two audits."""

import base64
import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from io import StringIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.demo.bulk import Row
from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Organisation
from accounts.tenancy import Actor, acting_as
from documents.models import Attachment
from financing.demo.drawn_claim import CODE, MACHINES, USED_SERIAL, WITHOUT_PHOTO, machine
from financing.demo.funds import FundStep
from financing.demo.subsidies import SubsidyStep
from financing.demo.subsidy_lines import GOAL_FIELDS, GOALS
from financing.models import SubsidyClaim, SubsidyFile, SubsidyLine
from financing.subsidies.actions.save_goals import save_goals
from financing.subsidies.actions.save_line import line_fields, save_line
from financing.subsidies.actions.upload_lines import check_upload
from financing.subsidies.review.actions.assign_audit import assign_audit
from financing.subsidies.review.actions.check_claim import record_finding
from financing.subsidies.review.actions.decide_line import (
    LineChoice,
    accept_the_rest,
    decide_line,
)
from financing.subsidies.review.actions.send_letter import LetterTerms, send_letter
from financing.subsidies.review.audit_machine import MACHINE as AUDIT
from financing.subsidies.review.audit_machine import AuditInput
from financing.subsidies.shape import LineField, read_values
from procedures.cases.actions.start_application import start_application
from procedures.models.application import State

FIRM = "示例会计师事务所（特殊普通合伙）"
# Line of the claim under review (the double one of the drawing is left out), verdict, 万元, reason.
CUTS = (
    (4, "reduce", "192", "安装费不属设备：安装调试费 8.00 万元（示例）"),
    (7, "reduce", "56", "现场未见第 3 台（示例）"),
    (10, "strike", "", "以旧代新：出厂编号与另一企业已付设备一致（示例）"),
)
# Eight by eight pixels of one colour.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGPo33UYK2IYWhIAIsWDAf4rvDAAAAAA"
    "SUVORK5CYII="
)


class ShownClaimStep(DemoStep):
    """Claims that the accounts `sme`, `district` and `audit` work on."""

    after = (FundStep,)

    def begin(self) -> None:
        city = District.objects.get(code="370200")
        firm = Organisation.objects.create(
            kind=OrganisationKind.AUDIT_FIRM, name=FIRM, district=city
        )
        make_account("audit", "陈示例", firm, Duty.AUDIT_FIRM_STAFF)

    def finish(self) -> None:
        step = self.city.step(SubsidyStep)
        _draft(step.running[CODE].pk)
        _review(step.under_review)
        _audits()


def _draft(batch_id: int) -> None:
    """`sme` has typed twelve machines: one was paid already, one has a number that was used."""
    staff, year = actor_of("sme"), timezone.localdate().year - 1
    used = _used_machine()
    with acting_as(staff):
        case, _ = start_application(staff, batch_id)
        case.answers |= {
            "project_name": "高精度行星减速机产线智能化改造（示例）", "contribution": "80",
            "filing_number": "示例备案〔2025〕12 号", "earlier_funding": "no",
        }  # fmt: skip
        case.title = case.answers["project_name"]
        case.save(update_fields=["answers", "title"])
        fields = line_fields(SubsidyClaim.objects.get(application=case), "invoice")
        for number in range(1, len(MACHINES) + 1):
            typed = machine(number, year)
            if number == USED_SERIAL and used:
                typed["serial_number"] = used.serial_number
                typed["supplier_name"] = used.supplier_name
            values, _ = read_values(fields, typed)
            line = save_line(staff, case.pk, "invoice", values)
            if number not in WITHOUT_PHOTO:
                _photograph(line, staff)
        goals = [dict(zip(GOAL_FIELDS, goal, strict=False)) for goal in GOALS]
        save_goals(staff, case.pk, goals)
        check_upload(staff, case.pk, "invoice", _more_machines(fields, year))


def _more_machines(fields: Iterable[LineField], year: int) -> SimpleUploadedFile:
    """A workbook with five more machines: two good rows, three with a wrong cell each."""
    fields = list(fields)
    text = StringIO()
    table = csv.writer(text)
    table.writerow([one.heading for one in fields])
    for row in _rows_with_errors(year):
        table.writerow([_written(one, row.get(one.key, "")) for one in fields])
    return SimpleUploadedFile(
        "补充设备（示例）.csv", text.getvalue().encode("utf-8-sig"), "text/csv"
    )


def _rows_with_errors(year: int) -> Iterator[Row]:
    good = [machine(number, year, shift=40) for number in range(1, 6)]
    yield from good[:2]
    yield good[2] | {"net": "98", "tax": "12.74", "gross": "110.74", "paid": "98"}
    yield good[3] | {"invoiced_on": f"{year}-02-30"}
    yield good[4] | {"invoice_number": "3220000009"}


def _written(field: LineField, value: object) -> str:
    return (field.choices or {}).get(str(value), str(value))


def _used_machine() -> SubsidyLine | None:
    """A machine that another enterprise was paid for last year."""
    officer = actor_of("city")
    with acting_as(officer):
        rows = SubsidyLine.objects.filter(
            claim__fiscal_year=timezone.localdate().year - 1,
            claim__application__state=State.APPROVED,
        ).exclude(serial_number="")
        return rows.order_by("pk").first()


def _photograph(line: SubsidyLine, staff: Actor) -> None:
    kept = Attachment.objects.create(
        **line.home, name=f"{line.number} {line.name}.png", content_type="image/png",
        size=len(PHOTO), sha256=hashlib.sha256(PHOTO).hexdigest(), scan_state="clean",
        storage_key=storages["attachments"].save("demo.png", ContentFile(PHOTO)),
        purpose="subsidy-line", uploaded_by_id=staff.user_id,
    )  # fmt: skip
    SubsidyFile.objects.create(
        **line.home, claim_id=line.claim_id, line=line, role="photo", attachment=kept
    )


def _review(claim_id: int) -> None:
    """`district` has cut three lines, found two checks clear, and waits for a letter's answer."""
    officer = actor_of("district")
    with acting_as(officer):
        for number, verdict, wan, reason in CUTS:
            amount = Decimal(wan) * 10_000 if wan else None
            decide_line(officer, claim_id, number, LineChoice(verdict, amount, reason))
        accept_the_rest(officer, claim_id)
        for name in ("真实性", "失信惩戒"):
            record_finding(
                officer, claim_id, name, result="clear", evidence="已核对，一致（示例）",
                source="示例系统当日查询",
            )  # fmt: skip
        terms = LetterTerms(
            office_name="示例生态环境部门", subject="绿色门槛", check="绿色门槛", days=5,
            text="请函复该企业近三年有无环保处罚（示例）。", email="office@demo.example",
        )  # fmt: skip
        send_letter(officer, claim_id, terms)


def _audits() -> None:
    """Two large claims are with the audit firm: one is being looked at, one is offered."""
    officer, firm = actor_of("city"), actor_of("audit")
    due_on = timezone.localdate() + timedelta(days=15)
    with acting_as(officer):
        rows = SubsidyClaim.objects.visible_to(officer).filter(
            application__state=State.CITY_REVIEW, application__scheme_version__scheme__code=CODE
        )
        keys = list(rows.order_by("-district_amount", "pk").values_list("pk", flat=True)[:2])
        audits = [assign_audit(officer, pk, firm.organisation_id, due_on) for pk in keys]
    for row in audits[:1]:
        with acting_as(firm):
            AUDIT.execute(firm, row.pk, "declare", AuditInput(is_independent=True))
