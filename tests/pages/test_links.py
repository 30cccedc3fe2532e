"""Addresses of rows."""

import uuid

from django.urls import reverse, set_script_prefix

from pages.links import row_url


def test_the_address_is_that_of_reverse():
    assert row_url("procedures:case", 42) == reverse("procedures:case", args=[42])


def test_a_uuid_is_written_as_reverse_does():
    key = uuid.uuid4()
    assert row_url("people:notification", key) == reverse("people:notification", args=[key])


def test_a_script_prefix_is_kept():
    row_url("procedures:case", 42)
    set_script_prefix("/portal/")
    try:
        assert row_url("procedures:case", 42) == "/portal/procedures/cases/42/"
    finally:
        set_script_prefix("/")
