-- Up to `most` enterprises of the scope whose credit code contains a part. Runs as portal_search and
-- repeats the tenant filter, as enterprises_search does.
CREATE OR REPLACE FUNCTION enterprises_code_search(part text, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT organisation_id FROM public.enterprises_enterprise
  WHERE enterprises_bigrams(credit_code) @> enterprises_bigrams(part)
    AND strpos(credit_code, upper(part)) > 0
    AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
    AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
  LIMIT most
$$;
