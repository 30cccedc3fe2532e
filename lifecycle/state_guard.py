"""The database's own check that a state changes only together with its event."""

from django.db.migrations.operations import RunSQL


class StateGuard(RunSQL):
    """Refuse a change of `table`'s state without a row of `events` in the same transaction, which
    names it in `column`. Nothing but the executor (`lifecycle.machine`) writes both."""

    def __init__(self, table: str, events: str, column: str) -> None:
        self.table, self.events, self.column = table, events, column
        name = f"{table}_needs_event"
        forward = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "{events}" WHERE "{column}" = NEW.id AND target = NEW.state
                   AND xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION '{table} % changed to % without an event', NEW.id, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "{table}"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION {name}();
"""
        super().__init__(forward, f'DROP TRIGGER needs_event ON "{table}"; DROP FUNCTION {name}();')

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("StateGuard", [self.table, self.events, self.column], {})

    def describe(self) -> str:
        return f"Let the state of {self.table} change with its event only"
