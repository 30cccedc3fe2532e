"""The triggers that put a table under the trail.

They are written per statement with transition tables, so that a bulk insert of 100,000 rows costs
one extra statement and not 100,000.
"""

from django.db.models import Model

from database.objects import DatabaseObject

NEVER_RECORDED = ("password", "secret", "token")
_TRANSITIONS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def trail(model: type[Model], hidden: tuple[str, ...] = ()) -> DatabaseObject:
    """Record every INSERT, UPDATE and DELETE of a model's table in `audit_trailentry`.

    Columns in `hidden` are recorded as changed, without their values.
    """
    table = model._meta.db_table
    columns = (str(model._meta.pk.column), *NEVER_RECORDED, *hidden)
    arguments = ", ".join(f"'{name}'" for name in columns)
    create = [
        f'CREATE TRIGGER trail_{operation} AFTER {operation.upper()} ON "{table}"\n'
        f"  REFERENCING {transition} FOR EACH STATEMENT\n"
        f"  EXECUTE FUNCTION audit_record_{operation}({arguments});"
        for operation, transition in _TRANSITIONS.items()
    ]
    drop = [f'DROP TRIGGER trail_{operation} ON "{table}";' for operation in _TRANSITIONS]
    return DatabaseObject(
        name=f"trail of {table}",
        create="\n".join(create),
        drop="\n".join(drop),
        models=(model,),
        needs=tuple(f"audit/function audit_record_{operation}" for operation in _TRANSITIONS),
    )
