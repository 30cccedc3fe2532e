"""What banks have reported of the enterprise, its loans that run out, and the banks' plans."""

from functools import cached_property
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.duties import Duty
from enterprises.models import Enterprise
from financing.feedback.actions.request_renewal import request_renewal, what_keeps_from_renewal
from financing.feedback.forms import RenewalForm
from financing.feedback.lists import OWN_COLUMNS, Credits
from financing.models import LoanDemand, SupportPlan
from financing.models.feedback import FeedbackQuerySet
from pages.acts import attempt
from pages.lists import Empty
from pages.request_values import whole_number


class OwnCredits(Credits):
    """The credits that banks reported, those that run out above them with a form for a renewal."""

    key, title = "own_credits", "授信与续贷"
    intro = "由银行反馈，内容有误请与银行联系更正。"
    readers = (Duty.ENTERPRISE_STAFF,)
    caption = "授信记录"
    size = 30
    template = "financing/own_credits.html"
    columns = OWN_COLUMNS
    filters = ()
    empty = Empty(
        "还没有授信记录", "银行授信、放款后会反馈到这里。",
        "financing:own_demands", "提出融资需求",
    )  # fmt: skip
    refused: RenewalForm | None = None
    open_at = 0

    def rows(self) -> FeedbackQuerySet:
        return super().rows().filter(organisation_id=self.actor.organisation_id)

    def usual_order(self) -> tuple[str, ...]:
        return self.order

    def heading(self) -> str:
        if self.running_out:
            return f"{len(self.running_out)} 笔贷款 90 天内到期"
        return "各银行反馈的授信和贷款" if self.page_rows.rows else "还没有银行反馈授信"

    @cached_property
    def running_out(self) -> list[Any]:
        """Up to twenty loans that run out: why no renewal can be asked for, the one that was, or
        the form for it."""
        found: list[Any] = list(self.rows().running_out().order_by("due_on", "id")[:20])
        size_class = Enterprise.objects.get(pk=self.actor.organisation_id).size_class
        renewals = LoanDemand.objects.filter(
            organisation_id=self.actor.organisation_id, state=LoanDemand.State.OPEN
        ).exclude(renews=None)
        asked = dict(renewals.values_list("renews_id", "pk"))
        renewing = {
            (one.bank_id, one.renews): one
            for one in self.rows().filter(renews__in=[row.reference for row in found])
        }
        for row in found:
            row.renewed_by = renewing.get((row.bank_id, row.reference))
            row.why_not = what_keeps_from_renewal(row, size_class)
            row.asked = asked.get(row.pk)
            is_refused = self.refused is not None and row.pk == self.open_at
            row.form = self.refused if is_refused else RenewalForm(auto_id=f"r{row.pk}_%s")
        return found

    def context(self) -> dict[str, object]:
        plans = SupportPlan.objects.filter(
            organisation_id=self.actor.organisation_id, replaced_at=None
        )
        return {"plans": plans.select_related("bank").order_by("-made_at")}

    def answer_post(self) -> HttpResponseBase:
        if "renew" not in self.request.POST:
            return super().answer_post()
        return self._renew(whole_number(self.request.POST["renew"]) or 0)

    def _renew(self, pk: int) -> HttpResponseBase:
        """Ask for a renewal without repayment."""
        credit = self.rows().get(pk=pk)
        form = RenewalForm(self.request.POST, auto_id=f"r{pk}_%s")
        tried = attempt(
            self.request,
            lambda: request_renewal(
                self.actor, pk, form.cleaned_data["explanation"], form.cleaned_data["declared"]
            ),
            form=form,
            done=f"续贷申请已送达{credit.bank}，答复会通知您。",
        )
        if tried.value:
            return redirect("financing:own_demand", tried.value.pk)
        self.refused, self.open_at = form, pk
        return self.page(status=422)
