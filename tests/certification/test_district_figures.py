"""What certificates tell of districts: the figure equals a query by hand and is made up of its
rows."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts.tenancy import system_scope
from certification.models import Certificate, CertificateEvent
from tests.district_figures import asked, told
from tests.enterprises.imports import code, enterprise

SPAN = date(2026, 1, 1), date(2026, 9, 30)
RECHECKED = """
SELECT c.district_id, count(*) FILTER (WHERE e.transition = 'renew'), count(*)
FROM certification_certificateevent e JOIN certification_certificate c ON c.id = e.certificate_id
WHERE c.kind IN ('certified_product', 'demonstration_enterprise', 'hidden_champion')
  AND e.transition IN ('renew', 'expire')
  AND (e.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN '2026-01-01' AND '2026-09-30'
GROUP BY 1
"""


def certificate(holder, number=1, kind="demonstration_enterprise"):
    day = date(2023, 5, 1)
    with system_scope(reason="test"):
        return Certificate.objects.create(
            organisation_id=holder.pk, district_id=holder.district_id, kind=kind,
            number=f"QD-{number:04d}", holder_name=holder.name, title="示例", credit_code=code(1),
            issued_on=day, valid_from=day, valid_to=day + timedelta(days=1095),
        )  # fmt: skip


def event(paper, transition, moment):
    with system_scope(reason="test"):
        CertificateEvent.objects.create(
            certificate=paper, organisation_id=paper.organisation_id,
            district_id=paper.district_id, transition=transition, source="valid", target="valid",
            at=moment,
        )  # fmt: skip


def at(month, day, hour=10):
    return timezone.make_aware(datetime(2026, month, day, hour))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rechecks_equal_a_query_by_hand(db, seed):
    chance = Random(seed)
    holders = [
        enterprise(f"青岛示例{n}有限公司", code(n + 1), chance.choice(("370212", "370214")))
        for n in range(5)
    ]
    for number in range(30):
        paper = certificate(
            chance.choice(holders), number, chance.choice(("certified_product", "srdi_sme"))
        )
        kind = chance.choice(("renew", "expire", "fall_due", "suspend"))
        event(paper, kind, at(chance.randrange(1, 13), chance.randrange(1, 28)))
    assert told("recheck_passed", *SPAN) == asked(RECHECKED)


def test_last_evening_of_the_period_belongs_to_it(db, district):
    paper = certificate(enterprise("青岛示例有限公司", code(1)))
    event(paper, "renew", at(9, 30, 23))
    assert told("recheck_passed", *SPAN) == {district.pk: (1, 1)}


def test_end_that_a_correction_undid_is_none(db):
    paper = certificate(enterprise("青岛示例有限公司", code(1)))
    event(paper, "expire", at(5, 1))
    event(paper, "reinstate", at(5, 9))
    assert told("recheck_passed", *SPAN) == {}


def test_national_titles_are_no_part_of_it(db):
    paper = certificate(enterprise("青岛示例有限公司", code(1)), kind="little_giant")
    event(paper, "expire", at(5, 1))
    assert told("recheck_passed", *SPAN) == {}
