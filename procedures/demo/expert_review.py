"""Experts with accounts, and a closed batch of the second rung whose cases wait for them."""

from datetime import timedelta

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import make_account, user_ids
from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from enterprises.demo.registry import Placed, RegistryStep
from procedures.batches.working_days import add_working_days
from procedures.cases.submission import take_snapshot
from procedures.demo.cases import CaseStep
from procedures.models import Application, Batch, CaseEvent, Expert, ExpertTie
from procedures.models.application import State
from schemes.models import SchemeVersion

CASES = 6
Speciality = Expert.Speciality
# Account, name, employer, position, speciality, industries (divisions of GB/T 4754).
EXPERTS: tuple[tuple[str, str, str, str, str, list[str]], ...] = (
    ("expert", "陈明", "示例理工大学", "教授", Speciality.TECHNOLOGY, ["34", "35"]),
    ("expert2", "何涛", "示例装备研究院", "研究员", Speciality.TECHNOLOGY, ["36", "37", "38"]),
    ("expert3", "罗敏", "示例会计师事务所", "注册会计师", Speciality.FINANCE, []),
    ("expert4", "徐静", "示例知识产权事务所", "专利代理师", Speciality.PROPERTY, ["39", "40"]),
)
WAY = (
    ("submit", State.DRAFT, State.DISTRICT_REVIEW, "sme"),
    ("recommend", State.DISTRICT_REVIEW, State.CITY_REVIEW, "district"),
    ("send_to_experts", State.CITY_REVIEW, State.EXPERT_REVIEW, "city"),
)


class ExpertStep(DemoStep):
    """The pool of experts, one of whom has declared a tie, and cases before them."""

    after = (CaseStep,)

    def begin(self) -> None:
        bureau = Organisation.objects.get(kind=OrganisationKind.CITY_BUREAU)
        for account, name, *_ in EXPERTS:
            make_account(account, name, bureau, Duty.EXPERT)
        people = user_ids()
        for account, _, employer, position, speciality, industries in EXPERTS:
            Expert.objects.create(
                user_id=people[account],
                employer=employer,
                position=position,
                speciality=speciality,
                industries=industries,
                added_by_id=people["city"],
            )
        _make_review(self.city.step(RegistryStep).placed[2:], people)


def _make_review(holders: list[Placed], people: dict[str, int]) -> None:
    """Cases of up to `CASES` confirmed enterprises before the experts."""
    # The second rung is for those who stand on the first.
    approved = Application.objects.filter(state=State.APPROVED)
    certified = set(approved.values_list("organisation_id", flat=True))
    confirmed = [one for one in holders if one.is_confirmed]
    chosen = sorted(confirmed, key=lambda one: one.pk not in certified)[:CASES]
    if not chosen or not (batch := _closed_batch()):
        return
    for rank, holder in enumerate(chosen, 1):
        _case(batch, holder, rank, people)
    ExpertTie.objects.create(
        user_id=people["expert3"],
        name=chosen[0].invented.values["name"],
        kind=ExpertTie.Kind.PROJECT,
        note="2024 年受托审计（示例）",
        declared_by_id=people["expert3"],
    )


def _closed_batch() -> Batch:
    now = timezone.localtime().replace(hour=17, minute=30, second=0, microsecond=0)
    version = SchemeVersion.objects.in_force().get(scheme__code="demonstration-enterprise")
    batch: Batch = Batch.objects.create(
        version=version,
        year=now.year - 1,
        name=f"{now.year - 1} 年专精特新示范企业认定（补充）",
        announced_at=now,
        opens_at=now - timedelta(days=80),
        closes_at=now - timedelta(days=40),
    )
    return batch


def _case(batch: Batch, holder: Placed, rank: int, people: dict[str, int]) -> None:
    product, values = holder.invented.product, holder.invented.values
    submitted = batch.closes_at - timedelta(days=rank)
    case = Application.objects.create(
        organisation_id=holder.pk,
        district_id=holder.district_id,
        batch=batch,
        scheme_version_id=batch.version_id,
        title=product["name"],
        state=State.EXPERT_REVIEW,
        version=1 + len(WAY),
        answers={
            "main_product": product["name"],
            "segment": product["segment"],
            "years_in_field": str(timezone.localdate().year - product["launched_year"]),
            "strategy": f"{values['name']}长期专注{product['segment']}，工艺和质量稳定（示例）。",
            "systems": ["quality"],
            "research_unit": "own",
            "innovation": "近三年形成两项新工艺，已用于批量生产（示例）。",
            "contact_name": values["contact_name"],
            "contact_phone": values["contact_phone"],
        },
        created_by_id=people["sme"],
        submitted_at=submitted,
        submissions=1,
        recommended_rank=rank,
        stage_due_on=add_working_days(timezone.localdate(), 10),
    )
    case.number = f"{submitted:%Y}{case.pk:08d}"
    case.save(update_fields=["number"])
    take_snapshot(case, {})
    for step, (transition, source, target, who) in enumerate(WAY):
        CaseEvent.objects.create(
            application=case,
            organisation_id=case.organisation_id,
            district_id=case.district_id,
            transition=transition,
            source=source,
            target=target,
            user_id=people[who],
            at=submitted + timedelta(days=8 * step),
            xid=0,
        )
