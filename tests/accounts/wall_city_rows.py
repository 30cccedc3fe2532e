"""Rows of the city's own in the world of the wall tests."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import District, Organisation
from accounts.tenancy import Actor, acting_as
from certification.models import IssuedCertificate
from enterprises.models import Enterprise
from lifecycle.models import ActProposal
from procedures.models import HolidayYear
from reports.models import OrderFile, Paper, PaperTemplate, Plan, WorkPlan, WorkPlanEdition
from services.models import Policy
from tests.accounts.wall_world import PDF, stored
from tests.factories import OrganisationFactory, UserFactory
from tests.reports.supervision.orders import bureau
from tests.reports.supervision.orders import order as an_order


def issued(certificate: int) -> int:
    """A line of the register of issued certificates."""
    today = timezone.localdate()
    row = IssuedCertificate.objects.create(
        number="示例-1", kind="demonstration_enterprise", holder_name="示例", issued_on=today,
        valid_from=today, valid_to=today + timedelta(days=9), document_number="示例",
        certificate_id=certificate,
    )  # fmt: skip
    return int(row.pk)


def unplaced() -> int:
    """An entry that a list brought without its district."""
    city = District.objects.get(code="370200")
    organisation = OrganisationFactory(kind="enterprise", district=city)
    entry = Enterprise(
        organisation=organisation, district=city, name=organisation.name,
        registration_state="unclaimed",
    )  # fmt: skip
    entry.save(force_insert=True)
    return int(entry.pk)


def policy(officer: Actor) -> int:
    """A policy of the city with a file, which everybody reads."""
    city = Organisation.objects.get(pk=officer.organisation_id)
    home = {"organisation_id": city.pk, "district_id": city.district_id}
    row = Policy.objects.create(
        title="示例政策", document_number="示例〔2026〕1号", issuer="示例", level="city",
        valid_from=timezone.localdate(), text="示例", attachment=stored(officer, home, "policy"),
    )  # fmt: skip
    return int(row.pk)


def holiday() -> int:
    """A year that the city has entered, which the bureaus read."""
    row = HolidayYear.objects.create(
        year=2090, document_number="示例〔2089〕1号", days_off="1月1日\n5月1日\n10月1日"
    )
    return int(row.pk)


def plan_and_target() -> dict[str, object]:
    """A plan beside the one that runs, with a target."""
    plan = Plan.objects.create(
        name="示例计划", source="示例", starts_on=date(2030, 1, 1), ends_on=date(2033, 12, 31)
    )
    target = plan.targets.create(measure="pool", value=100, unit="家")
    measure = plan.measures.create(part="task", title="示例任务")
    section = plan.sections.create(title="示例章节")
    return {
        "plan": plan.pk,
        "target": target.pk,
        "measure": measure.pk,
        "work_section": section.pk,
    }


def work_plan(plan_id: object, district_id: int) -> int:
    """The work plan of a district, which it has filed once."""
    row = WorkPlan.objects.create(
        plan_id=plan_id, district_id=district_id, due_on=date(2030, 2, 1),
        sections=[{"key": "1", "title": "示例章节", "guidance": "", "required": True}],
    )  # fmt: skip
    WorkPlanEdition.objects.create(
        work_plan=row, district_id=district_id, number=1, content={}, filed_on=date(2030, 1, 1)
    )
    return int(row.pk)


def work_paper(day: int, state: str, audience: list[int]) -> int:
    """A daily paper of 2030 with a file."""
    template, _ = PaperTemplate.objects.get_or_create(
        kind="daily", number=1,
        defaults={
            "masthead": "示例日报", "issuer": "示例", "title": "示例", "edited_at": timezone.now()
        },
    )  # fmt: skip
    first = date(2030, 1, day)
    heading = {"key": "progress", "title": "一、总体进度", "paragraphs": ["示例。"], "items": []}
    row = Paper.objects.create(
        kind="daily", first_day=first, last_day=first, year=2030, number=day, state=state,
        title="示例", template=template, dated=first + timedelta(days=1), as_of=timezone.now(),
        made_at=timezone.now(), audience=audience,
        data={
            "masthead": "示例日报", "issuer": "示例", "label": "示例", "title": ["示例"],
            "headings": [heading], "values": {}, "printed": [], "snapshots": [], "raw": [],
            "source": "示例",
        },
    )  # fmt: skip
    key = storages["attachments"].save("paper.pdf", ContentFile(PDF))
    row.files.create(
        form="pdf", storage_key=key, sha256="0" * 64, size=len(PDF), made_at=timezone.now()
    )
    return int(row.pk)


def papers(here: int, there: int) -> tuple[dict[str, object], int, int]:
    """A draft with its template, a paper issued to one district, and one issued to another."""
    draft = work_paper(3, "draft", [])
    template = Paper.objects.get(pk=draft).template_id
    public = {"draft_paper": draft, "paper_template": template}
    return public, work_paper(1, "issued", [here]), work_paper(2, "issued", [there])


def act_proposal(officer: Actor, notice_id: object) -> dict[str, object]:
    """An act that another officer has to approve."""
    home = Organisation.objects.values("district_id").get(pk=officer.organisation_id)
    row = ActProposal.objects.create(
        **home, organisation_id=officer.organisation_id, act="notice.certify", label="示例",
        subject=f"notice:{notice_id}", content={"notice": notice_id},
        proposed_by=UserFactory(),
    )  # fmt: skip
    return {"act_proposal": row.pk}


def order(officer: Actor, district: District) -> dict[str, object]:
    """An order to the bureau of a district with a file, and a proposal that it does not see."""
    office = bureau(district)
    row, proposed = (an_order(officer, office, assign=assign) for assign in (True, False))
    city = Organisation.objects.get(pk=officer.organisation_id)
    home = {"organisation_id": city.pk, "district_id": city.district_id}
    file = stored(officer, home, "supervision_order")
    with acting_as(officer):
        OrderFile.objects.create(order=row, attachment=file, name=file.name, size=file.size)
    return {"order": row.pk, "order_proposed": proposed.pk, "order_file": file.pk}
