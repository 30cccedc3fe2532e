"""The demo accounts of the enterprises and of the authorities."""

from accounts.contacts import BUREAUS
from accounts.demo.city import DemoStep
from accounts.demo.people import make_account
from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from enterprises.demo.registry import RegistryStep


class AccountStep(DemoStep):
    """`sme` and `sme2` administer the first two enterprises; `district` and `district2` review
    them; whoever calls a bureau gets a number that nobody has."""

    after = (RegistryStep,)

    def begin(self) -> None:
        first, second = self.city.step(RegistryStep).placed[:2]
        holders = Organisation.objects.in_bulk([first.pk, second.pk])
        city = _only(OrganisationKind.CITY_BUREAU)
        for username, name, organisation, duty in (
            ("sme", "林晓", holders[first.pk], Duty.ENTERPRISE_STAFF),
            ("sme2", "周岩", holders[second.pk], Duty.ENTERPRISE_STAFF),
            ("district", "赵敏", _bureau(first.district_id), Duty.DISTRICT_REVIEWER),
            ("district2", "孙涛", _bureau(second.district_id), Duty.DISTRICT_REVIEWER),
            ("city", "王静", city, Duty.CITY_OFFICER),
            ("city2", "马宁", city, Duty.CITY_OFFICER),
            ("leader", "刘洋", _only(OrganisationKind.LEADERSHIP_GROUP), Duty.LEADER),
            ("auditor", "郑平", city, Duty.AUDITOR),
            ("admin", "高远", _only(OrganisationKind.PLATFORM), Duty.OPERATOR),
        ):
            make_account(username, name, organisation, duty)
        _publish_contacts()


def _publish_contacts() -> None:
    """Where the bureaus are reached: invented numbers of a series that nobody has."""
    bureaus = list(Organisation.objects.filter(kind__in=BUREAUS).order_by("district__sort", "id"))
    for number, bureau in enumerate(bureaus, 100):
        bureau.public_phone = f"0532-5550 0{number}"
        bureau.office_hours = "工作日 9:00—11:30，13:30—17:00"
        bureau.public_address = f"示例路 {number - 99} 号"
    Organisation.objects.bulk_update(bureaus, ["public_phone", "office_hours", "public_address"])


def _only(kind: OrganisationKind) -> Organisation:
    return Organisation.objects.get(kind=kind)


def _bureau(district_id: int) -> Organisation:
    return Organisation.objects.get(kind=OrganisationKind.DISTRICT_BUREAU, district_id=district_id)
