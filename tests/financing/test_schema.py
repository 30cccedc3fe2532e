"""The interface keeps to its own description, whatever is sent to it."""

import pytest
import schemathesis
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import negative_data_rejection

from accounts.tenancy import system_scope
from financing.models import BankClient
from tests.financing.listing import consented, listed
from tests.financing.test_api import token_of

schema = schemathesis.pytest.from_fixture("described")
CALM = hypothesis_settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(transactional_db, people, holder, bank, program):
    listed(people)
    consented(people.staff, bank, ["identity", "figures"])
    with system_scope(reason="test"):
        BankClient.objects.update(rate_per_minute=100_000)
    described = schemathesis.openapi.from_wsgi("/api/schema/?format=json", WSGIHandler())
    described.token = token_of(program.client, program.secret).json()["access_token"]
    return described


@schema.parametrize()
@CALM
def test_every_answer_is_as_described(case, described):
    # A wrong line of feedback is refused by itself, in an answer that says so.
    by_line = case.operation.label == "POST /api/v1/feedback"
    case.call_and_validate(
        headers={"Authorization": f"Bearer {described.token}", "Accept-Encoding": "identity"},
        excluded_checks=[negative_data_rejection] if by_line else [],
    )


def test_description_has_no_gaps(tmp_path):
    target = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    text = target.read_text(encoding="utf-8")
    assert text.startswith("openapi: 3.1") and settings.SPECTACULAR_SETTINGS["TITLE"] in text
