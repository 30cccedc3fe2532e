"""A new name, or another enterprise that takes the holder in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from certification.actions.carry_over_certificates import carry_over_certificates, rename_holder
from certification.issuing import typeset
from certification.models import Certificate
from enterprises.actions.entry_values import fill
from enterprises.former_names import FormerNames
from enterprises.models import Enterprise, FormerName
from tests.certification.certificates import act, certified, events_of, fresh
from tests.enterprises.imports import bring_in, csv_bytes, line
from tests.procedures import filings

SAID = {"reason": "工商变更登记。", "document_number": "青市监〔2026〕12号"}


@pytest.fixture
def successor(as_actor, other_district):
    """Staff of a confirmed enterprise in another district."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=other_district)
    filings.confirmed(staff, 2)
    return staff


def code(staff):
    from enterprises.models import Enterprise

    with system_scope(reason="test"):
        return Enterprise.objects.get(pk=staff.organisation_id).credit_code


def renamed(people, certificate, name="青岛新名称有限公司", **said):
    with acting_as(people.city):
        return rename_holder(people.city, certificate.pk, name, **{**SAID, **said})


def merged(people, certificate, credit_code, **said):
    with acting_as(people.city):
        return carry_over_certificates(people.city, certificate.pk, credit_code, **{**SAID, **said})


def test_new_name_stands_on_every_certificate_in_force(people):
    first, second, gone = (certified(people) for _ in range(3))
    act(people.city, gone, "revoke")
    renamed(people, first)
    names = [fresh(one).holder_name for one in (first, second, gone)]
    assert names == ["青岛新名称有限公司"] * 2 + [gone.holder_name]


def test_event_keeps_both_names_reason_and_document(people):
    certificate = certified(people)
    renamed(people, certificate)
    (event,) = events_of(certificate)
    assert event.facts["holder_name"] == [certificate.holder_name, "青岛新名称有限公司"]
    assert (event.reason, event.document_number) == (SAID["reason"], SAID["document_number"])


def test_name_before_is_a_former_name_of_the_enterprise(people):
    certificate = certified(people)
    before = certificate.holder_name
    renamed(people, certificate)
    with acting_as(people.city):
        (former,) = FormerName.objects.filter(organisation_id=certificate.organisation_id)
        found = FormerNames([certificate.organisation_id])
    assert (former.name, former.document_number) == (before, SAID["document_number"])
    assert former.until == timezone.localdate()
    assert found.find(certificate.organisation_id, before) == former


def test_name_of_the_certificate_alone_is_a_former_name_too(people):
    """The registry had the new name already."""
    certificate = certified(people)
    with acting_as(people.city):
        holder = Enterprise.objects.get(pk=certificate.organisation_id)
        fill(holder, {"name": "青岛新名称有限公司"})
        holder.save()
    renamed(people, certificate)
    with acting_as(people.city):
        (former,) = FormerName.objects.all()
    assert former.name == certificate.holder_name


def test_old_list_does_not_undo_the_renaming(people):
    """A workbook with the code and the name of before leaves the new one."""
    certificate = certified(people)
    renamed(people, certificate)
    with acting_as(people.city):
        holder = Enterprise.objects.get(pk=certificate.organisation_id)
    listed = csv_bytes([line(1, credit_code=holder.credit_code, name=certificate.holder_name)])
    bring_in(people.city, listed)
    with acting_as(people.city):
        assert Enterprise.objects.get(pk=holder.pk).name == "青岛新名称有限公司"


def test_old_pdf_is_kept_and_a_new_one_is_typeset(people, own_media):
    from django.core.files.storage import storages

    certificate = certified(people)
    with acting_as(people.city):
        old = typeset(certificate.pk).pdf_key
    renamed(people, certificate)
    with acting_as(people.city):
        new = typeset(certificate.pk).pdf_key
    assert new != old
    assert storages["attachments"].exists(old)


def test_public_check_shows_both_names(people):
    certificate = certified(people)
    renamed(people, certificate)
    page = Client().get(reverse("certification:verify", args=[certificate.token]))
    text = page.content.decode()
    assert "青岛新名称有限公司" in text
    assert certificate.holder_name in text


@pytest.mark.parametrize(
    ("said", "field"),
    [({"name": " "}, "holder_name"), ({"reason": ""}, "reason"),
     ({"document_number": ""}, "document_number")],
)  # fmt: skip
def test_what_is_missing_is_told_at_its_field(people, said, field):
    with pytest.raises(RuleViolation) as refused:
        renamed(people, certified(people), **said)
    assert set(refused.value.errors) == {field}


def test_same_name_is_no_renaming(people):
    certificate = certified(people)
    with pytest.raises(RuleViolation, match="相同"):
        renamed(people, certificate, certificate.holder_name)


def test_after_a_merger_the_successor_holds_the_certificate(people, successor):
    certificate = certified(people)
    merged(people, certificate, code(successor))
    with acting_as(successor):
        own = Certificate.objects.get()
        assert own.holder_name == successor.organisation_name
        assert own.former_name == certificate.holder_name
        assert own.events.exclude(transition="issue").get().transition == "merge"
    with acting_as(people.staff):
        assert not Certificate.objects.exists()


def test_successor_reads_the_certificate_though_not_its_case(people, successor, signed_in):
    certificate = certified(people)
    merged(people, certificate, code(successor))
    page = signed_in(successor).get(reverse("certification:detail", args=[certificate.pk]))
    assert page.status_code == 200
    assert page.context["case"] is None


def test_successor_is_told(people, successor):
    merged(people, certified(people), code(successor))
    assert any("持证企业已变更" in title for title in filings.told(successor.user_id))


def test_former_holder_is_told_who_holds_it_now(people, successor):
    merged(people, certified(people), code(successor))
    told = filings.told(people.staff.user_id)
    assert any(f"已转由“{successor.organisation_name}”持有" in title for title in told)


def test_unknown_successor_is_told_at_the_field(people):
    with pytest.raises(RuleViolation) as refused:
        merged(people, certified(people), "91370200000000000X")
    assert set(refused.value.errors) == {"credit_code"}


def test_enterprise_does_not_merge_with_itself(people):
    certificate = certified(people)
    with pytest.raises(RuleViolation, match="现在的持证企业"):
        merged(people, certificate, code(people.staff))


def test_district_does_not_carry_over(people):
    certificate = certified(people)
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        rename_holder(people.reviewer, certificate.pk, "新", **SAID)
