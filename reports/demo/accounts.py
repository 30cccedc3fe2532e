"""The demo accounts."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Membership, Organisation, User
from reports.demo.registry import Placed

PASSWORD = "demo-Qingdao-2026"  # noqa: S105  printed for everybody
BANK = "示例海湾银行青岛分行"
LISTED = "sme3"
SECOND_BANK = "示例山海银行青岛分行"


def make_accounts(first: Placed, second: Placed) -> None:
    """Make the accounts; `sme` and `sme2` administer the two enterprises given."""
    password = make_password(PASSWORD)
    city = District.objects.get(code="370200")
    bank, _ = Organisation.objects.get_or_create(
        kind=OrganisationKind.BANK, name=BANK, defaults={"district": city}
    )
    other_bank, _ = Organisation.objects.get_or_create(
        kind=OrganisationKind.BANK, name=SECOND_BANK, defaults={"district": city}
    )
    bureau = Organisation.objects.get(kind=OrganisationKind.CITY_BUREAU)
    group = Organisation.objects.get(kind=OrganisationKind.LEADERSHIP_GROUP)
    platform = Organisation.objects.get(kind=OrganisationKind.PLATFORM)
    holders = Organisation.objects.in_bulk([first.pk, second.pk])
    rows = (
        ("sme", "林晓", holders[first.pk], Duty.ENTERPRISE_STAFF),
        ("sme2", "周岩", holders[second.pk], Duty.ENTERPRISE_STAFF),
        ("district", "赵敏", _bureau(first.district_id), Duty.DISTRICT_REVIEWER),
        ("district2", "孙涛", _bureau(second.district_id), Duty.DISTRICT_REVIEWER),
        ("city", "王静", bureau, Duty.CITY_OFFICER),
        ("city2", "马宁", bureau, Duty.CITY_OFFICER),
        ("leader", "刘洋", group, Duty.LEADER),
        ("expert", "陈明", bureau, Duty.EXPERT),
        ("expert2", "何涛", bureau, Duty.EXPERT),
        ("expert3", "罗敏", bureau, Duty.EXPERT),
        ("expert4", "徐静", bureau, Duty.EXPERT),
        ("bank", "吴霞", bank, Duty.BANK_OFFICER),
        ("bank2", "丁磊", other_bank, Duty.BANK_OFFICER),
        ("auditor", "郑平", bureau, Duty.AUDITOR),
        ("admin", "高远", platform, Duty.OPERATOR),
    )
    for username, name, organisation, duty in rows:
        _make_account(username, name, organisation, duty, password)


def make_listed_account(organisation: Organisation) -> None:
    """`sme3` administers an enterprise that is on the financing whitelist."""
    password = make_password(PASSWORD)
    _make_account(LISTED, "宋然", organisation, Duty.ENTERPRISE_STAFF, password)


def _make_account(
    username: str, name: str, organisation: Organisation, duty: Duty, password: str
) -> None:
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"name": name, "email": f"{username}@demo.example", "password": password},
    )
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        duty=duty,
        defaults={
            "district_id": organisation.district_id,
            "is_administrator": duty not in (Duty.EXPERT, Duty.AUDITOR),
        },
    )


def _bureau(district_id: int) -> Organisation:
    return Organisation.objects.get(kind=OrganisationKind.DISTRICT_BUREAU, district_id=district_id)
