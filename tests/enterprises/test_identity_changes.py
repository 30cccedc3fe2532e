"""A changed name, address, legal representative or district: filed with evidence, decided."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import Membership
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from enterprises.actions.file_identity_change import ChangedIdentity, file_identity_change
from enterprises.identity_change_machine import MACHINE
from enterprises.models import Enterprise, IdentityChange, RegistrationState
from lifecycle.transitions import TransitionInput
from tests.enterprises.entries import details, entry, scan

NEW_NAME = "青岛新名齿轮有限公司"


@pytest.fixture
def enterprise(db, own_media):
    return entry(1, established_on=date(1998, 5, 18))


@pytest.fixture
def staff(as_actor, enterprise):
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def filed(staff, **changed):
    values = {"changed_on": date(2026, 3, 1), "document_number": "青登变〔2026〕1 号", **changed}
    with acting_as(staff):
        return file_identity_change(staff, ChangedIdentity(**values), scan("变更通知书.pdf"))


def decided(actor, change, name, reason="", version=None):
    with acting_as(actor):
        return MACHINE.execute(
            actor, change.pk, name, TransitionInput(reason), expected_version=version
        )


def stored():
    with system_scope(reason="test"):
        return Enterprise.objects.select_related("district", "organisation").get()


class TestFiling:
    def test_what_stays_is_no_change(self, staff):
        change = filed(staff, name=NEW_NAME, **{
            key: details()[key] for key in ("address", "legal_representative")
        })  # fmt: skip
        assert [label for label, _, _ in change.changes] == ["企业名称"]
        assert change.before["name"] == "青岛示例齿轮1有限公司"

    def test_nothing_changes_until_it_is_decided(self, staff):
        filed(staff, name=NEW_NAME)
        assert stored().name == "青岛示例齿轮1有限公司"

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({}, ""),
            ({"name": "甲"}, "name"),
            ({"name": NEW_NAME, "document_number": " "}, "document_number"),
            (
                {"name": NEW_NAME, "changed_on": timezone.localdate() + timedelta(days=1)},
                "changed_on",
            ),
            ({"name": NEW_NAME, "changed_on": date(1990, 1, 1)}, "changed_on"),
            ({"name": "#N/A", "legal_representative": "#REF!"}, "name"),
        ],
    )
    def test_wrong_change_is_refused_at_its_field(self, staff, changed, field):
        with pytest.raises(RuleViolation) as refused:
            filed(staff, **changed)
        assert next(iter(refused.value.errors)) == field

    def test_name_is_kept_as_the_registry_keeps_names(self, staff):
        change = filed(staff, name="青岛\u202a新名 (示例)齿轮有限公司")
        assert change.name == "青岛新名（示例）齿轮有限公司"

    def test_move_without_a_new_address_is_refused(self, staff, other_district):
        with pytest.raises(RuleViolation) as refused:
            filed(staff, new_district=other_district)
        assert list(refused.value.errors) == ["address"]

    def test_only_one_waits_at_a_time(self, staff):
        filed(staff, name=NEW_NAME)
        with pytest.raises(RuleViolation, match="等待核对"):
            filed(staff, legal_representative="王新")

    def test_registration_that_is_not_confirmed_is_corrected_instead(self, as_actor, own_media):
        waiting = entry(3, state=RegistrationState.PENDING)
        own = as_actor(Duty.ENTERPRISE_STAFF, organisation=waiting.organisation)
        with pytest.raises(RuleViolation, match="直接更正"):
            filed(own, name=NEW_NAME)


class TestLicence:
    def test_new_licence_alone_is_a_change_and_its_own_evidence(self, staff):
        with acting_as(staff):
            change = file_identity_change(
                staff, ChangedIdentity(changed_on=date(2026, 3, 1)), licence=scan()
            )
        assert change.changes == [("营业执照", "", "新上传的")]
        assert change.evidence == change.licence and change.document_number == ""

    def test_accepted_licence_takes_the_place_of_the_one_on_file(self, staff, reviewer):
        with acting_as(staff):
            change = file_identity_change(
                staff, ChangedIdentity(changed_on=date(2026, 3, 1)), licence=scan()
            )
        assert stored().licence is None
        decided(reviewer, change, "accept")
        assert stored().licence == change.licence
        with acting_as(staff):
            again = file_identity_change(
                staff, ChangedIdentity(changed_on=date(2026, 4, 1)), licence=scan("新执照.pdf")
            )
        assert again.changes == [("营业执照", "原来的", "新上传的")]
        assert again.before["licence"] == str(change.licence)

    def test_new_name_with_the_new_licence_needs_no_other_evidence(self, staff, reviewer):
        with acting_as(staff):
            changed = ChangedIdentity(
                name=NEW_NAME, changed_on=date(2026, 3, 1), document_number="青登变〔2026〕1 号"
            )
            change = file_identity_change(staff, changed, licence=scan())
        decided(reviewer, change, "accept")
        assert (stored().name, stored().licence) == (NEW_NAME, change.licence)

    def test_change_without_any_scan_is_refused_at_its_field(self, staff):
        with acting_as(staff), pytest.raises(RuleViolation) as refused:
            changed = ChangedIdentity(
                name=NEW_NAME, changed_on=date(2026, 3, 1), document_number="1 号"
            )
            file_identity_change(staff, changed)
        assert list(refused.value.errors) == ["evidence"]

    def test_both_see_the_licence_its_day_and_who_confirmed_it(
        self, staff, enterprise, reviewer, signed_in
    ):
        profile = reverse("enterprises:profile")
        client = signed_in(staff)
        assert "补交营业执照" in client.get(profile).content.decode()
        new = reverse("enterprises:identity_change_new")
        sent = {
            "name": enterprise.name, "address": enterprise.address,
            "legal_representative": enterprise.legal_representative,
            "new_district": enterprise.district_id, "changed_on": "2026-03-01",
            "document_number": "", "licence": scan("新执照.pdf"),
        }  # fmt: skip
        filed_at = client.post(new, sent).headers["Location"]
        assert "已提出更换，等待区市核对" in client.get(profile).content.decode()
        bureau = signed_in(reviewer)
        page = bureau.get(filed_at).content.decode()
        assert "新的营业执照" in page and "新执照.pdf" in page and "没有文号" in page
        bureau.post(filed_at, {"act": "accept", "version": "1"})
        today = f"{timezone.localdate():%Y-%m-%d}"
        said = f"{today} 上传 · {today} {reviewer.organisation_name}确认"
        licence = reverse("documents:download", args=[stored().licence])
        page = bureau.get(reverse("enterprises:detail", args=[enterprise.pk])).content.decode()
        assert said in page and licence in page and "更换营业执照" not in page
        page = signed_in(staff).get(profile).content.decode()
        assert said in page and licence in page and f'href="{new}">更换营业执照' in page


class TestDecision:
    def test_accepted_change_is_written_into_the_registry(self, staff, reviewer):
        change = filed(staff, name=NEW_NAME, legal_representative="王新")
        decided(reviewer, change, "accept")
        now = stored()
        assert (now.name, now.legal_representative) == (NEW_NAME, "王新")
        assert now.organisation.name == NEW_NAME and "xin ming" in now.name_pinyin

    def test_move_takes_the_enterprise_to_its_new_district(
        self, staff, reviewer, other_district, as_actor
    ):
        change = filed(staff, address="青岛市城阳区示例路 8 号", new_district=other_district)
        decided(reviewer, change, "accept")
        assert stored().district == other_district
        newcomer = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
        with acting_as(newcomer):
            moved = IdentityChange.objects.get()
            assert moved.events.get().transition == "accept"
            assert Attachment.objects.filter(pk=moved.evidence).exists()

    def test_refusal_needs_a_reason_and_leaves_the_registry(self, staff, reviewer):
        change = filed(staff, name=NEW_NAME)
        with pytest.raises(RuleViolation) as refused:
            decided(reviewer, change, "refuse")
        assert list(refused.value.errors) == ["reason"]
        decided(reviewer, change, "refuse", "通知书看不清。")
        assert stored().name == "青岛示例齿轮1有限公司"

    def test_enterprise_withdraws_and_may_file_again(self, staff):
        change = filed(staff, name=NEW_NAME)
        decided(staff, change, "withdraw")
        assert filed(staff, legal_representative="王新").state == "open"

    def test_stale_page_decides_nothing(self, staff, reviewer):
        change = filed(staff, name=NEW_NAME)
        decided(staff, change, "withdraw")
        with pytest.raises((StaleVersion, RuleViolation)):
            decided(reviewer, change, "accept", version=1)

    @pytest.mark.parametrize("name", ["accept", "refuse"])
    def test_enterprise_does_not_decide_its_own_change(self, staff, name):
        change = filed(staff, name=NEW_NAME)
        with pytest.raises(NotPermitted):
            decided(staff, change, name, "理由")

    def test_reviewer_who_works_for_the_enterprise_does_not_decide(
        self, staff, reviewer, enterprise
    ):
        change = filed(staff, name=NEW_NAME)
        with system_scope(reason="test"):
            Membership.objects.create(
                **enterprise.home, user_id=reviewer.user_id, duty=Duty.ENTERPRISE_STAFF
            )
        with pytest.raises(RuleViolation):
            decided(reviewer, change, "accept")

    def test_bureau_of_another_district_finds_nothing(self, staff, as_actor, other_district):
        change = filed(staff, name=NEW_NAME)
        stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
        with pytest.raises(IdentityChange.DoesNotExist):
            decided(stranger, change, "accept")

    def test_state_does_not_change_without_an_event(self, staff):
        change = filed(staff, name=NEW_NAME)
        with system_scope(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
            IdentityChange.objects.filter(pk=change.pk).update(state="accepted")
            connection.check_constraints()


class TestPages:
    def sent(self, enterprise, **changes):
        return {
            "name": enterprise.name,
            "address": enterprise.address,
            "legal_representative": enterprise.legal_representative,
            "new_district": enterprise.district_id,
            "changed_on": "2026-03-01",
            "document_number": "青登变〔2026〕1 号",
            "evidence": scan("变更通知书.pdf"),
            **changes,
        }

    def test_form_offers_what_stands_there_now(self, staff, enterprise, signed_in):
        page = signed_in(staff).get(reverse("enterprises:identity_change_new"))
        assert page.context["form"].initial["name"] == enterprise.name

    def test_enterprise_files_and_the_district_accepts(
        self, staff, enterprise, reviewer, signed_in
    ):
        client = signed_in(staff)
        new = reverse("enterprises:identity_change_new")
        answer = client.post(new, self.sent(enterprise, name=NEW_NAME))
        assert answer.status_code == 302
        client = signed_in(reviewer)
        assert "1 项登记变更等待核对" in client.get("/home/").content.decode()
        page = client.get(answer.headers["Location"])
        assert NEW_NAME in page.content.decode() and "变更通知书.pdf" in page.content.decode()
        client.post(answer.headers["Location"], {"act": "accept", "version": "1"})
        assert stored().name == NEW_NAME

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("0021-03-05", "请核对年份。"),
            ("1990-01-01", "变更日期早于企业成立日期 1998-05-18，请核对年份。"),
            ("2099-01-01", "不能晚于今天，请核对年份。"),
        ],
    )
    def test_impossible_day_is_told_at_its_field(self, staff, enterprise, signed_in, day, said):
        sent = self.sent(enterprise, name=NEW_NAME, changed_on=day)
        answer = signed_in(staff).post(reverse("enterprises:identity_change_new"), sent)
        assert answer.context["form"].errors["changed_on"] == [said]

    def test_bureau_is_told_of_the_enterprise_with_the_new_name(self, staff, reviewer, signed_in):
        known = entry(2, name=NEW_NAME)
        change = filed(staff, name=NEW_NAME)
        address = reverse("enterprises:identity_change", args=[change.pk])
        page = signed_in(reviewer).get(address).content.decode()
        assert "名录中已有同名企业" in page
        assert reverse("enterprises:detail", args=[known.pk]) in page
        assert "名录中" not in signed_in(staff).get(address).content.decode()

    def test_change_without_evidence_is_refused_at_its_field(self, staff, enterprise, signed_in):
        sent = self.sent(enterprise, name=NEW_NAME)
        del sent["evidence"]
        answer = signed_in(staff).post(reverse("enterprises:identity_change_new"), sent)
        assert list(answer.context["form"].errors) == ["evidence"]

    def test_act_that_there_is_not_is_not_found(self, staff, signed_in):
        change = filed(staff, name=NEW_NAME)
        address = reverse("enterprises:identity_change", args=[change.pk])
        assert signed_in(staff).post(address, {"act": "nonsense"}).status_code == 404
