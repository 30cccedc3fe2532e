"""The life of a story: invited, written by two sides, approved word for word, published, taken
back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE as CERTIFICATE
from enterprises.models import YearlyReport
from pages.stale import StaleRecord
from reports.casebook.actions.approve_story import approve_story
from reports.casebook.actions.invite_champions import invite_champions
from reports.casebook.actions.save_text import choose_figures, save_text
from reports.casebook.actions.step_many import step_many
from reports.models import PublishedStory, Story, StoryApproval
from tests.reports.casebook import world

pytestmark = pytest.mark.django_db


def told():
    """Titles of what people were told."""
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(topic="accounts.notify").order_by("created_at")
        return [row.payload["title"] for row in rows]


def due(days=30):
    return timezone.localdate() + timedelta(days=days)


class TestInviting:
    def test_champion_is_told_and_finds_a_draft_of_what_is_known(self, people):
        assert people.story.state == "invited"
        assert "主导产品（技术）有高压密封圈（细分领域：液压密封）。" in people.story.overview
        with system_scope(reason="test"):
            assert people.story.events.get().transition == "invite"

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"kind": "demonstration_enterprise"}, "不是隐形冠军证书。"),
            ({"days": -1}, "证书现在是“已到期”。"),
            ({"state": "suspended"}, "证书现在是“暂停”。"),
        ],
    )
    def test_only_a_valid_champion_is_invited(self, as_actor, changes, why):
        city, certificate = as_actor(Duty.CITY_OFFICER), world.champion(**changes)
        with acting_as(city):
            found = invite_champions(city, [certificate.pk], due())
        assert (found.stories, found.refused) == ((), {certificate.holder_name: why})

    def test_many_are_invited_at_once_and_whoever_was_is_named(self, people):
        others = [world.champion(n).pk for n in (2, 3)]
        with acting_as(people.city):
            found = invite_champions(
                people.city, [people.story.certificate_id, *others], due(), "请支持"
            )
        assert len(found.stories) == 2
        assert list(found.refused.values()) == ["已经约过稿，请到这家企业的案例里办理。"]

    @pytest.mark.parametrize("day", [None, due(0), due(366)])
    def test_day_must_be_ahead_within_a_year(self, people, day):
        with acting_as(people.city), pytest.raises(RuleViolation) as refused:
            invite_champions(people.city, [world.champion(2).pk], day)
        assert "due_on" in refused.value.errors

    def test_nobody_but_the_city_invites(self, people):
        with acting_as(people.staff), pytest.raises(NotPermitted):
            invite_champions(people.staff, [people.story.certificate_id], due())

    def test_enterprise_declines_with_a_reason_and_may_be_asked_again(self, people):
        with pytest.raises(RuleViolation):
            world.step(people.clerk, people.story, "decline", reason=" ")
        world.step(people.clerk, people.story, "decline", reason="今年忙于搬迁")
        world.step(people.city, people.story, "invite_again", due_on=due(60))
        assert (world.fresh(people.story).state, world.fresh(people.story).due_on) == (
            "invited", due(60),
        )  # fmt: skip

    def test_enterprise_is_reminded_once_a_day(self, people):
        world.step(people.city, people.story, "remind")
        with pytest.raises(RuleViolation, match="今天已经提醒过"):
            world.step(people.city, people.story, "remind")


class TestWriting:
    def test_both_sides_write(self, people):
        world.step(people.clerk, people.story, "accept")
        for actor, title in ((people.clerk, "企业写的"), (people.city, "市里改的")):
            with acting_as(actor):
                save_text(actor, people.story.pk, {"title": title}, version=None)
        assert world.fresh(people.story).title == "市里改的"

    def test_stale_page_is_told_who_changed_what(self, people):
        world.step(people.clerk, people.story, "accept")
        version = world.fresh(people.story).version
        with acting_as(people.city):
            save_text(people.city, people.story.pk, {"insight": "市里写的"}, version=version)
        with acting_as(people.clerk), pytest.raises(StaleRecord, match="启示"):
            save_text(people.clerk, people.story.pk, {"path": "企业写的"}, version=version)

    def test_nothing_is_changed_while_it_waits_for_approval(self, people):
        world.written(people.city, people.staff, people.story)
        world.step(people.city, people.story, "submit")
        with acting_as(people.city), pytest.raises(RuleViolation, match="待企业确认"):
            save_text(people.city, people.story.pk, {"title": "改"}, version=None)

    def test_reviewer_of_the_district_writes_nothing(self, people, as_actor, district):
        reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
        world.step(people.clerk, people.story, "accept")
        with acting_as(reviewer), pytest.raises(NotPermitted):
            save_text(reviewer, people.story.pk, {"title": "改"}, version=None)

    def test_foreign_story_does_not_exist(self, people, as_actor, other_district):
        for actor in (
            as_actor(Duty.ENTERPRISE_STAFF, is_administrator=True),
            as_actor(Duty.DISTRICT_REVIEWER, district=other_district),
        ):
            with acting_as(actor), pytest.raises(Story.DoesNotExist):
                save_text(actor, people.story.pk, {"title": "改"}, version=None)

    def test_what_is_published_is_chosen_by_the_enterprises_administrator_alone(self, people):
        world.step(people.staff, people.story, "accept")
        for actor in (people.city, people.clerk):
            with acting_as(actor), pytest.raises(NotPermitted):
                choose_figures(actor, people.story.pk, {"shows_revenue": "full"}, version=None)
        with acting_as(people.staff):
            choose_figures(people.staff, people.story.pk, {"shows_revenue": "full"}, version=None)
        assert world.fresh(people.story).shows_revenue == "full"

    def test_unfinished_story_is_not_put_to_the_enterprise(self, people):
        world.step(people.staff, people.story, "accept")
        with pytest.raises(RuleViolation, match="还没有案例标题。.*“专精之路”尚未填写"):
            world.step(people.city, people.story, "submit")


class TestApproving:
    @pytest.fixture
    def waiting(self, people):
        world.written(people.city, people.staff, people.story)
        world.step(people.city, people.story, "submit")
        return people

    def approve(self, actor, story, **changes):
        said = {"name": "周示例", "declares": True, "seen": world.seen(actor, story), **changes}
        with acting_as(actor):
            return approve_story(actor, story.pk, **said)

    def test_copy_of_what_was_read_is_kept_with_name_and_declaration(self, waiting):
        self.approve(waiting.staff, waiting.story)
        with system_scope(reason="test"):
            kept = StoryApproval.objects.get()
        assert (kept.name, kept.approved_by_id) == ("周示例", waiting.staff.user_id)
        assert kept.content["title"] == "把一只密封圈做到全国前三"
        assert "同意可以随时撤回" in kept.declaration

    def test_only_the_enterprises_administrator_approves(self, waiting):
        for actor in (waiting.clerk, waiting.city):
            with pytest.raises(NotPermitted):
                self.approve(actor, waiting.story)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "on"}, "name"),
            ({"name": "周"}, "name"),
            ({"name": "True"}, "name"),
            ({"name": "12 34"}, "name"),
            ({"declares": False}, "declares"),
        ],
    )
    def test_name_and_declaration_are_wanted(self, waiting, changes, field):
        with pytest.raises(RuleViolation) as refused:
            self.approve(waiting.staff, waiting.story, **changes)
        assert field in refused.value.errors

    def test_own_name_is_a_name_however_short(self, waiting):
        own = replace(waiting.staff, user_name="周")
        self.approve(own, waiting.story, name="周")
        with system_scope(reason="test"):
            assert StoryApproval.objects.get().name == "周"

    def test_figure_that_changed_since_the_page_was_read_is_not_approved(self, waiting):
        seen = world.seen(waiting.staff, waiting.story)
        with system_scope(reason="test"):
            YearlyReport.objects.filter(year=2025).update(revenue=1)
        with pytest.raises(RuleViolation, match="内容或数据有变化"):
            self.approve(waiting.staff, waiting.story, seen=seen)

    def test_approved_text_can_only_be_changed_to_be_approved_again(self, waiting):
        self.approve(waiting.staff, waiting.story)
        world.step(waiting.city, waiting.story, "revise", reason="改一个错字")
        with pytest.raises(RuleViolation, match="撰写中"):
            world.step(waiting.city, waiting.story, "publish")


class TestPublished:
    def test_public_reads_what_was_approved(self, people):
        world.published(people.city, people.staff, people.story)
        row = PublishedStory.objects.get()
        assert row.title == "把一只密封圈做到全国前三"
        assert len(row.content["pictures"]) == 1
        revenue = row.content["figures"][0]
        assert [one["index"] for one in revenue["years"]] == ["100.0", "125.0", "150.0"]
        assert "10000" not in str(row.content) and "10,000" not in str(row.content)

    def test_public_page_stays_as_it_was_until_the_next_approval(self, people):
        world.published(people.city, people.staff, people.story)
        world.step(people.clerk, people.story, "revise", reason="补充新产品")
        with acting_as(people.clerk):
            save_text(people.clerk, people.story.pk, {"title": "新的标题"}, version=None)
        assert PublishedStory.objects.get().title == "把一只密封圈做到全国前三"
        world.approved(people.city, people.staff, people.story)
        world.step(people.city, people.story, "publish")
        assert PublishedStory.objects.get().title == "新的标题"

    def test_withdrawn_consent_takes_the_page_down_and_keeps_the_reason(self, people):
        world.published(people.city, people.staff, people.story)
        with pytest.raises(NotPermitted):
            world.step(people.clerk, people.story, "withdraw")
        world.step(people.staff, people.story, "withdraw", reason="客户要求保密")
        assert not PublishedStory.objects.exists()
        with system_scope(reason="test"):
            assert people.story.events.latest("id").reason == "客户要求保密"

    def test_revoked_certificate_takes_the_page_down(self, people):
        world.published(people.city, people.staff, people.story)
        given = CertificateInput(reason="审计报告系伪造。", reason_kind="fraud")
        with acting_as(people.city):
            CERTIFICATE.execute(people.city, people.story.certificate_id, "revoke", given)
        assert not PublishedStory.objects.exists()
        assert world.fresh(people.story).state == "withdrawn"

    def test_suspended_certificate_keeps_a_story_from_being_published(self, people):
        world.written(people.city, people.staff, people.story)
        world.approved(people.city, people.staff, people.story)
        with acting_as(people.city):
            given = CertificateInput(reason="核查。", reason_kind="other")
            CERTIFICATE.execute(people.city, people.story.certificate_id, "suspend", given)
        with pytest.raises(RuleViolation, match="暂停"):
            world.step(people.city, people.story, "publish")

    def test_many_are_published_at_once_and_the_others_are_told_why_not(self, people):
        other = world.invited(people.city, world.champion(2))
        world.written(people.city, people.staff, people.story)
        world.approved(people.city, people.staff, people.story)
        with acting_as(people.city):
            outcome = step_many(people.city, "publish", [people.story.pk, other.pk])
        assert outcome.done == 1 and "约稿" in outcome.reasons[0]

    def test_enterprise_and_city_are_told_of_each_others_steps(self, people):
        world.published(people.city, people.staff, people.story)
        titles = told()
        assert f"{people.story}接受约稿" in titles and f"{people.story}已确认案例" in titles
        assert "请确认隐形冠军案例" in titles and "隐形冠军案例已发布" in titles
