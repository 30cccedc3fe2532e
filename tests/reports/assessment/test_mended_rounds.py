"""What was found wrong in the life of a round: lost evidence, recalled results, failing nights."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from reports.assessment import nightly
from reports.assessment.actions.file_appeal import file_appeal, reopen_appeal, rule_appeal
from reports.assessment.actions.file_evidence import file_evidence, withdraw_evidence
from reports.assessment.actions.propose_demonstration import (
    decide_demonstration,
    propose_demonstration,
)
from reports.assessment.seal import FIRST_COLUMNS, holds, seal_of
from reports.models import (
    Appeal,
    AssessmentRound,
    Demonstration,
    DemonstrationEvent,
    LineEvidence,
    PublishedResult,
    RoundFigure,
    ScoreLine,
)
from tests.accounts.wall_world import PDF
from tests.reports.assessment.rounds import end_appeals, move, scored

pytestmark = pytest.mark.usefixtures("own_media")


def a_file():
    return SimpleUploadedFile("材料.pdf", PDF, "application/pdf")


@pytest.fixture
def appeal(city, bureau, counts):
    """An open appeal with a file."""
    counts.update({"370212": Decimal(18), "370214": Decimal(30)})
    one = move(city, scored(city), "open_appeals")
    with acting_as(bureau):
        row = one.indicators.get(code="A1")
        return file_appeal(bureau, one.pk, row.pk, reason="漏计", files=[a_file()])


def sustain(city, appeal, points="50"):
    with acting_as(city):
        return rule_appeal(
            city, appeal.pk, is_sustained=True, ruling="属实", new_points=Decimal(points)
        )


def withdraw(bureau, appeal):
    with acting_as(bureau):
        return withdraw_evidence(bureau, LineEvidence.objects.get(appeal=appeal).pk, "有误")


def ruling(city, one):
    end_appeals(one)
    return move(city, one, "close_appeals")


@pytest.fixture
def bereft(city, appeal):
    """A round in its rulings, of which a sustained appeal has lost its file, as it was possible."""
    sustain(city, appeal)
    with system_scope(reason="test"):
        LineEvidence.objects.filter(appeal=appeal).update(
            withdrawn_at=timezone.now(), withdraw_reason="有误", after_scoring=True
        )
    return ruling(city, appeal.round)


def test_evidence_of_a_sustained_appeal_cannot_be_withdrawn(city, bureau, appeal):
    sustain(city, appeal)
    with pytest.raises(RuleViolation, match="申诉裁定的依据"):
        withdraw(bureau, appeal)


def test_evidence_withdrawn_before_the_ruling_does_not_block_the_round(city, bureau, appeal):
    withdraw(bureau, appeal)
    sustain(city, appeal)
    one = ruling(city, appeal.round)
    assert move(city, one, "freeze").state == "frozen"


def test_lost_evidence_is_named_before_freezing(city, bereft):
    with pytest.raises(RuleViolation, match="崂山区“指标A1”"):
        move(city, bereft, "freeze")


def test_newer_evidence_of_the_line_stands_in_for_the_lost(city, bureau, appeal, bereft):
    with acting_as(bureau):
        file_evidence(bureau, bereft.pk, appeal.indicator_id, title="补交", upload=a_file())
    assert move(city, bereft, "freeze").state == "frozen"


def test_appeal_without_its_evidence_is_ruled_anew(city, appeal, bereft, district):
    def line():
        return ScoreLine.objects.get(
            district=district, indicator=appeal.indicator_id, score__is_current=True
        )

    with acting_as(city):
        reopened = reopen_appeal(city, appeal.pk, "佐证已撤回")
        assert (reopened.state, reopened.ruled_at, line().points) == ("open", None, Decimal(76))
        event = reopened.events.get(transition="reopen")
        assert (event.facts["ruling"], event.facts["new_points"]) == ("属实", "50.00")
        rule_appeal(city, appeal.pk, is_sustained=False, ruling="没有佐证")
        assert line().points == Decimal(76)
    assert move(city, bereft, "freeze").state == "frozen"


def test_city_may_keep_the_correction_without_its_evidence(city, appeal, bereft):
    with acting_as(city):
        reopen_appeal(city, appeal.pk, "佐证已撤回")
    sustain(city, appeal)
    assert move(city, bereft, "freeze").state == "frozen"


def test_ruling_that_keeps_its_evidence_is_not_reopened(city, bureau, appeal):
    sustain(city, appeal)
    with acting_as(city), pytest.raises(RuleViolation, match="不必重新裁定"):
        reopen_appeal(city, appeal.pk, "另有考虑")
    with acting_as(bureau), pytest.raises(NotPermitted):
        reopen_appeal(bureau, appeal.pk, "另有考虑")


def test_city_reopens_an_appeal_on_its_page(signed_in, city, appeal, bereft):
    client, page = signed_in(city), reverse("reports:appeal", args=[appeal.pk])
    assert "重新裁定的原因" in client.get(page).content.decode()
    client.post(reverse("reports:appeal_reopen", args=[appeal.pk]), {"reason": "佐证已撤回"})
    with acting_as(city):
        assert Appeal.objects.get(pk=appeal.pk).state == "open"


# --- a publication that is withdrawn ----------------------------------------------------------


@pytest.fixture
def published(city, counts):
    counts.update({"370212": Decimal(18), "370214": Decimal(30)})
    one = ruling(city, move(city, scored(city), "open_appeals"))
    return move(city, move(city, one, "freeze"), "publish", shown="ranks")


@pytest.fixture
def proposal(city, published, district):
    with acting_as(city):
        return propose_demonstration(city, published.pk, district.pk, "进步明显")


def seen(actor):
    with acting_as(actor):
        rows = (
            Demonstration.objects,
            Demonstration._base_manager,
            DemonstrationEvent._base_manager,
        )
        return [one.exists() for one in rows]


def test_proposal_is_hidden_by_both_locks_once_the_publication_is_withdrawn(
    city, bureau, published, proposal
):
    assert seen(bureau) == [True, True, True]
    move(city, published, "recall", reason="数据有误")
    assert seen(bureau) == [False, False, False]
    assert seen(city) == [True, True, True]


def test_named_district_stays_named(city, bureau, published, proposal):
    with acting_as(city):
        decide_demonstration(city, proposal.pk, "name", document_number="示例1号")
    move(city, published, "recall", reason="数据有误")
    assert seen(bureau) == [True, True, True]


def test_nobody_is_named_from_a_withdrawn_publication(city, published, proposal):
    move(city, published, "recall", reason="数据有误")
    with acting_as(city), pytest.raises(RuleViolation, match="公布后才能"):
        decide_demonstration(city, proposal.pk, "name", document_number="示例1号")


def test_proposal_takes_the_rank_of_the_next_publication(city, published, proposal):
    with acting_as(city):
        Demonstration.objects.update(rank=9)
    one = move(city, published, "recall", reason="数据有误")
    move(city, one, "publish", shown="ranks")
    with acting_as(city):
        found = PublishedResult.objects.get(round=one, district=proposal.district_id)
        assert Demonstration.objects.get().rank == found.rank


# --- the seal and the night -------------------------------------------------------------------


@pytest.fixture
def frozen(city, appeal):
    sustain(city, appeal)
    return move(city, ruling(city, appeal.round), "freeze")


def test_seal_tells_when_a_maximum_was_changed(city, frozen):
    with acting_as(city):
        assert holds(frozen)
        ScoreLine.objects.filter(score__round=frozen).update(maximum=F("maximum") + 1)
        assert not holds(frozen)


def test_seal_tells_when_evidence_was_changed(city, frozen):
    with acting_as(city):
        LineEvidence.objects.filter(round=frozen).update(title="另一份")
        assert not holds(frozen)


def test_round_sealed_by_the_first_columns_keeps_its_sum(city, frozen):
    with acting_as(city):
        frozen.seal = seal_of(frozen, FIRST_COLUMNS)
        assert holds(frozen)
        RoundFigure.objects.filter(round=frozen).update(source="另一来源")
        assert not holds(frozen)


def test_round_that_fails_at_night_stops_no_other(city, monkeypatch):
    first = scored(city)
    second = scored(city, title="另一轮示例评价")
    with system_scope(reason="test"):
        AssessmentRound.objects.update(scored_at=None)
    scores = nightly.score_round

    def fails_once(one):
        scores(one)
        if one.pk == first.pk:
            raise ValueError("示例")

    monkeypatch.setattr(nightly, "score_round", fails_once)
    with pytest.raises(ExceptionGroup, match="1 of 2 rounds failed"):
        nightly.run_assessment()
    with system_scope(reason="test"):
        done = dict(AssessmentRound.objects.values_list("pk", "scored_at"))
    assert done[first.pk] is None
    assert done[second.pk] is not None
