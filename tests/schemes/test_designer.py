"""Versions: drafts, a second person, frozen for ever, drafts of cases that move."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.jobs import run
from accounts.tenancy import acting_as, system_scope
from procedures.batches.actions.move_drafts import move_drafts
from procedures.batches.actions.open_batch import plan_batch
from procedures.models import Application
from procedures.trials.actions.simulate_version import simulate_version
from schemes.actions import design_scheme, publish_scheme
from schemes.checking.files import dump
from schemes.models import Scheme, SchemeVersion
from tests.procedures import filings
from tests.schemes.shipped import FOLDER

CONTENT = (FOLDER / "hidden_champion_2018.yaml").read_bytes()


@pytest.fixture
def version(db):
    with system_scope(reason="test"):
        return SchemeVersion.objects.select_related("scheme").get(scheme__code="certified-product")


@pytest.fixture
def second(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def draft(people, version):
    with acting_as(people.city):
        return design_scheme.clone_version(people.city, version.pk, "2027 版")


def tried(actor, version):
    with acting_as(actor):
        run(str(simulate_version(actor, version.pk).job_id))


def in_review(actor, version):
    tried(actor, version)
    with acting_as(actor):
        return publish_scheme.submit_version(actor, version.pk)


def published(actor, second, version):
    in_review(actor, version)
    with acting_as(second):
        return publish_scheme.publish_version(second, version.pk)


def test_clone_has_the_content_and_remembers_its_source(version, draft):
    assert (draft.state, draft.based_on, draft.definition) == ("draft", version, version.definition)


def test_label_is_given_once(people, version, draft):
    with acting_as(people.city), pytest.raises(RuleViolation, match="已有“2027 版”"):
        design_scheme.clone_version(people.city, version.pk, " 2027 版 ")


@pytest.mark.parametrize("duty", [Duty.DISTRICT_REVIEWER, Duty.ENTERPRISE_STAFF, Duty.LEADER])
def test_only_the_city_designs(as_actor, version, duty):
    actor = as_actor(duty)
    with acting_as(actor), pytest.raises(NotPermitted):
        design_scheme.clone_version(actor, version.pk, "2027 版")


def test_stale_page_changes_nothing(people, draft):
    with acting_as(people.city):
        design_scheme.change_content(
            people.city, draft.pk, draft.version, lambda d: {**d, "title": "同事改的"}
        )
        with pytest.raises(StaleVersion, match="修改了内容"):
            design_scheme.change_content(people.city, draft.pk, draft.version, lambda d: {})


def test_published_content_is_not_changed_by_an_act(people, version):
    with acting_as(people.city), pytest.raises(RuleViolation, match="已发布"):
        design_scheme.change_content(people.city, version.pk, version.version, lambda d: {})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE schemes_schemeversion SET definition = '{}' WHERE id = %s",
        "UPDATE schemes_schemeversion SET state = 'draft' WHERE id = %s",
        "UPDATE schemes_schemeversion SET valid_from = '2000-01-01' WHERE id = %s",
        "DELETE FROM schemes_schemeversion WHERE id = %s",
    ],
)
def test_published_version_is_frozen_in_the_database(people, version, statement):
    with (
        system_scope(reason="test"),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="frozen"),
        transaction.atomic(),
    ):
        cursor.execute(statement, [version.pk])


def test_draft_is_seen_by_bureaus_alone(people, draft):
    with acting_as(people.staff):
        assert not SchemeVersion.objects.filter(pk=draft.pk).exists()
    with acting_as(people.city):
        assert SchemeVersion.objects.filter(pk=draft.pk).exists()


def test_publication_needs_a_trial_of_the_present_content(people, draft):
    with acting_as(people.city), pytest.raises(RuleViolation, match="测算"):
        publish_scheme.submit_version(people.city, draft.pk)
    tried(people.city, draft)
    with acting_as(people.city):
        design_scheme.change_content(
            people.city, draft.pk, draft.version, lambda data: {**data, "title": "改名"}
        )
        with pytest.raises(RuleViolation, match="测算"):
            publish_scheme.submit_version(people.city, draft.pk)


def test_publication_needs_a_second_person(people, draft):
    in_review(people.city, draft)
    with acting_as(people.city), pytest.raises(RuleViolation, match="另一人复核"):
        publish_scheme.publish_version(people.city, draft.pk)


def test_who_edited_last_does_not_publish(people, second, draft):
    with acting_as(second):
        design_scheme.change_content(second, draft.pk, draft.version, lambda data: data)
    in_review(people.city, draft)
    with acting_as(second), pytest.raises(RuleViolation, match="另一人复核"):
        publish_scheme.publish_version(second, draft.pk)


def test_second_person_is_told_and_publishes(people, second, draft):
    in_review(people.city, draft)
    assert filings.told(second.user_id) == [f"“{draft.scheme.name} 2027 版”等待您复核发布"]
    with acting_as(second):
        done = publish_scheme.publish_version(second, draft.pk)
    assert (done.state, done.published_by_id) == ("published", second.user_id)


def test_version_in_review_is_not_changed(people, draft):
    in_review(people.city, draft)
    with acting_as(people.city), pytest.raises(RuleViolation, match="待复核发布"):
        design_scheme.change_content(people.city, draft.pk, draft.version, lambda d: d)


def test_second_person_hands_back_with_a_reason(people, second, draft):
    in_review(people.city, draft)
    with acting_as(second):
        with pytest.raises(RuleViolation, match="怎样修改"):
            publish_scheme.send_back(second, draft.pk, " ")
        back = publish_scheme.send_back(second, draft.pk, "门槛太高")
    assert (back.state, back.review_note) == ("draft", "门槛太高")


def test_who_asked_takes_it_back_without_a_reason(people, draft):
    in_review(people.city, draft)
    with acting_as(people.city):
        assert publish_scheme.send_back(people.city, draft.pk, "").state == "draft"


def test_version_with_an_open_batch_is_not_retired(people, version):
    filings.open_batch()
    with acting_as(people.city), pytest.raises(RuleViolation, match="还没有截止"):
        publish_scheme.retire_version(people.city, version.pk)


def test_retired_version_opens_no_batch(people, version):
    now = timezone.now()
    with acting_as(people.city):
        publish_scheme.retire_version(people.city, version.pk)
        with pytest.raises(RuleViolation, match="已发布的版本"):
            plan_batch(people.city, version.pk, "批次", now, now + timezone.timedelta(days=1))


def test_drafts_move_to_the_corrected_version_and_filed_cases_stay(people, second, draft, version):
    batch = filings.open_batch()
    filed = filings.submitted(people.staff, batch)
    begun = filings.draft(people.staff, batch)
    published(people.city, second, draft)
    with acting_as(people.city):
        assert move_drafts(people.city, batch.pk, draft.pk) == 1
        assert Application.objects.get(pk=begun.pk).scheme_version_id == draft.pk
        assert Application.objects.get(pk=filed.pk).scheme_version_id == version.pk
    assert f"“{batch.name}”的申报要求有更正" in filings.told(people.staff.user_id)


def test_moved_draft_says_what_has_changed_until_it_is_filed(people, second, draft, signed_in):
    batch = filings.open_batch()
    begun = filings.draft(people.staff, batch)
    page = reverse("procedures:fill", args=[begun.pk])
    assert "申报要求已更正" not in signed_in(people.staff).get(page).content.decode()
    old, new = draft.definition["sections"][0]["title"], "产品情况（更正）"
    with acting_as(people.city):
        draft.definition["sections"][0]["title"] = new
        draft.save(update_fields=["definition"])
    published(people.city, second, draft)
    with acting_as(people.city):
        move_drafts(people.city, batch.pk, draft.pk)
    text = signed_in(people.staff).get(page).content.decode()
    assert "申报要求已更正，改了 1 处" in text
    assert f"<del>{old}</del>" in text and f"<ins>{new}</ins>" in text
    filings.done(people.staff, begun, "submit")
    assert "申报要求已更正" not in signed_in(people.staff).get(page, follow=True).content.decode()


def test_drafts_do_not_move_to_an_unpublished_version(people, draft):
    batch = filings.open_batch()
    with acting_as(people.city), pytest.raises(RuleViolation, match="已发布"):
        move_drafts(people.city, batch.pk, draft.pk)


def test_drafts_do_not_move_to_another_scheme(people):
    batch = filings.open_batch()
    with acting_as(people.city):
        other = SchemeVersion.objects.get(scheme__code="hidden-champion")
        with pytest.raises(RuleViolation, match="同一项目"):
            move_drafts(people.city, batch.pk, other.pk)


# --- pages --------------------------------------------------------------------------------------


def upload(content, name="scheme.yaml"):
    return SimpleUploadedFile(name, content)


def test_file_takes_the_place_of_a_drafts_content(people, draft, signed_in):
    client = signed_in(people.city)
    address = reverse("schemes:version_file", args=[draft.pk])
    client.post(address, {"file": upload(CONTENT), "version": draft.version})
    with system_scope(reason="test"):
        draft.refresh_from_db()
    assert draft.definition["outcome"] == "hidden_champion"


def test_wrong_file_changes_nothing_and_says_why(people, draft, signed_in):
    client = signed_in(people.city)
    address = reverse("schemes:version_file", args=[draft.pk])
    answer = client.post(address, {"file": upload(b"a: ["), "version": draft.version})
    assert answer.status_code == 422
    assert "不是正确的 YAML" in answer.content.decode()
    with system_scope(reason="test"):
        before = draft.definition
        draft.refresh_from_db()
    assert draft.definition == before


def test_file_with_problems_is_kept_and_its_problems_are_told(people, draft, signed_in):
    client = signed_in(people.city)
    content = CONTENT.replace(b"answers.years_in_field", b"answers.years")
    client.post(
        reverse("schemes:version_file", args=[draft.pk]),
        {"file": upload(content), "version": draft.version},
    )
    page = client.get(reverse("schemes:version", args=[draft.pk])).content.decode()
    assert "没有“years”" in page
    assert "还有 1 处问题" in page


def test_exported_file_is_that_of_the_version(people, version, signed_in):
    answer = signed_in(people.city).get(reverse("schemes:version_export", args=[version.pk]))
    assert answer.content.decode() == dump(version.parsed)


def test_new_scheme_is_made_from_a_file(people, signed_in):
    client = signed_in(people.city)
    answer = client.post(
        reverse("schemes:new_scheme"),
        {"code": "green-factory", "name": "绿色工厂", "file": upload(CONTENT), "label": "2027 版",
         "source_document": "示例文件", "valid_from": "2027-01-01"},
    )  # fmt: skip
    assert answer.status_code == 302
    with system_scope(reason="test"):
        assert Scheme.objects.get(code="green-factory").versions.get().state == "draft"


def test_code_that_is_taken_is_told_beside_the_field(people, signed_in):
    answer = signed_in(people.city).post(
        reverse("schemes:new_scheme"),
        {"code": "certified-product", "name": "又一个", "file": upload(CONTENT), "label": "2027 版",
         "source_document": "示例文件", "valid_from": "2027-01-01"},
    )  # fmt: skip
    assert answer.context["form"].errors["code"] == ["已有这个代码的认定项目。"]


def test_details_are_checked_beside_their_fields(people, draft, signed_in):
    answer = signed_in(people.city).post(
        reverse("schemes:version_details", args=[draft.pk]),
        {"label": "2027 版", "source_document": "文件", "valid_from": "2027-02-01",
         "valid_to": "2027-01-01", "version": draft.version},
    )  # fmt: skip
    assert answer.context["form"].errors["valid_to"] == ["适用期的结束不能早于开始。"]
    answer = signed_in(people.city).post(
        reverse("schemes:version_details", args=[draft.pk]),
        {"label": "2027 版", "source_document": "文件", "valid_from": "2099-02-01",
         "version": draft.version},
    )  # fmt: skip
    assert answer.context["form"].errors["valid_from"] == ["请核对年份。"]


def test_comparison_with_a_version_that_is_not_there_is_refused(people, draft, signed_in):
    address = reverse("schemes:version_compare", args=[draft.pk])
    answer = signed_in(people.city).get(address, {"other": "abc"})
    assert answer.status_code == 422 and "other" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["version", "version_preview", "version_compare"])
def test_unfinished_draft_still_has_its_pages(people, draft, signed_in, name):
    with acting_as(people.city):
        design_scheme.change_content(people.city, draft.pk, draft.version, lambda _: {"title": ""})
    answer = signed_in(people.city).get(reverse(f"schemes:{name}", args=[draft.pk]))
    assert answer.status_code == 200


def test_every_shipped_version_has_its_pages(people, signed_in):
    client = signed_in(people.city)
    with system_scope(reason="test"):
        versions = list(SchemeVersion.objects.values_list("pk", flat=True))
    for pk in versions:
        for name in ("version", "version_preview", "version_compare", "version_export"):
            assert client.get(reverse(f"schemes:{name}", args=[pk])).status_code == 200


def test_draft_is_deleted(people, draft, signed_in):
    signed_in(people.city).post(
        reverse("schemes:version_act", args=[draft.pk, "delete"]), {"version": draft.version}
    )
    with system_scope(reason="test"):
        assert not SchemeVersion.objects.filter(pk=draft.pk).exists()


def test_unknown_act_is_not_found(people, draft, signed_in):
    address = reverse("schemes:version_act", args=[draft.pk, "explode"])
    assert signed_in(people.city).post(address).status_code == 404
