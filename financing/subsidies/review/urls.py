"""Addresses of the review of claims, below those of financing."""

from django.urls import include, path

from financing.subsidies.review.audit_list import AuditList
from financing.subsidies.review.firms import FirmList
from financing.subsidies.review.lists import (
    DecisionList,
    LetterList,
    RecheckList,
    ReviewQueue,
    SampleList,
)
from financing.subsidies.review.records import TermsList, TermsRecord
from financing.subsidies.review.views import (
    audits,
    cuts,
    deciding,
    firms,
    letters,
    reviewing,
    samples,
    visits,
)

urlpatterns = [
    path("review/", ReviewQueue.as_view(), name="claim_reviews"),
    path("review/terms/", TermsList.as_view(), name="review_terms_list"),
    path("review/terms/", include(TermsRecord.urls())),
    path("review/decisions/", DecisionList.as_view(), name="claim_decisions"),
    path("review/decisions/decide/", deciding.decide, name="claim_decide"),
    path("review/<int:pk>/", reviewing.review, name="claim_review"),
    path("review/<int:pk>/lines/<int:number>/", reviewing.line, name="review_line"),
    path("review/<int:pk>/rest/", reviewing.rest, name="review_rest"),
    path("review/<int:pk>/check/", reviewing.check, name="review_check"),
    path("review/<int:pk>/tell/", reviewing.tell, name="cut_tell"),
    path("review/<int:pk>/letters/", letters.new, name="letter_new"),
    path("review/<int:pk>/visits/", visits.new, name="visit_new"),
    path("review/<int:pk>/audit/", audits.assign, name="audit_assign"),
    path("review/visits/<int:pk>/photos/", visits.photos, name="visit_photos"),
    path("review/letters/<int:pk>/<slug:name>/", letters.act, name="letter_act"),
    path("review/cuts/<int:pk>/<slug:name>/", cuts.act, name="cut_act"),
    path("review/audits/<int:pk>/<slug:name>/", audits.step, name="audit_step"),
    path("cuts/<int:pk>/", cuts.cut, name="cut"),
    path("cuts/<int:pk>/answer/", cuts.answer, name="cut_answer"),
    path("audits/", AuditList.as_view(), name="audits"),
    path("audits/<int:pk>/", audits.audit, name="audit"),
    path("audits/<int:pk>/report/", audits.report, name="audit_report"),
    path("audits/<int:pk>/report/file/", audits.file, name="audit_file"),
    path("audits/<int:pk>/files/<uuid:attachment>/", audits.evidence, name="audit_evidence"),
    path("audits/<int:pk>/rest/", audits.rest, name="audit_rest"),
    path("audits/<int:pk>/lines/<int:number>/", audits.line, name="audit_line"),
    path("audits/<int:pk>/<slug:name>/", audits.act, name="audit_act"),
    path("audit-firms/", FirmList.as_view(), name="audit_firms"),
    path("audit-firms/register/", firms.register, name="audit_firm_register"),
    path("audit-firms/<int:pk>/", firms.firm, name="audit_firm"),
    path("audit-firms/<int:pk>/end/", firms.end, name="audit_firm_end"),
    path("audit-firms/<int:pk>/resume/", firms.resume, name="audit_firm_resume"),
    path(
        "audit-firms/<int:pk>/invitations/<uuid:invitation_id>/again/",
        firms.invite_again,
        name="audit_firm_invite_again",
    ),
    path("letters/", LetterList.as_view(), name="letters"),
    path("letters/<int:pk>/", letters.answer, name="letter"),
    path("letters/receipt/<str:code>/", letters.receipt, name="letter_receipt"),
    path("letters/link/<str:token>/", letters.by_link, name="answer_letter"),
    path("samples/", SampleList.as_view(), name="samples"),
    path("samples/new/", samples.new, name="sample_new"),
    path("samples/<int:pk>/", RecheckList.as_view(), name="sample"),
    path("samples/claims/<int:pk>/", samples.recheck, name="recheck"),
]
