"""Addresses of this wing, below /reports/."""

from django.urls import URLPattern, URLResolver, path

from reports.assessment.lists import AppealList, FigureList, LineList, Ranking, RoundList
from reports.assessment.views import appeals, demonstrations, figures, indicators, lines, rounds

ONE = "assessments/<int:pk>/"
LINE = f"{ONE}districts/<int:district_id>/lines/<int:indicator_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/", RoundList.as_view(), name="assessments"),
    path("assessments/new/", rounds.new_round, name="round_new"),
    path(ONE, rounds.round_page, name="round"),
    path(f"{ONE}edit/", rounds.edit, name="round_edit"),
    path(f"{ONE}steps/<slug:name>/", rounds.step, name="round_step"),
    path(f"{ONE}indicators/", indicators.indicators, name="round_indicators"),
    path(f"{ONE}indicators/new/", indicators.indicator, name="round_indicator_new"),
    path(
        f"{ONE}indicators/<int:indicator_id>/", indicators.indicator, name="round_indicator"
    ),
    path(
        f"{ONE}indicators/<int:indicator_id>/arrange/", indicators.arrange,
        name="round_indicator_arrange",
    ),
    path(f"{ONE}comment/", indicators.comment, name="round_comment"),
    path("assessments/comments/<int:pk>/", indicators.answer, name="round_answer"),
    path(f"{ONE}figures/", FigureList.as_view(), name="round_figures"),
    path("assessments/figures/<int:pk>/", figures.figure, name="figure"),
    path("assessments/figures/<int:pk>/file/", lines.figure_file, name="figure_file"),
    path(f"{ONE}entries/new/", figures.new_entry, name="round_entry_new"),
    path("assessments/entries/<int:pk>/cancel/", figures.cancel, name="round_entry_cancel"),
    path("assessments/entries/<int:pk>/file/", lines.entry_file, name="round_entry_file"),
    path(f"{ONE}lines/", LineList.as_view(), name="round_lines"),
    path(f"{ONE}districts/<int:district_id>/", lines.district, name="round_district"),
    path(LINE, lines.line, name="round_line"),
    path(f"{LINE}appeal/", appeals.new, name="appeal_new"),
    path("assessments/evidence/<int:pk>/file/", lines.evidence_file, name="evidence_file"),
    path("assessments/evidence/<int:pk>/withdraw/", lines.withdraw, name="evidence_withdraw"),
    path(f"{ONE}appeals/", AppealList.as_view(), name="appeals"),
    path("assessments/appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("assessments/appeals/<int:pk>/withdraw/", appeals.withdraw, name="appeal_withdraw"),
    path("assessments/appeals/<int:pk>/reopen/", appeals.reopen, name="appeal_reopen"),
    path(f"{ONE}ranking/", Ranking.as_view(), name="ranking"),
    path(f"{ONE}demonstrations/", demonstrations.propose, name="demonstration_new"),
    path(
        "assessments/demonstrations/<int:pk>/", demonstrations.demonstration, name="demonstration"
    ),
]  # fmt: skip
