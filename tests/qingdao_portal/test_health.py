"""The health page."""

import os
from unittest.mock import patch

import pytest
import redis
from django.test import Client
from pytest_django import Settings

from accounts.signs_of_life import LIFETIMES, RELAY, WORKER, Pulse, key_of, leave_sign, take_back
from qingdao_portal import alive, health

# Each worker of a parallel run leaves signs of its own.
QUEUE = f"test-health-{os.environ.get('PYTEST_XDIST_WORKER', '')}"
ALL = ("database", "broker", "worker", "relay", "beat")


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def all_living(settings: Settings) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = QUEUE
    for name in LIFETIMES:
        leave_sign(name)


def test_all_parts_up_is_200(db: None, client: Client, all_living: None) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "up", "parts": dict.fromkeys(ALL, "up")}


@pytest.mark.parametrize(
    ("missing", "part"),
    [("worker", "worker"), ("beat", "beat"), *((lane, "relay") for lane in RELAY)],
)
def test_part_that_left_no_sign_is_503_and_named(
    db: None, client: Client, all_living: None, missing: str, part: str
) -> None:
    take_back(missing)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert {name for name, state in parts.items() if state == "down"} == {part}


def test_check_that_asks_for_some_parts_is_not_told_of_others(
    db: None, client: Client, all_living: None
) -> None:
    take_back(WORKER)
    answer = client.get("/healthz?parts=database,broker")
    assert answer.status_code == 200
    assert answer.json()["parts"] == {"database": "up", "broker": "up"}


def test_container_asks_for_its_own_sign(all_living: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_QUEUE", QUEUE)
    assert alive.main(["worker"]) == 0
    assert alive.main(list(RELAY)) == 0
    take_back(RELAY[0])
    assert alive.main(list(RELAY)) == 1
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    assert alive.main(["worker"]) == 1


def test_pulse_leaves_a_sign_at_once(settings: Settings) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = "test-health-pulse"
    take_back(WORKER)
    Pulse(WORKER).beat()
    assert redis.Redis.from_url(settings.CELERY_BROKER_URL).exists(key_of(WORKER))


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
    leave_sign(WORKER)
    left = redis.Redis.from_url(settings.CELERY_BROKER_URL).ttl(key_of(WORKER))
    assert 0 < left <= 12
