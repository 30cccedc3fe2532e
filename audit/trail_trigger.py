"""The migration operation that puts a table under the trail.

The trigger is written per statement with transition tables, so that a bulk insert of
100,000 rows costs one extra statement and not 100,000.
"""

from django.db.migrations.operations import RunSQL

NEVER_RECORDED = ("password", "secret", "token")


class TrailTrigger(RunSQL):
    """Record every INSERT, UPDATE and DELETE of `table` in `audit_trailentry`.

    `primary_key` names the key column; columns in `hidden` are recorded as changed,
    without their values.
    """

    def __init__(self, table: str, primary_key: str = "id", hidden: tuple[str, ...] = ()) -> None:
        self.table = table
        self.primary_key = primary_key
        self.hidden = tuple(hidden)
        arguments = ", ".join(f"'{name}'" for name in (primary_key, *NEVER_RECORDED, *hidden))
        statements = []
        for operation, transition in (
            ("insert", "NEW TABLE AS new_rows"),
            ("update", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
            ("delete", "OLD TABLE AS old_rows"),
        ):
            statements.append(
                f'CREATE TRIGGER trail_{operation} AFTER {operation.upper()} ON "{table}" '
                f"REFERENCING {transition} FOR EACH STATEMENT "
                f"EXECUTE FUNCTION audit_record_{operation}({arguments});"
            )
        reverse = "".join(
            f'DROP TRIGGER trail_{operation} ON "{table}";'
            for operation in ("insert", "update", "delete")
        )
        super().__init__("".join(statements), reverse)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("TrailTrigger", [self.table, self.primary_key, self.hidden], {})

    def describe(self) -> str:
        return f"Put {self.table} under the audit trail"
