"""Telling the bureau of a changed name, address, legal representative, district or licence."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import District
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor
from documents.workbooks.rows import why_no_text
from documents.written.text import name as kept_name
from documents.written.text import one_line
from enterprises.actions.register_enterprise import LICENCE
from enterprises.actions.store_proof import store_proof
from enterprises.actions.telling import reviewers_of
from enterprises.models import Enterprise, IdentityChange, RegistrationState
from enterprises.policies import may_edit
from enterprises.rules.full_names import name_problem

EVIDENCE = "enterprises.change"


@dataclass(frozen=True)
class ChangedIdentity:
    """What changed at the registration authority; what is empty has stayed."""

    changed_on: date
    document_number: str = ""
    name: str = ""
    address: str = ""
    legal_representative: str = ""
    new_district: District | None = None


def file_identity_change(
    actor: Actor,
    changed: ChangedIdentity,
    evidence: UploadedFile | None = None,
    *,
    licence: UploadedFile | None = None,
) -> IdentityChange:
    """Put the change, with its evidence, before the bureau of the enterprise's district.

    A new `licence` takes the place of the one on file; it is evidence enough, and a change by
    itself. Raises `NotPermitted`, or `RuleViolation` by form field: for an entry that is not
    confirmed, which is corrected instead; where nothing changes; where another change waits.
    """
    with transaction.atomic():
        rows = Enterprise.objects.select_for_update(of=("self",)).select_related("district")
        enterprise = rows.get(pk=actor.organisation_id)
        if not may_edit(actor, enterprise):
            raise NotPermitted("只有企业自己的人员可以提出登记变更。")
        if enterprise.registration_state != RegistrationState.CONFIRMED:
            raise RuleViolation("登记还没有确认，请直接更正登记。")
        values = {name: one_line(getattr(changed, name)) for name in IdentityChange.FIELDS}
        values["name"] = kept_name(values["name"])
        differing = {
            name: value
            for name, value in values.items()
            if value and value != getattr(enterprise, name)
        }
        moves_to = changed.new_district
        if moves_to is not None and moves_to.pk == enterprise.district_id:
            moves_to = None
        _refuse_what_is_wrong(
            enterprise,
            changed,
            differing,
            moves_to,
            has_licence=bool(licence),
            has_evidence=bool(evidence),
        )
        home = enterprise.home
        new_licence, proof = None, None
        if licence is not None:
            new_licence = store_proof(actor.user_id, licence, LICENCE, **home, field="licence")
        if evidence is not None:
            proof = store_proof(actor.user_id, evidence, EVIDENCE, **home, field="evidence")
        stored = proof or new_licence
        assert stored is not None, "a change comes with a scan"
        before = {name: getattr(enterprise, name) for name in IdentityChange.FIELDS}
        before["licence"] = str(enterprise.licence or "")
        try:
            with transaction.atomic():
                change = IdentityChange.objects.create(
                    **home,
                    **differing,
                    new_district=moves_to,
                    changed_on=changed.changed_on,
                    document_number=changed.document_number.strip(),
                    evidence=stored,
                    licence=new_licence,
                    before={**before, "district": enterprise.district.name},
                    filed_by_id=actor.user_id,
                )
        except IntegrityError as error:
            raise RuleViolation("已有一项变更等待核对，请先等结果或撤回。") from error
        notify(
            reviewers_of(enterprise.district),
            title=f"登记变更待核对：{enterprise.name}",
            body="\n".join(f"{label}：{old} → {new}" for label, old, new in change.changes),
            link=reverse("enterprises:identity_change", args=[change.pk]),
            dedupe_key=f"identity-change:{change.pk}",
            kind=Kind.WORK,
        )
    return change


def _refuse_what_is_wrong(
    enterprise: Enterprise,
    changed: ChangedIdentity,
    differing: dict[str, str],
    moves_to: District | None,
    *,
    has_licence: bool,
    has_evidence: bool,
) -> None:
    errors = {name: why for name, value in differing.items() if (why := why_no_text(value))}
    established_on = enterprise.established_on
    changes_entry = bool(differing) or moves_to is not None
    if not changes_entry and not has_licence:
        errors[""] = "填写的内容与现在的登记相同，也没有上传新的营业执照，没有变更。"
    if changes_entry and not has_licence and not has_evidence:
        errors["evidence"] = "请上传变更登记通知书或新的营业执照。"
    if "name" in differing and (problem := name_problem(differing["name"])):
        errors["name"] = f"{problem}。"
    if moves_to is not None and moves_to.kind == District.Kind.CITY:
        errors["new_district"] = "请选择迁入的区市。"
    if moves_to is not None and "address" not in differing:
        errors["address"] = "迁到另一个区市的，请同时填写新的注册地址。"
    if changed.changed_on > timezone.localdate():
        errors["changed_on"] = "变更日期不能晚于今天，请核对年份。"
    elif established_on is not None and changed.changed_on < established_on:
        errors["changed_on"] = f"变更日期早于企业成立日期 {established_on:%Y-%m-%d}，请核对年份。"
    if changes_entry and not changed.document_number.strip():
        errors["document_number"] = "请填写变更登记通知书的文号。"
    refuse(errors)
