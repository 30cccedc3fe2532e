"""The database's own check that some columns of a row stay as they are."""

from django.db.models import Model

from database.objects import DatabaseObject


def kept_columns(
    model: type[Model], columns: tuple[str, ...], *, unless: str = "false"
) -> DatabaseObject:
    """Refuse a change of any of these columns, but where the SQL condition `unless` holds of the
    scope: what a policy cannot say, since it does not see the row as it was."""
    table = model._meta.db_table
    name = f"{table}_keeps"
    changed = "\n    OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)
    create = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ({unless}) THEN
    RAISE EXCEPTION '{", ".join(columns)} of {table} % may not change here', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps BEFORE UPDATE ON "{table}"
  FOR EACH ROW
  WHEN ({changed})
  EXECUTE FUNCTION {name}();
"""
    drop = f'DROP TRIGGER keeps ON "{table}";\nDROP FUNCTION {name}();'
    return DatabaseObject(f"kept columns of {table}", create, drop, models=(model,))
