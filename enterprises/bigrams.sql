CREATE FUNCTION enterprises_bigrams(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array(SELECT DISTINCT substr(lower(name), place, 2)
               FROM generate_series(1, greatest(length(name) - 1, 1)) AS place)
$$;

CREATE INDEX enterprises_enterprise_bigrams ON enterprises_enterprise
  USING gin (enterprises_bigrams(name))
  -- Kept short, in kB: each search reads the list of entries that are not in the index proper yet.
  WITH (gin_pending_list_limit = 256);

-- Text operators are not leakproof, so under a policy the planner would not use the index. The
-- function runs as portal_search, which the policy does not bind, and repeats the tenant filter.
-- IS TRUE keeps the planner from adding a scan of the district's whole index; a missing
-- setting gives NULL, which is not true, so that no scope finds nothing.
CREATE FUNCTION enterprises_search(part text, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT organisation_id FROM public.enterprises_enterprise
  WHERE enterprises_bigrams(name) @> enterprises_bigrams(part)
    AND lower(name) LIKE '%' || replace(replace(replace(lower(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'
    AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
    AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
  LIMIT most
$$;

GRANT SELECT ON enterprises_enterprise TO portal_search;
REVOKE ALL ON FUNCTION enterprises_search(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enterprises_search(text, integer) TO portal_app;
ALTER FUNCTION enterprises_search(text, integer) OWNER TO portal_search;
