-- Whatever changes the registry, be it a page, a file or a bureau: banks are shown it right after.
-- One message for a statement, however many rows; only enterprises that are on the list count. Runs
-- as portal_search: no person writes messages.
CREATE OR REPLACE FUNCTION financing_registry_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  listed bigint[];
BEGIN
  SELECT array_agg(DISTINCT changed.organisation_id) INTO listed
    FROM changed JOIN public.financing_whitelistentry entry
      ON entry.organisation_id = changed.organisation_id AND entry.state = 'listed';
  IF listed IS NOT NULL THEN
    INSERT INTO public.accounts_outboxmessage
      (id, topic, payload, dedupe_key, created_at, available_at, attempts, last_error)
    VALUES (gen_random_uuid(), 'financing.refresh',
            jsonb_build_object('organisation_ids', to_jsonb(listed)),
            'financing.refresh:' || gen_random_uuid(), now(), now(), 0, '');
  END IF;
  RETURN NULL;
END $$;
