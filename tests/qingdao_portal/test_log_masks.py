"""No log holds the secret part of a link."""

import logging

import pytest

from qingdao_portal.log_masks import MaskSecretPaths


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/financing/letters/link/d4Tk7nVH_-x/", "/financing/letters/link/…/"),
        ("/financing/letters/receipt/AB12CD34EF56/", "/financing/letters/receipt/…/"),
        ("/people/invitations/abcDEF123/?a=1", "/people/invitations/…/?a=1"),
        ("/accounts/password/reset/key/2-abc-def/", "/accounts/password/reset/key/…/"),
        ("/financing/letters/", "/financing/letters/"),
    ],
)
def test_token_of_a_link_is_not_written(path, written):
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    assert MaskSecretPaths().filter(record)
    assert record.getMessage() == f"Not Found: {written}"


def test_filter_stands_at_every_handler(settings):
    assert all("mask" in one["filters"] for one in settings.LOGGING["handlers"].values())
