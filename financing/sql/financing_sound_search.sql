-- As financing_search, by the sound of the name: a pattern, and the keys that has.
CREATE OR REPLACE FUNCTION financing_sound_search(pattern text, keys text[], most integer)
RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT enterprise.organisation_id FROM public.enterprises_enterprise AS enterprise
  WHERE documents_sounds(enterprise.name) @> keys
    AND documents_plain(enterprise.name) ~ pattern
    AND (nullif(current_setting('app.districts', true), '') IS NOT NULL) IS TRUE
    AND EXISTS (
      SELECT FROM public.financing_whitelistentry AS entry
      WHERE entry.organisation_id = enterprise.organisation_id AND entry.state = 'listed'
    )
  LIMIT most
$$;
