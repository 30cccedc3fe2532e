"""The health page."""

from unittest.mock import patch

import pytest
import redis
from django.test import Client
from pytest_django import Settings

from qingdao_portal import health


@pytest.fixture
def client() -> Client:
    return Client()


def test_all_parts_up_is_200(db: None, client: Client, settings: Settings) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = "test-health-up"
    health._leave_sign_of_life()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "up",
        "parts": {"database": "up", "broker": "up", "worker": "up"},
    }


def test_no_worker_is_503_and_says_which_part(db: None, client: Client, settings: Settings) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = "test-health-no-worker"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": "up", "broker": "up", "worker": "down"}


def test_no_broker_is_503_and_tells_no_address(
    db: None, client: Client, settings: Settings
) -> None:
    settings.CELERY_BROKER_URL = "redis://:secret@127.0.0.1:1/0"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["broker"] == "down"
    assert "secret" not in answer.content.decode()


def test_no_database_is_503(db: None, client: Client) -> None:
    with patch.object(health, "connection") as connection:
        connection.cursor.side_effect = OSError
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "down"


def test_the_worker_s_sign_of_life_is_short(settings: Settings) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = "test-health-short"
    health._leave_sign_of_life()
    left = redis.Redis.from_url(settings.CELERY_BROKER_URL).ttl(health._sign_of_life())
    assert 0 < left <= 12
