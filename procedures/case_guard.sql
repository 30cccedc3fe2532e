-- A state changes only together with its event: nothing but the executor writes both.
CREATE FUNCTION procedures_state_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM procedures_caseevent
                 WHERE application_id = NEW.id AND target = NEW.state
                   AND xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'state of application % changed to % without an event', NEW.id, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER state_needs_event AFTER UPDATE ON procedures_application
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION procedures_state_needs_event();

CREATE FUNCTION procedures_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.definition IS DISTINCT FROM OLD.definition OR NEW.scheme_id <> OLD.scheme_id
     OR NEW.label <> OLD.label OR NEW.source_document <> OLD.source_document THEN
    RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER frozen_version BEFORE UPDATE ON procedures_schemeversion
  FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION procedures_frozen_version();
