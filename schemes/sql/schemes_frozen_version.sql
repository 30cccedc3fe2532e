-- A published version is frozen for ever: its content does not change, it does not become a draft
-- again, and it is not deleted.
CREATE OR REPLACE FUNCTION schemes_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.definition IS DISTINCT FROM OLD.definition OR NEW.scheme_id <> OLD.scheme_id
     OR NEW.label <> OLD.label OR NEW.source_document <> OLD.source_document
     OR NEW.valid_from <> OLD.valid_from THEN
    RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.state IN ('published', 'retired') AND NEW.state NOT IN ('published', 'retired') THEN
    RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
