-- What a certificate says of its state, holder and validity changes only together with its event:
-- nothing but the executor writes both.
CREATE FUNCTION certification_change_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM certification_certificateevent
                 WHERE certificate_id = NEW.id AND target = NEW.state
                   AND xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'certificate % changed to % without an event', NEW.id, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER change_needs_event AFTER UPDATE ON certification_certificate
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.valid_to IS DISTINCT FROM NEW.valid_to
        OR OLD.holder_name IS DISTINCT FROM NEW.holder_name
        OR OLD.organisation_id IS DISTINCT FROM NEW.organisation_id)
  EXECUTE FUNCTION certification_change_needs_event();
