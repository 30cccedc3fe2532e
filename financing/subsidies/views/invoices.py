"""An electronic invoice that fills the form of a line."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from financing.subsidies.claims import kinds_asked
from financing.subsidies.einvoice.reading import MOST_BYTES, read_invoice
from financing.subsidies.forms import InvoiceFileForm
from financing.subsidies.views.lines import (
    WITH_INVOICES,
    line_form,
    own_claim,
    page_context,
    staff_only,
)
from pages.acts import attempt


@staff_only
@require_POST
def read(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Show the form of a new line with what the file says; nothing is saved yet."""
    claim = own_claim(request, pk)
    kind = next((one for one in kinds_asked(claim.application) if one in WITH_INVOICES), None)
    if kind is None:
        raise Http404
    form = InvoiceFileForm(request.POST, request.FILES, auto_id="id_invoice_%s")
    found = attempt(
        request,
        lambda: read_invoice(
            form.cleaned_data["file"].read(MOST_BYTES + 1), form.cleaned_data["file"].name
        ),
        form=form,
    ).value
    if found is None:
        context = page_context(request, claim, {"invoice_form": form})
        return render(request, "financing/subsidies/lines.html", context, status=422)
    return line_form(request, claim, kind, None, found.values, found.remarks)
