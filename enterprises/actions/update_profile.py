"""Keeping one's own entry."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import District
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor, system_scope
from enterprises.actions.entry_values import DETAILS, IDENTITY, checked_values, fill
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.actions.register_enterprise import LICENCE
from enterprises.actions.store_proof import store_proof
from enterprises.actions.telling import reviewers_of
from enterprises.errors import AlreadyRegistered
from enterprises.imports.lookups import entries_with_codes
from enterprises.models import Enterprise
from enterprises.policies import guarded_fields, identity_is_open, may_edit
from enterprises.proposals.machine import settle_what_is_so
from enterprises.registration_machine import MACHINE, RegistrationInput
from pages.stale import refuse_stale
from pages.words import field_named


def update_profile(
    actor: Actor, values: Mapping[str, object], *, version: int | None = None
) -> Enterprise:
    """Change the details of one's own entry (`DETAILS`; money in 万元) and class it anew.

    `version` is the one that the page showed. Raises `NotPermitted`, `RuleViolation`, and
    `StaleRecord` when a colleague saved in between.
    """
    taken = checked_values(values, DETAILS)
    with transaction.atomic():
        enterprise = _own(actor, version)
        refuse(
            {
                name: "登记机关变更后，请在“登记变更”里提出，由主管部门核对。"
                for name in guarded_fields(enterprise)
                if name in taken and taken[name] != getattr(enterprise, name)  # type: ignore[literal-required]
            }
        )
        fill(enterprise, taken)
        enterprise.save()
        settle_what_is_so(actor, enterprise.pk)
    return enterprise


def correct_registration(
    actor: Actor,
    district: District,
    values: Mapping[str, object],
    *,
    licence: UploadedFile | None = None,
    version: int | None = None,
) -> Enterprise:
    """Correct a registration that is not confirmed, its code, name and district included.

    It waits for confirmation again; a new `licence` takes the place of the one before. Raises like
    `update_profile`, and `AlreadyRegistered`.
    """
    taken = checked_values(values, (*IDENTITY, *DETAILS))
    if district.kind == District.Kind.CITY:
        raise RuleViolation({"district": "请选择企业所在的区市。"})
    with transaction.atomic():
        enterprise = _own(actor, version)
        if not identity_is_open(enterprise):
            raise NotPermitted("登记已确认，名称、代码和区市的变更须由主管部门办理。")
        holder = entries_with_codes([taken["credit_code"]]).get(taken["credit_code"])
        if holder is not None and holder.organisation_id != enterprise.pk:
            raise AlreadyRegistered(taken["credit_code"])
        if licence is None and enterprise.licence is None:
            raise RuleViolation({"licence": "请上传营业执照。"})
        if licence is not None:
            home = enterprise.home
            stored = store_proof(actor.user_id, licence, LICENCE, **home, field="licence")
            taken["licence"] = stored
        corrected = [
            str(field_named(Enterprise, name).verbose_name)
            for name, value in taken.items()
            if value != getattr(enterprise, name)
        ]
        if district.pk != enterprise.district_id:
            corrected.append("区市")
        try:
            given = RegistrationInput(values=taken)
            enterprise = MACHINE.execute(actor, enterprise.pk, "correct", given)
        except IntegrityError as error:
            raise AlreadyRegistered(taken["credit_code"]) from error
        _place(enterprise, district)
        notify(
            reviewers_of(district),
            title=f"登记已更正，待确认：{enterprise.name}",
            body=f"{actor.user_name} 更正了 {enterprise.name} 的登记，请核对后确认。\n"
            f"更正的内容：{'、'.join(corrected) or '没有改动'}。",
            link=reverse("enterprises:detail", args=[enterprise.pk]),
            dedupe_key=f"corrected:{enterprise.pk}:{timezone.now():%Y%m%d%H%M%S}",
            kind=Kind.WORK,
        )
    return enterprise


def _own(actor: Actor, version: int | None) -> Enterprise:
    rows = Enterprise.objects.select_for_update(of=("self",))
    enterprise = rows.get(pk=actor.organisation_id)
    if not may_edit(actor, enterprise):
        raise NotPermitted("只有企业自己的人员可以修改企业资料。")
    refuse_stale(enterprise, version)
    return enterprise


def _place(enterprise: Enterprise, district: District) -> None:
    """Name the organisation after its entry and move it, with its people, to its district.

    The target district is outside of the enterprise's own scope.
    """
    with system_scope(reason="correct the district of a registration"):
        move_enterprise(enterprise, district)
