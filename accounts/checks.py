"""System checks that keep the wall standing."""

from collections.abc import Collection

from django.core.checks import Error, Tags, register
from django.db import connections


@register(Tags.database)
def application_role_is_bound_by_the_wall(
    app_configs: object, databases: Collection[str] | None = None, **kwargs: object
) -> list[Error]:
    """The role of `default` must be neither superuser nor exempt from row-level security."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        role, exempt = cursor.fetchone()
    if not exempt:
        return []
    return [
        Error(
            f"database role {role} bypasses row-level security",
            hint="Point DATABASE_URL at portal_app, a role without SUPERUSER and BYPASSRLS.",
            id="accounts.E001",
        )
    ]
