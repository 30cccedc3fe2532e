"""Composite foreign keys that keep a row's organisation and district equal to its parent's."""

from django.db.models import Model

from database.objects import DatabaseObject

TENANT_COLUMNS = ("organisation_id", "district_id")


def parent_key(parent: type[Model]) -> DatabaseObject:
    """The unique key (primary key, organisation_id, district_id) that the rows within point to."""
    table = parent._meta.db_table
    return DatabaseObject(
        name=_parent_key_name(parent),
        create=f'ALTER TABLE "{table}" ADD CONSTRAINT {table}_tenant_key'
        f" UNIQUE ({_columns(_primary_key(parent))});",
        drop=f'ALTER TABLE "{table}" DROP CONSTRAINT {table}_tenant_key;',
        models=(parent,),
    )


def tenant_key(child: type[Model], column: str, parent: type[Model]) -> DatabaseObject:
    """The foreign key (column, organisation_id, district_id) of a child to its parent.

    ON UPDATE CASCADE, so that a parent that moves to another district takes its rows along.
    """
    table, name = child._meta.db_table, f"{child._meta.db_table}_{column}_tenant"
    return DatabaseObject(
        name=f"tenant key {column} of {table}",
        create=f'ALTER TABLE "{table}" ADD CONSTRAINT {name}\n'
        f"  FOREIGN KEY ({_columns(column)})\n"
        f'  REFERENCES "{parent._meta.db_table}" ({_columns(_primary_key(parent))})\n'
        "  ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;",
        drop=f'ALTER TABLE "{table}" DROP CONSTRAINT {name};',
        models=(child, parent),
        needs=(f"{parent._meta.app_label}/{_parent_key_name(parent)}",),
    )


def _parent_key_name(parent: type[Model]) -> str:
    return f"tenant key of {parent._meta.db_table}"


def _primary_key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _columns(first: str) -> str:
    return ", ".join(dict.fromkeys((first, *TENANT_COLUMNS)))
