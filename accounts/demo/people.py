"""The people of the demo city, all with one password."""

from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.actors import actor_of_membership
from accounts.duties import Duty
from accounts.models import Membership, Organisation, User
from accounts.tenancy import Actor, system_scope

PASSWORD = "demo-Qingdao-2026"  # noqa: S105  printed for everybody
_password = cache(lambda: make_password(PASSWORD))


def make_account(username: str, name: str, organisation: Organisation, duty: Duty) -> User:
    """An account with one duty. Needs a system scope."""
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"name": name, "email": f"{username}@demo.example", "password": _password()},
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
    return user


def user_ids() -> dict[str, int]:
    """Username -> id of everybody so far. Needs a system scope."""
    return dict(User.objects.values_list("username", "id"))


def actor_of(username: str) -> Actor:
    """The actor of a demo account."""
    with system_scope(reason="seed the demo city"):
        membership = Membership.objects.get(user__username=username)
    return actor_of_membership(membership.pk)
