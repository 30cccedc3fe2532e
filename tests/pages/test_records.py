"""What every record owes, shown on policies: page, form, stale pages, history, retirement."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from audit.models import ReadEntry, TrailEntry
from documents.models import Attachment
from enterprises.models import Product
from pages.history import history_of
from pages.records import Record, Section, actions, views
from pages.records.actions import check, restore_record, retire_record, save_record
from services.models import Policy
from services.records import PolicyRecord
from tests.enterprises.entries import entry
from tests.services.test_policies import policy

LIST = "/services/policies/"
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def officer(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def colleague(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def city(signed_in, officer):
    return signed_in(officer)


def typed(**values):
    return {
        "title": "示例政策", "document_number": "示例〔2026〕9号", "issuer": "示例局",
        "level": "city", "valid_from": "2026-01-01", "text": "内容", **values,
    }  # fmt: skip


def sent(row, **values):
    """What the form of `row` sends, as the page shows it now."""
    shown = {
        "version": row.version, "title": row.title, "document_number": row.document_number,
        "issuer": row.issuer, "level": row.level, "valid_from": row.valid_from.isoformat(),
        "text": row.text, "tags": "、".join(row.tags), "sizes": row.sizes,
        "industries": row.industries,
    }  # fmt: skip
    return shown | values


def saved(row):
    with system_scope(reason="test"):
        return Policy.objects.get(pk=row.pk)


def page_of(response):
    return unescape(response.content.decode())


class TestForm:
    def test_new_row_is_saved_and_shown(self, city):
        answer = city.post(
            f"{LIST}new/", typed(tags="融资、 技改，融资", sizes=["small"]), follow=True
        )
        with system_scope(reason="test"):
            row = Policy.objects.get()
        assert (row.tags, row.sizes, row.version) == (["融资", "技改"], ["small"], 1)
        assert answer.redirect_chain == [(f"{LIST}{row.pk}/", 302)]
        assert "政策“示例政策”已新建。生效期内" in page_of(answer)

    @pytest.mark.parametrize(
        ("values", "field", "why"),
        [
            ({"title": ""}, "title", "必填"),
            ({"level": "moon"}, "level", "moon"),
            ({"valid_to": "2025-01-01"}, "valid_to", "失效日期不能早于生效日期。"),
            ({"level": "district"}, "district", "区市一级的政策须选择区市"),
            ({"tags": "标" * 21}, "tags", "超过 20 个字"),
            ({"industries": ["Z"]}, "industries", "Z"),
            ({"valid_from": "2026-02-30"}, "valid_from", "日期"),
        ],
    )
    def test_every_rule_is_told_beside_its_field(self, city, values, field, why):
        answer = city.post(f"{LIST}new/", typed(**values))
        assert answer.status_code == 422
        assert why in answer.context["form"].errors[field][0]
        with system_scope(reason="test"):
            assert not Policy.objects.exists()

    def test_unique_value_is_told_beside_its_field(self, city):
        policy(1, document_number="示例〔2026〕9号")
        errors = city.post(f"{LIST}new/", typed()).context["form"].errors
        assert errors == {"document_number": ["这个文号已经登记。"]}

    def test_form_without_a_change_makes_no_version(self, city):
        row = policy(1)
        told = page_of(city.post(f"{LIST}{row.pk}/edit/", sent(row), follow=True))
        assert "没有改动" in told and saved(row).version == 1

    def test_ends_of_lines_make_no_change(self, city):
        row = policy(1, text="第一行\n第二行")
        told = city.post(f"{LIST}{row.pk}/edit/", sent(row, text="第一行\r\n第二行"), follow=True)
        assert "没有改动" in page_of(told)

    def test_conditional_field_names_its_condition(self, city):
        form = city.get(f"{LIST}new/").context["form"]
        assert form.fields["district"].visible_if == "level=district"

    def test_form_is_for_editors(self, signed_in, as_actor):
        row = policy(1)
        client = signed_in(as_actor(Duty.LEADER))
        assert client.get(f"{LIST}{row.pk}/edit/").status_code == 403
        assert "修改</a>" not in page_of(client.get(f"{LIST}{row.pk}/"))


class TestOwners:
    """Rows that belong to organisations, shown on products of enterprises."""

    class ProductRecord(Record[Product]):
        model, name, listing, title = Product, "x", "enterprises:list", "产品"
        editors, about = (Duty.ENTERPRISE_STAFF, Duty.CITY_OFFICER), "product"
        sections = (Section("产品", ("name",)),)

        @classmethod
        def url(cls, row, act=""):
            return f"/{act}"

    def test_new_row_belongs_to_the_actors_organisation(self, as_actor):
        staff = as_actor(Duty.ENTERPRISE_STAFF)
        with acting_as(staff):
            row = self.ProductRecord(staff).new_row()
        assert row.organisation_id == staff.organisation_id and row.district_id

    def test_others_reading_a_row_is_told_to_its_owner(self, rf, as_actor, officer, monkeypatch):
        monkeypatch.setattr(Product, "is_retired", False, raising=False)
        staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=entry(1).organisation)
        with acting_as(staff):
            row = self.ProductRecord(staff).new_row()
            row.name = "减速机"
            row.save()
        request = rf.get("/")
        request.actor = officer
        with acting_as(officer):
            views.detail(request, row.pk, kind=self.ProductRecord)
        with acting_as(staff):
            (read,) = ReadEntry.objects.all()
        assert (read.user_id, read.object_type, read.object_id) == (
            officer.user_id, "product", str(row.pk)
        )  # fmt: skip


class TestRetirement:
    def test_retired_row_leaves_the_readers_and_stays_for_editors(self, city, signed_in, as_actor):
        row = policy(1)
        words = {"version": 1, "reason": "已有新办法"}
        told = page_of(city.post(f"{LIST}{row.pk}/retire/", words, follow=True))
        assert "已停用" in told and "停用：已有新办法" in told
        reader = signed_in(as_actor(Duty.BANK_OFFICER))
        assert reader.get(f"{LIST}{row.pk}/").status_code == 404

    def test_reason_is_asked_for(self, city):
        row = policy(1)
        answer = city.post(f"{LIST}{row.pk}/retire/", {"version": 1, "reason": "  "})
        assert answer.status_code == 422 and not saved(row).is_retired
        assert "请写明原因" in page_of(answer) and "data-open" in page_of(answer)

    def test_retired_row_is_not_changed_until_it_is_restored(self, city, officer):
        row = policy(1)
        with acting_as(officer):
            retire_record(officer, PolicyRecord, row.pk, "停用")
            with pytest.raises(RuleViolation, match="已经停用"):
                save_record(officer, PolicyRecord, {"title": "新"}, pk=row.pk)
            restore_record(officer, PolicyRecord, row.pk, "恢复")
            assert save_record(officer, PolicyRecord, {"title": "新"}, pk=row.pk).row.version == 4
            assert [one.what for one in history_of(row)] == ["修改", "恢复", "停用", "新建"]

    def test_retired_twice_is_told(self, officer):
        row = policy(1)
        with acting_as(officer):
            retire_record(officer, PolicyRecord, row.pk, "停用")
            with pytest.raises(RuleViolation, match="已经停用"):
                retire_record(officer, PolicyRecord, row.pk, "停用")

    def test_stale_page_retires_nothing(self, city, officer):
        row = policy(1)
        with acting_as(officer):
            save_record(officer, PolicyRecord, {"title": "新的"}, pk=row.pk)
        told = page_of(
            city.post(f"{LIST}{row.pk}/retire/", {"version": 1, "reason": "旧"}, follow=True)
        )
        assert "您打开页面之后" in told and not saved(row).is_retired


class TestFile:
    def upload(self, name="政策.pdf", content=PDF):
        return SimpleUploadedFile(name, content, "application/pdf")

    @pytest.fixture(autouse=True)
    def files(self, own_media):
        pass

    def attached(self, city):
        city.post(f"{LIST}new/", typed(attachment=self.upload()))
        with system_scope(reason="test"):
            row = Policy.objects.get()
            Attachment.objects.update(scan_state="clean")
        return row

    def test_whoever_reads_the_row_reads_its_file(self, city, signed_in, as_actor):
        row = self.attached(city)
        reader = signed_in(as_actor(Duty.ENTERPRISE_STAFF))
        assert "政策.pdf" in page_of(reader.get(f"{LIST}{row.pk}/"))
        answer = reader.get(f"{LIST}{row.pk}/files/attachment/")
        assert b"".join(answer.streaming_content) == PDF
        with system_scope(reason="test"):
            assert not ReadEntry.objects.exists()  # it is published, nobody's own

    def test_file_stays_is_replaced_and_is_taken_away(self, city):
        row = self.attached(city)
        city.post(f"{LIST}{row.pk}/edit/", sent(row, title="新名称"))
        assert saved(row).attachment_id == row.attachment_id
        new = sent(saved(row), attachment=self.upload("新.pdf"))
        city.post(f"{LIST}{row.pk}/edit/", new)
        assert saved(row).attachment_id not in (None, row.attachment_id)
        city.post(f"{LIST}{row.pk}/edit/", {**sent(saved(row)), "attachment-clear": "on"})
        assert saved(row).attachment_id is None

    def test_wrong_file_is_told_beside_its_field_and_saves_nothing(self, city):
        answer = city.post(f"{LIST}new/", typed(attachment=self.upload(content=b"text")))
        assert answer.status_code == 422
        assert "不是可接受的类型" in answer.context["form"].errors["attachment"][0]
        with system_scope(reason="test"):
            assert not Policy.objects.exists() and not Attachment.objects.exists()

    @pytest.mark.parametrize("field", ["title", "nonsense", "id"])
    def test_other_fields_are_no_files(self, city, field):
        row = policy(1)
        assert city.get(f"{LIST}{row.pk}/files/{field}/").status_code == 404


class TestAct:
    def test_field_that_the_form_lacks_is_refused(self, officer):
        row = policy(1)
        with acting_as(officer), pytest.raises(RuleViolation) as refused:
            save_record(officer, PolicyRecord, {"version": 7}, pk=row.pk)
        assert set(refused.value.errors) == {"version"}

    def test_rules_of_the_model_bind_the_act(self, officer):
        with acting_as(officer), pytest.raises(RuleViolation) as refused:
            save_record(officer, PolicyRecord, {"title": "只有名称"})
        assert {"document_number", "issuer", "level", "valid_from", "text"} <= set(
            refused.value.errors
        )

    def test_each_change_is_in_the_trail_with_its_person(self, officer):
        row = policy(1)
        with acting_as(officer):
            save_record(officer, PolicyRecord, {"title": "新"}, pk=row.pk, version=1)
        with system_scope(reason="test"):
            entry = TrailEntry.objects.filter(table_name="services_policy").latest("id")
        assert entry.user_id == officer.user_id
        assert entry.changes == {"title": [row.title, "新"], "version": [1, 2]}

    def test_row_that_another_one_added_meanwhile_is_told_at_its_field(self, officer, monkeypatch):
        """The first check does not see what another transaction has not committed yet."""
        policy(1, document_number="示例〔2026〕9号")
        checks = []

        def blind_at_first(row):
            if checks:
                check(row)
            checks.append(row)

        monkeypatch.setattr(actions, "check", blind_at_first)
        with acting_as(officer), pytest.raises(RuleViolation) as refused:
            save_record(officer, PolicyRecord, typed(valid_from=date(2026, 1, 1)))
        assert refused.value.errors == {"document_number": "这个文号已经登记。"}


def test_expired_policy_says_so(city):
    row = policy(1, valid_to=timezone.localdate() - timedelta(days=1))
    assert "已失效" in page_of(city.get(f"{LIST}{row.pk}/"))
