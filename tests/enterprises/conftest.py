"""Fixtures of the registry's tests."""

import pytest


@pytest.fixture
def own_media(settings, tmp_path):
    """Files of a test go into a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
