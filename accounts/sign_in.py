"""Who a session belongs to, and the duties of that person: one statement for each page."""

from functools import cache
from operator import attrgetter
from typing import NamedTuple

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from accounts.model_parts import ModelPart
from accounts.models import Membership, Organisation, User


class _Statement(NamedTuple):
    text: str
    person: ModelPart[User]
    membership: ModelPart[Membership]
    organisation: ModelPart[Organisation]


class PortalBackend(AuthenticationBackend):
    """Signs people in as allauth does; whoever is signed in comes with their present duties.

    Read anew for each request: a person who was barred or has left is out with the next page.
    """

    def get_user(self, user_id: int) -> User | None:
        user = person_with_duties(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


def person_with_duties(user_id: int) -> User | None:
    """The person with `present_duties` filled; None where there is no such person. One query.

    Needs no scope: the database gives the duties of this person alone (present_duties.sql).
    """
    statement = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement.text, [user_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    user = statement.person.taken_from(iter(rows[0]))
    # A person without any duty is one row that ends with the person.
    width = len(statement.person.names)
    found = [_duty(statement, user, row[width:]) for row in rows if row[width] is not None]
    user.present_duties = sorted(found, key=attrgetter("since", "id"))
    return user


def _duty(statement: _Statement, user: User, columns: tuple[object, ...]) -> Membership:
    values = iter(columns)
    membership = statement.membership.taken_from(values)
    membership.organisation = statement.organisation.taken_from(values)
    membership.user = user
    return membership


@cache
def _statement() -> _Statement:
    person = ModelPart("person", User)
    membership = ModelPart(
        "membership",
        Membership,
        (
            "id", "organisation", "district", "user", "duty", "is_administrator", "is_active",
            "is_program", "since",
        ),
    )  # fmt: skip
    organisation = ModelPart(
        "organisation", Organisation, ("id", "kind", "name", "district", "is_active")
    )
    own = ", ".join(f"person.{name}" for name in person.names)
    text = (
        f"SELECT {own}, {membership.columns}, {organisation.columns}"  # noqa: S608  columns of models
        f" FROM {User._meta.db_table} person"
        " LEFT JOIN accounts_present_duties(person.id) ON true WHERE person.id = %s"
    )
    return _Statement(text, person, membership, organisation)
