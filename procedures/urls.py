"""Addresses of filings, reviews and notices."""

from django.urls import include, path

from procedures.batches import holidays
from procedures.batches.holidays import HolidayImport, HolidayList, HolidayRecord
from procedures.batches.lists import BatchList
from procedures.batches.views import batches, take_over
from procedures.cases.decision_lists import DecisionItems
from procedures.cases.deliberation import Deliberation
from procedures.cases.lists import OwnCases, Worklist
from procedures.cases.views import (
    assignments,
    decisions,
    filing,
    judge_many,
    judgements,
    papers,
    review,
    self_check,
    thread,
)
from procedures.experts.lists import ExpertList, OwnSheets, PanelList
from procedures.experts.views import experts, panels, score_sheets
from procedures.guides import views as guides
from procedures.notices.lists import NoticeList
from procedures.notices.views import notices, objections
from procedures.trials.views import indicator_bench, simulations

app_name = "procedures"
urlpatterns = [
    path("", OwnCases.as_view(), name="own"),
    path("batches/", BatchList.as_view(), name="batches"),
    path("holidays/", HolidayList.as_view(), name="holidays"),
    path("holidays/paste/", holidays.paste, name="holiday_paste"),
    path("holidays/", include(HolidayRecord.urls())),
    path("holidays/import/", include(HolidayImport.urls())),
    path("batches/new/", batches.plan, name="plan_batch"),
    path("batches/<int:batch_id>/edit/", batches.change, name="change_batch"),
    path("batches/<int:batch_id>/extend/", batches.extend, name="extend_batch"),
    path("batches/<int:batch_id>/start/", filing.start, name="start"),
    path("batches/<int:batch_id>/notice/", notices.compose, name="compose_notice"),
    path("designer/<int:pk>/batch/", take_over.take_over, name="take_over"),
    path("designer/<int:pk>/simulate/", simulations.simulate, name="simulate"),
    path("designer/<int:pk>/try/", indicator_bench.try_indicator, name="try_indicator"),
    path("simulations/<int:pk>/", simulations.simulation, name="simulation"),
    path("simulations/<int:pk>/export.xlsx", simulations.export, name="simulation_export"),
    path("guides/", guides.guides, name="guides"),
    path("guides/<slug:code>/", guides.guide, name="guide"),
    path("schemes/", self_check.schemes, name="schemes"),
    path("schemes/<slug:code>/", self_check.scheme, name="scheme"),
    path("schemes/<slug:code>/watch/", self_check.watch, name="watch"),
    path("experts/", ExpertList.as_view(), name="experts"),
    path("experts/new/", experts.new_expert, name="new_expert"),
    path("experts/<int:user_id>/", experts.expert, name="expert"),
    path("experts/<int:user_id>/ties/", experts.declare, name="declare_tie"),
    path("experts/ties/<int:pk>/end/", experts.end, name="end_tie"),
    path("batches/<int:batch_id>/decisions/", Deliberation.as_view(), name="deliberation"),
    path("batches/<int:batch_id>/decisions/run/", decisions.decide, name="decisions_run"),
    path("batches/<int:batch_id>/judgements/", judge_many.judge, name="judge_many"),
    path("batches/<int:batch_id>/quotas/", decisions.quotas, name="quotas"),
    path("decisions/<int:pk>/", DecisionItems.as_view(), name="decision_run"),
    path("panels/", PanelList.as_view(), name="panels"),
    path("panels/draw/<int:batch_id>/", panels.draw, name="draw_panel"),
    path("panels/<int:pk>/", panels.panel, name="panel"),
    path("panels/<int:pk>/results.xlsx", panels.results, name="panel_results"),
    path("panels/<int:pk>/results.pdf", panels.paper, name="panel_paper"),
    path("panels/<int:pk>/<slug:name>/", panels.act, name="panel_act"),
    path("panels/<int:pk>/cases/<int:case_id>/<slug:name>/", panels.decide, name="panel_decide"),
    path("panels/<int:pk>/sheets/<int:sheet_id>/replace/", panels.replace, name="replace_expert"),
    path("reviews/", OwnSheets.as_view(), name="reviews"),
    path("reviews/profile/", experts.own_entry, name="expert_profile"),
    path("reviews/<int:pk>/", score_sheets.sheet, name="review_sheet"),
    path("reviews/<int:pk>/autosave/", score_sheets.autosave, name="review_autosave"),
    path("reviews/<int:pk>/submit/", score_sheets.submit, name="review_submit"),
    path("reviews/<int:pk>/recuse/", score_sheets.recuse, name="review_recuse"),
    path("reviews/<int:pk>/files/<uuid:attachment>/", score_sheets.file, name="review_file"),
    path("worklist/", Worklist.as_view(), name="worklist"),
    path("worklist/assign/", assignments.assign, name="assign"),
    path("cases/<int:pk>/take/", assignments.take, name="take"),
    path("cases/<int:pk>/", review.case, name="case"),
    path("cases/<int:pk>/paper.pdf", papers.paper, name="paper"),
    path("cases/<int:pk>/fill/", filing.fill, name="fill"),
    path("cases/<int:pk>/autosave/", filing.autosave, name="autosave"),
    path("cases/<int:pk>/product/", filing.take, name="take_product"),
    path("cases/<int:pk>/files/", filing.upload, name="upload"),
    path("cases/<int:pk>/files/<uuid:attachment>/remove/", filing.remove_file, name="remove_file"),
    path("cases/<int:pk>/submit/", filing.submit, name="submit"),
    path("cases/<int:pk>/delete/", filing.delete, name="delete"),
    path("cases/<int:pk>/restore/", filing.restore, name="restore"),
    path("cases/<int:pk>/share/", filing.share, name="share"),
    path("cases/<int:pk>/notes/", review.note, name="note"),
    path("cases/<int:pk>/messages/", thread.write, name="write_message"),
    path("cases/<int:pk>/reopen/", review.reopen, name="reopen"),
    path("cases/<int:pk>/act/<slug:name>/", review.act, name="act"),
    path("cases/<int:pk>/marks/<slug:key>/", review.mark, name="mark"),
    path("cases/<int:pk>/marks/<slug:key>/remove/", review.unmark, name="unmark"),
    path("cases/<int:pk>/judgements/<str:criterion>/", judgements.judge, name="judge"),
    path("cases/<int:pk>/waivers/", review.waive, name="waive"),
    path("cases/<int:pk>/waivers/<int:waiver>/end/", review.unwaive, name="unwaive"),
    path("cases/<int:pk>/objections/<int:objection>/", objections.answer, name="answer"),
    path(
        "cases/<int:pk>/objections/<int:objection>/notes/",
        objections.investigate,
        name="investigate",
    ),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/<slug:what>.<slug:form>", notices.document, name="notice_document"),
    path("notices/<int:pk>/conclude/", notices.conclude, name="conclude"),
    path("notices/entries/<int:pk>/objection/", notices.objection, name="objection"),
    path("notices/receipts/", notices.find_receipt, name="find_receipt"),
    path("notices/receipts/<slug:code>/", notices.receipt, name="receipt"),
]
