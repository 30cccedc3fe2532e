"""The people and rules of the filings' tests."""

import pytest
from django.urls import reverse

from accounts.tenancy import system_scope
from tests.procedures.conftest import constraints_are_checked_in_scope, people

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def desk(people, draft, signed_in):
    """The city's officer before the parts of `draft`, which a module provides."""
    client = signed_in(people.city)

    class Desk:
        def get(self, place):
            return client.get(reverse("schemes:part", args=[draft.pk, place]))

        def post(self, place, **values):
            with system_scope(reason="test"):
                draft.refresh_from_db()
            data = {"version": draft.version, **values}
            return client.post(reverse("schemes:part", args=[draft.pk, place]), data)

        def arrange(self, place, do):
            with system_scope(reason="test"):
                draft.refresh_from_db()
            data = {"version": draft.version, "do": do}
            return client.post(reverse("schemes:arrange", args=[draft.pk, place]), data)

        @property
        def content(self):
            with system_scope(reason="test"):
                draft.refresh_from_db()
            return draft.definition

    return Desk()
