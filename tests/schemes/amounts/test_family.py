"""Schemes that pay money stand apart from certifications: ladder, guides and self-check list the
latter alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import system_scope
from procedures.batches.calls import calls
from procedures.models import Batch
from schemes.models import SchemeVersion


@pytest.fixture
def open_subsidy(people):
    """A batch of a scheme that pays money, open now."""
    now = timezone.now()
    with system_scope(reason="test"):
        return Batch.objects.create(
            version=SchemeVersion.objects.in_force().get(scheme__code="technical-transformation"),
            name="2026 年技改",
            year=now.year,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=9),
        )


def test_versions_are_of_certifications_or_of_subsidies(db):
    with system_scope(reason="test"):
        every = set(SchemeVersion.objects.values_list("pk", flat=True))
        titles = set(SchemeVersion.objects.of_certifications().values_list("pk", flat=True))
        money = set(SchemeVersion.objects.of_subsidies().values_list("pk", flat=True))
        assert titles | money == every
        assert not titles & money
        assert all(one.parsed.is_subsidy for one in SchemeVersion.objects.of_subsidies())


def test_calls_name_no_money(open_subsidy):
    with system_scope(reason="test"):
        assert not [one for one in calls() if one.version.parsed.is_subsidy]


def test_the_guides_and_the_ladder_show_no_money(open_subsidy, people, signed_in, client):
    assert "技术改造综合奖补" not in client.get(reverse("procedures:guides")).content.decode()
    address = reverse("procedures:guide", args=["technical-transformation"])
    assert client.get(address).status_code == 404
    shown = signed_in(people.staff).get(reverse("procedures:schemes")).content.decode()
    assert "技术改造综合奖补" not in shown
