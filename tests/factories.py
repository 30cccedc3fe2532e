"""Factories of people and organisations. Use them inside `system_scope` or `acting_as`."""

import factory

from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Membership, Organisation, User

KIND_OF_DUTY = {
    Duty.ENTERPRISE_STAFF: OrganisationKind.ENTERPRISE,
    Duty.DISTRICT_REVIEWER: OrganisationKind.DISTRICT_BUREAU,
    Duty.CITY_OFFICER: OrganisationKind.CITY_BUREAU,
    Duty.AUDITOR: OrganisationKind.CITY_BUREAU,
    Duty.EXPERT: OrganisationKind.CITY_BUREAU,
    Duty.LEADER: OrganisationKind.LEADERSHIP_GROUP,
    Duty.BANK_OFFICER: OrganisationKind.BANK,
    Duty.INVESTOR: OrganisationKind.INVESTOR,
    Duty.PROVIDER_STAFF: OrganisationKind.PROVIDER,
    Duty.AUDIT_FIRM_STAFF: OrganisationKind.AUDIT_FIRM,
    Duty.OPERATOR: OrganisationKind.PLATFORM,
}


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@portal.example")
    name = factory.Sequence(lambda n: f"测试{n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.ENTERPRISE
    name = factory.Sequence(lambda n: f"示例精密{n}有限公司")
    district = factory.LazyFunction(lambda: District.objects.get(code="370212"))


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    district = factory.LazyAttribute(lambda membership: membership.organisation.district)
    duty = Duty.ENTERPRISE_STAFF


def membership(
    duty: Duty,
    *,
    organisation: Organisation | None = None,
    district: District | None = None,
    **values: object,
) -> Membership:
    """A new person with `duty`; bureaus are those of the reference data."""
    if organisation is None:
        kind = KIND_OF_DUTY[duty]
        place = {"district": district} if district else {}
        known = None
        if kind != OrganisationKind.ENTERPRISE:
            known = Organisation.objects.filter(kind=kind, **place).order_by("id").first()
        organisation = known or OrganisationFactory(kind=kind, **place)
    return MembershipFactory(duty=duty, organisation=organisation, **values)


def second_job(user_id: int, organisation_id: int) -> Membership:
    """The person works for this enterprise, too."""
    organisation = Organisation.objects.select_related("district").get(pk=organisation_id)
    return MembershipFactory(user=User.objects.get(pk=user_id), organisation=organisation)
