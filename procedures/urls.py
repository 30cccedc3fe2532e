"""Addresses of filings, reviews and notices."""

from django.urls import path

from procedures.views import batches, filing, notices, review, self_check, worklist

app_name = "procedures"
urlpatterns = [
    path("", filing.own_cases, name="own"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.plan, name="plan_batch"),
    path("batches/<int:batch_id>/edit/", batches.change, name="change_batch"),
    path("batches/<int:batch_id>/extend/", batches.extend, name="extend_batch"),
    path("batches/<int:batch_id>/start/", filing.start, name="start"),
    path("batches/<int:batch_id>/notice/", notices.compose, name="compose_notice"),
    path("schemes/", self_check.schemes, name="schemes"),
    path("schemes/<slug:code>/", self_check.scheme, name="scheme"),
    path("schemes/<slug:code>/watch/", self_check.watch, name="watch"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("worklist/export.xlsx", worklist.export, name="worklist_export"),
    path("cases/<int:pk>/", review.case, name="case"),
    path("cases/<int:pk>/fill/", filing.fill, name="fill"),
    path("cases/<int:pk>/autosave/", filing.autosave, name="autosave"),
    path("cases/<int:pk>/files/", filing.upload, name="upload"),
    path("cases/<int:pk>/files/<uuid:attachment>/remove/", filing.remove_file, name="remove_file"),
    path("cases/<int:pk>/submit/", filing.submit, name="submit"),
    path("cases/<int:pk>/delete/", filing.delete, name="delete"),
    path("cases/<int:pk>/restore/", filing.restore, name="restore"),
    path("cases/<int:pk>/share/", filing.share, name="share"),
    path("cases/<int:pk>/act/<slug:name>/", review.act, name="act"),
    path("cases/<int:pk>/marks/<slug:key>/", review.mark, name="mark"),
    path("cases/<int:pk>/marks/<slug:key>/remove/", review.unmark, name="unmark"),
    path("cases/<int:pk>/objections/<int:objection>/", review.answer, name="answer"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/conclude/", notices.conclude, name="conclude"),
    path("notices/entries/<int:pk>/objection/", notices.objection, name="objection"),
    path("notices/receipts/<slug:code>/", notices.receipt, name="receipt"),
]
