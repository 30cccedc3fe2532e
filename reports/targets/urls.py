"""Addresses of plans and targets, below /reports/."""

from django.urls import include, path

from reports.targets.lists import PlanList, TargetList
from reports.targets.measures import views as measures
from reports.targets.measures.lists import MeasureList, SectionList
from reports.targets.measures.records import MeasureRecord, SectionRecord
from reports.targets.records import PlanRecord, TargetRecord
from reports.targets.views import split
from reports.targets.workplans.lists import WorkPlanList
from reports.targets.workplans.views import ask, work_plan

PLAN = "plans/<int:pk>/"
WORK = "work-plans/<int:pk>/"

urlpatterns = [
    path("plans/", PlanList.as_view(), name="plans"),
    path("plans/", include(PlanRecord.urls())),
    path(f"{PLAN}measures/", measures.plan_measures, name="plan_measures"),
    path(f"{PLAN}measures/copy/", measures.copy, name="copy_measures"),
    path(f"{PLAN}template/", ask.plan_template, name="plan_template"),
    path(f"{PLAN}ask/", ask.ask_plans, name="ask_plans"),
    path("targets/", TargetList.as_view(), name="targets"),
    path("targets/", include(TargetRecord.urls())),
    path("targets/<int:pk>/split/", split, name="split"),
    path("measures/", MeasureList.as_view(), name="measures"),
    path("measures/", include(MeasureRecord.urls())),
    path("measures/<int:pk>/move/<slug:way>/", measures.move, name="move_measure"),
    path("work-sections/", SectionList.as_view(), name="work_sections"),
    path("work-sections/", include(SectionRecord.urls())),
    path(
        "work-sections/<int:pk>/move/<slug:way>/", ask.move_work_section, name="move_work_section"
    ),
    path("work-plans/", WorkPlanList.as_view(), name="work_plans"),
    path(WORK, work_plan.work_plan, name="work_plan"),
    path(f"{WORK}edit/<slug:part>/", work_plan.work_plan_edit, name="work_plan_edit"),
    path(f"{WORK}acts/<slug:name>/", work_plan.work_plan_act, name="work_plan_act"),
    path(f"{WORK}editions/<int:number>/", work_plan.work_plan_edition, name="work_plan_edition"),
    path(
        f"{WORK}editions/<int:number>/<slug:form>/",
        work_plan.work_plan_paper,
        name="work_plan_paper",
    ),
]
