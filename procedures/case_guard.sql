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
