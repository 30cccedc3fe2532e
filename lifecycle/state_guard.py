"""The database's own check that a state changes only together with its event."""

from django.db.migrations.operations import RunSQL


class StateGuard(RunSQL):
    """Refuse a change of `table`'s column `state` without a row of `events` in the same
    transaction, which names the table's `key` in `column`. Nothing but the executor
    (`lifecycle.machine`) writes both, the event first: it is looked for at once, while the scope
    that wrote it is active."""

    def __init__(
        self, table: str, events: str, column: str, *, state: str = "state", key: str = "id"
    ) -> None:
        self.table, self.events, self.column = table, events, column
        self.state, self.key = state, key
        name = f"{table}_needs_event"
        forward = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "{events}" WHERE "{column}" = NEW.{key} AND target = NEW.{state}
                   AND xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION '{table} % changed to % without an event', NEW.{key}, NEW.{state}
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "{table}"
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
  WHEN (OLD.{state} IS DISTINCT FROM NEW.{state}) EXECUTE FUNCTION {name}();
"""
        super().__init__(forward, f'DROP TRIGGER needs_event ON "{table}"; DROP FUNCTION {name}();')

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        options: dict[str, object] = {"state": self.state, "key": self.key}
        return ("StateGuard", [self.table, self.events, self.column], options)

    def describe(self) -> str:
        return f"Let the state of {self.table} change with its event only"
