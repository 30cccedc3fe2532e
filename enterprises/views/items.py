"""Products, qualifications, research units and shareholders of one's own enterprise: one set of
pages."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.save_item import ITEMS, delete_item, save_item
from enterprises.item_forms import ITEM_FORMS
from enterprises.tables import items_table
from enterprises.views.profile import own_enterprise
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show


@dataclass(frozen=True)
class Wording:
    """How a kind of items is called."""

    noun: str
    counter: str
    hint: str


WORDING = {
    "products": Wording(
        "产品（技术）", "项", "专精特新产品（技术）认定以产品为单位，先在这里登记。"
    ),
    "qualifications": Wording("资质", "项", "荣誉称号、体系认证、行业许可等，注明编号和有效期。"),
    "units": Wording(
        "研发机构", "个", "“五有”：专职人员、固定场所、专项经费、专门设备、开发项目。"
    ),
    "shareholders": Wording(
        "股东",
        "位",
        "与国家企业信用信息公示系统一致。申报资金时按持股 25% 以上的股东核对关联企业。",
    ),
}


def _wording(kind: str) -> Wording:
    if kind not in WORDING:
        raise Http404
    return WORDING[kind]


@for_duties(Duty.ENTERPRISE_STAFF)
@require_GET
def items(request: ActorRequest, kind: str) -> HttpResponse:
    """All items of a kind."""
    wording, enterprise = _wording(kind), own_enterprise(request)
    rows = list(ITEMS[kind].objects.filter(organisation_id=enterprise.pk))
    context = {
        "enterprise": enterprise, "kind": kind, "tab": kind, "wording": wording, "items": rows,
        "table": items_table(kind, rows, is_editable=True),
        "complete": sum(getattr(row, "fulfilled", 0) == 5 for row in rows),
    }  # fmt: skip
    return render(request, "enterprises/items.html", context)


@for_duties(Duty.ENTERPRISE_STAFF)
def item_edit(request: ActorRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """Add an item, or change one."""
    wording, enterprise = _wording(kind), own_enterprise(request)
    own = ITEMS[kind].objects.filter(organisation_id=enterprise.pk)
    item = get_object_or_404(own, pk=pk) if pk is not None else None
    form = ITEM_FORMS[kind](request.POST or None, instance=item)
    if request.method == "POST" and attempt(
        request,
        lambda: save_item(
            request.actor, kind, form.cleaned_data, pk, version=shown_version(request.POST)
        ),
        form=form,
        done=lambda saved: f"{wording.noun}“{saved.name}”已保存。",
    ):
        return redirect("enterprises:items", kind)
    context = {
        "enterprise": enterprise, "kind": kind, "tab": kind, "wording": wording,
        "form": form, "item": item, "version": version_to_show(request, item, form),
    }  # fmt: skip
    return page_with_form(request, "enterprises/item_edit.html", context, form)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_POST
def item_delete(request: ActorRequest, kind: str, pk: int) -> HttpResponse:
    wording = _wording(kind)
    name = delete_item(request.actor, kind, pk)
    messages.success(request, f"{wording.noun}“{name}”已删除。")
    return redirect("enterprises:items", kind)
