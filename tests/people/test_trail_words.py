"""The trail is told in Chinese words, whatever can be written into it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Organisation, User
from accounts.tenancy import acting_as
from accounts.trail_words import (
    column_word,
    is_put_into_words,
    reason_word,
    table_word,
    value_words,
)
from audit.models import TrailEntry
from database.objects import declared_objects
from documents import access
from pages.lists.export import record_list_export
from pages.words import choices_of
from people.trail_display import UNRECORDED, UNSPOKEN, Told, told
from schemes.definition.form import FieldKind
from schemes.question_words import questions
from tests.accounts.test_system_scopes import SCOPES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What people typed, or numbers that papers bear: nothing to be put into other words.
WRITTEN = {
    "reports_story.title", "reports_storypicture.caption", "reports_publishedstory.title",
    "reports_casebookedition.title",
    "accounts_district.code", "accounts_district.name", "accounts_district.short_name",
    "accounts_organisation.public_phone", "accounts_organisation.office_hours",
    "accounts_invitation.name", "accounts_user.name", "accounts_user.phone",
    "lifecycle_bulkrun.label", "pages_listexport.title", "pages_listexport.columns",
    "enterprises_enterpriseclaim.credit_code", "enterprises_enterpriseclaim.claimant_position",
    "enterprises_enterprise.credit_code", "enterprises_enterprise.legal_representative",
    "enterprises_enterprise.industry_code", "enterprises_enterprise.contact_name",
    "enterprises_enterprise.contact_phone", "enterprises_identitychange.legal_representative",
    "enterprises_publishedtitle.district_name", "schemes_scheme.code",
    "enterprises_shareholder.credit_code", "enterprises_shareholder.id_tail",
    "schemes_schemeversion.label", "procedures_application.number",
    "procedures_expert.employer_code", "procedures_expert.position",
    "procedures_experttie.credit_code", "procedures_noticeentry.district_name",
    "procedures_objection.receipt", "procedures_objection.name", "procedures_panelcase.code",
    "procedures_scoresheet.code", "certification_certificate.number",
    "certification_certificate.credit_code", "certification_certificate.token",
    "certification_issuedcertificate.number", "certification_issuedcertificate.credit_code",
    "financing_clientsecret.hint", "financing_loandemand.credit_code",
    "financing_loandemand.contact_name", "financing_loandemand.contact_phone",
    "financing_supportplan.credit_code", "financing_supportplan.manager_name",
    "financing_supportplan.manager_phone", "financing_creditfeedback.credit_code",
    "financing_webhook.name", "financing_webhooksecret.hint",
    "financing_whitelistentry.credit_code", "services_policy.document_number",
    "reports_target.unit", "reports_reportschedule.title",
    "reports_order.number", "reports_order.unit", "reports_order.supervisor",
    "reports_order.supervisor_phone", "reports_order.in_charge",
    "reports_measure.clause", "reports_workplansection.title",
    "reports_roundindicator.code", "reports_roundindicator.name",
    "reports_roundfigure.department", "reports_roundfigure.confirmed_by_name",
    "reports_papertemplate.masthead", "reports_papertemplate.issuer",
    "financing_checkfinding.check_name", "financing_inquiryletter.check_name",
    "financing_rechecksample.seed",
    "financing_adviser.registration", "financing_listingpath.credit_code",
    "financing_milestone.security_code", "financing_contestwinner.prize",
    "financing_contestwinner.credit_code", "financing_contactcard.name",
    "financing_contactcard.phone",
    "financing_subsidyclaim.exclusion_group",
    *(f"financing_subsidyline.{one}" for one in (
        "supplier_code", "buyer_code", "invoice_code", "invoice_number", "customs_number",
        "contract_number", "payment_number", "voucher_number", "asset_number", "serial_number",
    )),
    "financing_subsidygoal.unit", "financing_effectfigure.unit", "financing_effectfigure.goal_key",
    *(f"financing_fund.{one}" for one in (
        "code", "payer_account", "unit_code", "function_code", "economic_code", "project_code",
    )),
    "financing_payeeaccount.cnaps", "financing_paymentbatch.number",
    "financing_paymentorder.voucher", "financing_paymentorder.bank_serial",
    "financing_recovery.notice_number",
    "financing_grantcandidate.credit_code", "financing_grantcandidate.version_label",
    "financing_grantcandidate.certificate_number",
}  # fmt: skip
LONGEST_CODE = 63
# Names that people use as they are.
NAMES = {"Excel", "CSV"}


def columns_of_the_trail() -> Iterator[tuple[str, models.Field, bool]]:
    """Table, column, and whether its values are hidden."""
    trails = {
        name.removeprefix("trail of "): one
        for (_, name), one in declared_objects().items()
        if name.startswith("trail of ")
    }
    for model in apps.get_models():
        if made := trails.get(model._meta.db_table):
            for field in model._meta.concrete_fields:
                is_hidden = f"'{field.column}'" in made.create.split(", ", 1)[-1]
                yield model._meta.db_table, field, is_hidden


def no_row(table: str, changes: dict[str, Any], operation: str = "U") -> list[Told]:
    entry = TrailEntry(table_name=table, operation=operation, changes=changes)
    return told(entry, {User: {}, Organisation: {}})


def test_every_column_of_the_trail_has_a_chinese_name() -> None:
    unnamed = [
        f"{table}.{field.column}"
        for table, field, _ in columns_of_the_trail()
        if not CHINESE.search(column_word(table, str(field.column)))
        or not CHINESE.search(table_word(table))
    ]
    assert unnamed == []


def test_every_choice_has_a_chinese_word() -> None:
    unnamed = [
        f"{table}.{field.column}: {label}"
        for table, field, _ in columns_of_the_trail()
        for value, label in choices_of(field).items()
        if not CHINESE.search(label) and label not in NAMES
        and value not in value_words(table, str(field.column))
    ]  # fmt: skip
    assert unnamed == []


def test_every_code_of_the_trail_is_put_into_words() -> None:
    unspoken = [
        f"{table}.{field.column}"
        for table, field, is_hidden in columns_of_the_trail()
        if type(field) in (models.CharField, models.SlugField)
        and (field.max_length or 0) <= LONGEST_CODE
        and not choices_of(field)
        and not is_hidden
        and f"{table}.{field.column}" not in WRITTEN
        and not is_put_into_words(table, str(field.column))
    ]
    assert unspoken == []


def test_every_structured_value_of_the_trail_is_put_into_words() -> None:
    unspoken = [
        f"{table}.{field.column}"
        for table, field, is_hidden in columns_of_the_trail()
        if isinstance(field, models.JSONField) and not isinstance(field, ArrayField)
        and not is_hidden
        and not is_put_into_words(table, str(field.column))
        and f"{table}.{field.column}" not in WRITTEN
    ]  # fmt: skip
    assert unspoken == []


def test_every_kind_of_file_has_a_word() -> None:
    assert set(access._rules) <= set(value_words("documents_attachment", "purpose"))


def test_every_act_of_the_portal_has_a_chinese_reason() -> None:
    own = {reason for place, reason in SCOPES if "/bench/" not in place}
    assert [reason for reason in own if not CHINESE.search(reason_word(reason))] == []


def test_hidden_value_is_told_as_such() -> None:
    assert no_row("financing_webhooksecret", {"sealed": "***"}, "I") == [
        ("加密保存的密钥", UNRECORDED)
    ]


def test_hidden_value_that_changed_is_told_as_such() -> None:
    assert no_row("financing_webhooksecret", {"sealed": ["***", "***"]}) == [
        ("加密保存的密钥", UNRECORDED)
    ]


def test_of_a_mapping_only_what_differs_is_told() -> None:
    changes = {"before": [{"name": "青岛甲厂", "address": "山东路1号"}, {"name": "青岛乙厂", "address": "山东路1号"}]}  # fmt: skip # noqa: E501
    assert no_row("enterprises_identitychange", changes) == [
        ("变更前：企业名称", "青岛甲厂 → 青岛乙厂")
    ]


def test_structure_that_changed_within_is_told_to_have_changed() -> None:
    changes = {"definition": [{"sections": [1]}, {"sections": [2]}]}
    assert no_row("schemes_schemeversion", changes) == [("内容", UNSPOKEN)]


def test_codes_of_an_act_are_told_in_words() -> None:
    changes = {
        "act": "certificate.revoke", "subject": "certificate:12",
        "content": {"certificate": 12, "reason_kind": "fraud", "reason": "虚报"},
    }  # fmt: skip
    assert no_row("lifecycle_actproposal", changes, "I") == [
        ("办理", "撤销证书"),
        ("对象", "证书 12"),
        ("内容", "证书：12；原因类别：数据造假；原因：虚报"),
    ]


def test_row_that_is_named_by_its_number_says_so() -> None:
    assert no_row("financing_webhooksecret", {"webhook_id": 5}, "I") == [("回调地址", "编号 5")]


@pytest.mark.django_db
def test_answers_are_told_by_their_questions() -> None:
    field = next(one for one in questions().values() if one.kind == FieldKind.INTEGER)
    changes = {"answers": [{field.key: 3}, {field.key: 4}]}
    (line,) = no_row("procedures_application", changes)
    assert line.label == f"填报内容：{field.label}"
    assert line.value.startswith("3") and "→ 4" in line.value


def test_export_is_told_with_its_filters(as_actor: Any, signed_in: Any) -> None:
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        query = "state=valid&sort=-valid_to&q=仪器"
        record_list_export(officer, "certificates", "证书名录", query, (), "xlsx")
    page = signed_in(as_actor(Duty.AUDITOR)).get(
        reverse("people:trail"), {"table_name": "pages_listexport"}
    )
    ((*_, row),) = [page.context["page"].rows]
    words = dict(row.told)
    assert words["列表"] == "证书名录"
    assert "状态：有效" in words["筛选条件"] and "排序：有效期止" in words["筛选条件"]
    assert "q：" not in words["筛选条件"]
