-- Text operators are not leakproof, so under a policy the planner would not use the index. The
-- function runs as portal_search, which the policy does not bind, and repeats the tenant filter.
-- IS TRUE keeps the planner from adding a scan of the district's whole index; a missing
-- setting gives NULL, which is not true, so that no scope finds nothing.
CREATE OR REPLACE FUNCTION enterprises_search(part text, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT organisation_id FROM public.enterprises_enterprise
  WHERE enterprises_bigrams(documents_plain(name)) @> enterprises_bigrams(documents_plain(part))
    AND strpos(documents_plain(name), documents_plain(part)) > 0
    AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
    AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
  LIMIT most
$$;
