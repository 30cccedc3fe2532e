"""Who gets through to the addresses of plans, work plans and the wall."""

from tests.accounts.wall_page import BUREAUS, CITY, DISTRICT, LEADER, WATCHERS, Page, post

PLAN_PAGES: dict[str, Page] = {
    "reports:plan_measures": Page(WATCHERS, ("plan",)),
    "reports:copy_measures": post(CITY, "plan"),
    "reports:plan_template": Page(WATCHERS, ("plan",)),
    "reports:ask_plans": Page(CITY, ("plan",), method="BOTH"),
    "reports:measures": Page(WATCHERS),
    "reports:measure_new": Page(CITY, method="BOTH"),
    "reports:measure": Page(WATCHERS, ("measure",)),
    "reports:measure_edit": Page(CITY, ("measure",), method="BOTH"),
    "reports:measure_retire": post(CITY, "measure"),
    "reports:measure_restore": post(CITY, "measure"),
    "reports:measure_file": Page(WATCHERS, ("measure", "=attachment"), own=404),
    "reports:move_measure": post(CITY, "measure", "=down"),
    "reports:work_sections": Page(WATCHERS),
    "reports:work_section_new": Page(CITY, method="BOTH"),
    "reports:work_section": Page(WATCHERS, ("work_section",)),
    "reports:work_section_edit": Page(CITY, ("work_section",), method="BOTH"),
    "reports:work_section_retire": post(CITY, "work_section"),
    "reports:work_section_restore": post(CITY, "work_section"),
    "reports:work_section_file": Page(WATCHERS, ("work_section", "=attachment"), own=404),
    "reports:move_work_section": post(CITY, "work_section", "=down"),
    "reports:work_plans": Page(WATCHERS),
    "reports:work_plan": Page(WATCHERS, ("work_plan",)),
    "reports:work_plan_edit": Page(DISTRICT, ("work_plan", "=text"), method="BOTH"),
    "reports:work_plan_act": post(BUREAUS, "work_plan", "=file"),
    "reports:work_plan_edition": Page(WATCHERS, ("work_plan", "=1")),
    "reports:work_plan_paper": Page(WATCHERS, ("work_plan", "=1", "=docx")),
    "reports:big_screen": Page(CITY | LEADER),
}
