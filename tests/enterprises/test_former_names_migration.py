"""A city that is there already: what its changes gave up so far are former names."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connections

from accounts.models import District, Organisation, User
from certification.models import Certificate, CertificateEvent
from enterprises.models import (
    Enterprise,
    EntryProposal,
    EntryProposalEvent,
    FormerName,
    IdentityChange,
)
from tests.database_copies import migration_named

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
CHANGES = migration_named("enterprises", "wall_of_former_names").from_earlier_changes
RENAMINGS = migration_named("certification", "former_names_of_holders").from_earlier_renamings
AS_PORTAL = migration_named("enterprises", "wall_of_former_names").AS_PORTAL


@pytest.fixture
def home(db):
    """The keys of an enterprise in 崂山区."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(AS_PORTAL)
    place = District.objects.using("owner").get(code="370212")
    organisation = Organisation.objects.using("owner").create(
        kind="enterprise", name="青岛新名有限公司", district=place
    )
    Enterprise(
        organisation=organisation, district=place, name=organisation.name,
        registration_state="unclaimed",
    ).save(using="owner", force_insert=True)  # fmt: skip
    return {"organisation_id": organisation.pk, "district_id": place.pk}


def migrated(step):
    step(apps, SimpleNamespace(connection=connections["owner"]))
    rows = FormerName._base_manager.using("owner").order_by("until")
    return [(row.name, row.until, row.document_number) for row in rows]


def saved(row):
    row.save(using="owner", force_insert=True)
    return row


def test_accepted_registration_change_gave_a_name_up(home):
    person = User.objects.using("owner").create(username="wangfang", name="王芳")
    for state, before in (("accepted", "青岛旧名有限公司"), ("refused", "青岛别名有限公司")):
        saved(
            IdentityChange(
                **home, state=state, name="青岛新名有限公司", before={"name": before},
                changed_on=date(2026, 3, 1), document_number="1 号", evidence=uuid4(),
                filed_by=person,
            )
        )  # fmt: skip
    assert migrated(CHANGES) == [("青岛旧名有限公司", date(2026, 3, 1), "1 号")]
    assert migrated(CHANGES) == [("青岛旧名有限公司", date(2026, 3, 1), "1 号")]


def test_correction_by_a_document_gave_a_name_up(home):
    proposal = saved(
        EntryProposal(
            **home, state="corrected", values={"name": "青岛新名有限公司"}, source="表",
            bureau="局",
            changes=[["企业名称", "青岛旧名有限公司", "青岛新名有限公司"], ["联系电话", "1", "2"]],
        )
    )  # fmt: skip
    saved(event_of(EntryProposalEvent, home, proposal=proposal, target="corrected"))
    ((name, until, document),) = migrated(CHANGES)
    assert (name, until, document) == ("青岛旧名有限公司", date(2026, 3, 2), "2 号")


def test_renaming_of_a_holder_gave_a_name_up(home, a_certificate):
    facts = {"holder_name": ["青岛旧名有限公司", "青岛新名有限公司"]}
    for transition in ("rename", "merge"):
        saved(
            event_of(
                CertificateEvent,
                home,
                certificate=a_certificate,
                transition=transition,
                facts=facts,
            )
        )
    assert migrated(RENAMINGS) == [("青岛旧名有限公司", date(2026, 3, 2), "2 号")]


@pytest.fixture
def a_certificate(home):
    return saved(
        Certificate(
            **home, number="C-1", kind=Certificate.Kind.values[0], title="产品",
            holder_name="青岛新名有限公司", credit_code="91370212MA00000001", token="t",
            issued_on=date(2025, 1, 1), valid_from=date(2025, 1, 1), valid_to=date(2028, 1, 1),
        )
    )  # fmt: skip


def event_of(model, home, **fields):
    at = datetime(2026, 3, 1, 17, tzinfo=UTC)  # the day after, in Qingdao
    return model(**home, at=at, document_number="2 号", **fields)
