"""Fixtures of the whole suite."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from pytest_django import DjangoDbBlocker, Settings

from accounts.actors import actor_from
from accounts.duties import Duty
from accounts.models import District, Organisation
from accounts.tenancy import Actor, system_scope
from reports.bench.scratch import drop
from tests import database_copies, factories

# How long a draw takes tells of the machine and of what else runs on it, not of the code.
drawing.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    """After a committing test the next one gets a new copy of the database."""
    TransactionTestCase._fixture_teardown = lambda self: database_copies.copy_again()  # type: ignore[method-assign]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Short names for long values; a made file holds the time, and the workers of a parallel run
    must give each test the same name."""
    is_long = isinstance(val, str) and len(val) > 60
    return argname if is_long or isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A run without the browser journeys says so where nobody can overlook it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("NO CHROMIUM" in str(report.longrepr) for report in skipped):
        terminalreporter.section("NO CHROMIUM FOUND", red=True, bold=True)
        terminalreporter.line("The browser journeys did NOT run. (apt-get install chromium)")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        name = database_copies.make_database(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield
    with django_db_blocker.unblock():
        drop(name)


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Districts are read again once a minute; a test that counts queries must not meet the turn."""
    monkeypatch.setattr("accounts.tenancy._minute", lambda: 0)


@pytest.fixture(autouse=True)
def quick_and_private(settings: Settings) -> None:
    """Weak hashing for speed, and a cache of one's own for each test process."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {
            **settings.CACHES["default"],
            "KEY_PREFIX": f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}",
        }
    }
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture(autouse=True)
def one_person(settings: Settings) -> None:
    """One officer may do alone what takes two, but in the tests of just that."""
    settings.ACTS_BY_ONE_PERSON = ["notice.publish", "notice.certify", "certificate.revoke"]


@pytest.fixture
def two_persons(settings: Settings) -> None:
    """As a city has it unless it wants it otherwise."""
    settings.ACTS_BY_ONE_PERSON = []


@pytest.fixture
def district(db: None) -> District:
    """崂山区."""
    return District.objects.get(code="370212")


@pytest.fixture
def other_district(db: None) -> District:
    """城阳区."""
    return District.objects.get(code="370214")


@pytest.fixture
def as_actor(db: None) -> Callable[..., Actor]:
    """Make a person with a duty and return their actor.

    `as_actor(Duty.DISTRICT_REVIEWER, district=district)`; an enterprise's staff gets a new
    organisation unless `organisation` is given.
    """

    def make(
        duty: Duty,
        *,
        organisation: Organisation | None = None,
        district: District | None = None,
        is_administrator: bool = False,
    ) -> Actor:
        with system_scope(reason="test"):
            membership = factories.membership(
                duty,
                organisation=organisation,
                district=district,
                is_administrator=is_administrator,
            )
            return actor_from(membership)

    return make


@pytest.fixture
def signed_in(client: Client) -> Callable[[Actor], Client]:
    """The test client, signed in as the actor's person with the actor's duty."""

    def sign_in(actor: Actor) -> Client:
        from accounts.middleware import SESSION_KEY
        from accounts.models import User

        client.force_login(User.objects.get(pk=actor.user_id), "accounts.sign_in.PortalBackend")
        session = client.session
        session[SESSION_KEY] = actor.membership_id
        session.save()
        return client

    return sign_in


@pytest.fixture
def own_media(settings: Settings, tmp_path: Path) -> None:
    """Files of a test go into a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def var_dir() -> Path:
    return settings.VAR_DIR
