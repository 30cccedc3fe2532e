-- All rows of the scope whose name sounds as a pattern says, as places in the table; what sounds so
-- has these keys. Runs as portal_search and repeats the tenant filter, as enterprises_search_places
-- does.
CREATE OR REPLACE FUNCTION enterprises_sound_places(pattern text, keys text[]) RETURNS SETOF tid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ctid FROM public.enterprises_enterprise
  WHERE documents_sounds(name) @> keys
    AND documents_plain(name) ~ pattern
    AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
    AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
$$;
