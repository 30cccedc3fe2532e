"""The papers of the demo city: the last ones of each kind are issued, the latest month waits."""

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from reports.assessment.demo import AssessmentStep
from reports.models import DailySnapshot, Paper, PaperForm, PaperKind
from reports.papers.actions.edit_paper import edit_paper
from reports.papers.actions.issue_paper import archive_paper, check_paper, issue_paper
from reports.papers.actions.make_paper import make_paper
from reports.papers.actions.open_paper import note_opened
from reports.papers.actions.subscribe import subscribe
from reports.papers.periods import Span, last_over
from reports.supervision.demo import OrderStep
from reports.targets.plan_demo import PlanStep

SMALL_CITY = 500  # enterprises, below which there are few reports
REMARK = "示例：编者说明由人填写，与计算出的文字分开保存。"


def make_demo_papers(*, is_small: bool = False) -> None:
    """Write, check and issue the papers of the year's months, of which the last one waits, and the
    last ones of the other kinds, where their days were published."""
    today = timezone.localdate()
    with acting_as(actor_of("leader")) as leader:
        subscribe(leader, PaperKind.MONTHLY, form=PaperForm.PDF, by_mail=True)
    with acting_as(actor_of("district")) as district:
        subscribe(district, PaperKind.QUARTERLY, form="", by_mail=False)
    months = [last_over(PaperKind.MONTHLY, today)]
    while months[0].first.month > 1 or len(months) == 1:
        months.insert(0, months[0].before)
    others = [last_over(kind, today) for kind in PaperKind if kind != PaperKind.MONTHLY]
    if is_small:
        months, others = months[-2:], []
    for span in sorted([*months[:-1], *others], key=lambda one: one.last):
        _issue(span, is_old=span in months[:-3], has_remark=span in months[-2:])
    if _is_published(months[-1]):
        make_paper(None, months[-1])


def _is_published(span: Span) -> bool:
    with system_scope(reason="seed the demo city"):
        return DailySnapshot.objects.filter(day=span.last, is_current=True).exists()


def _issue(span: Span, *, is_old: bool, has_remark: bool) -> None:
    if not _is_published(span):
        return
    paper = make_paper(None, span)
    with acting_as(actor_of("city")) as city:
        if has_remark:
            edit_paper(city, paper.pk, own_title="", remarks={"ahead": REMARK}, version=None)
        check_paper(city, paper.pk, version=None)
        districts = District.objects.exclude(kind=District.Kind.CITY)
        ids = list(districts.values_list("pk", flat=True))
        issue_paper(city, paper.pk, district_ids=ids, by_mail=False, version=None)
        if is_old:
            archive_paper(city, paper.pk)
    with acting_as(actor_of("leader")) as leader:
        note_opened(leader, Paper.objects.get(pk=paper.pk))


class PaperStep(DemoStep):
    """The reports that the portal wrote of the last months; of a small city only the last two."""

    after = (PlanStep, OrderStep, AssessmentStep)

    def finish(self) -> None:
        make_demo_papers(is_small=self.city.enterprises < SMALL_CITY)
