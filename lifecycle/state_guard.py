"""The database's own check that a state changes only together with its event."""

from django.db.models import Model

from database.objects import DatabaseObject


def state_guard(
    model: type[Model], events: type[Model], column: str, *, also: tuple[str, ...] = (),
    state: str = "state", key: str = "id",
) -> DatabaseObject:  # fmt: skip
    """Refuse a change of a row's column `state` without a row of `events` in the same transaction,
    which names the row's `key` in `column`; of the columns `also`, too. Nothing but the executor
    (`lifecycle.machine`) writes both, the event first: it is looked for at once, while the scope
    that wrote it is active."""
    table = model._meta.db_table
    name = f"{table}_needs_event"
    changed = "\n    OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in (state, *also))
    create = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "{events._meta.db_table}"
                 WHERE "{column}" = NEW.{key} AND target = NEW.{state}
                   AND xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION '{table} % changed to % without an event', NEW.{key}, NEW.{state}
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "{table}"
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
  WHEN ({changed})
  EXECUTE FUNCTION {name}();
"""
    drop = f'DROP TRIGGER needs_event ON "{table}";\nDROP FUNCTION {name}();'
    return DatabaseObject(f"state guard of {table}", create, drop, models=(model, events))
