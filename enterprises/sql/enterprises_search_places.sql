-- All rows of the scope whose name contains a part, as places in the table: to fetch a row by its
-- place costs a third of finding it by its key, and a search for two characters fetches thousands.
-- Runs as portal_search and repeats the tenant filter, as enterprises_search does .
-- STABLE, so that it sees the table as the query that calls it: places of rows do not change
-- between the two.
CREATE OR REPLACE FUNCTION enterprises_search_places(part text) RETURNS SETOF tid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ctid FROM public.enterprises_enterprise
  WHERE enterprises_bigrams(documents_plain(name)) @> enterprises_bigrams(documents_plain(part))
    AND strpos(documents_plain(name), documents_plain(part)) > 0
    AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
    AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
$$;
