-- All rows of the scope whose name contains a part, as places in the table: to fetch a row by its
-- place costs a third of finding it by its key, and a search for two characters fetches thousands.
-- Runs as portal_search and repeats the tenant filter, as enterprises_search does (bigrams.sql).
-- STABLE, so that it sees the table as the query that calls it: places of rows do not change
-- between the two.
CREATE FUNCTION enterprises_search_places(part text) RETURNS SETOF tid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT ctid FROM public.enterprises_enterprise
  WHERE enterprises_bigrams(name) @> enterprises_bigrams(part)
    AND lower(name) LIKE '%' || replace(replace(replace(lower(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'
    AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
    AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
$$;

REVOKE ALL ON FUNCTION enterprises_search_places(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enterprises_search_places(text) TO portal_app;
ALTER FUNCTION enterprises_search_places(text) OWNER TO portal_search;

-- The bigrams that many names have, and which share of the names has them, as ANALYZE last found:
-- they tell whether a search is better answered from the index of bigrams or row by row. Only the
-- owner of an index may read its statistics; they name nobody.
CREATE FUNCTION enterprises_common_bigrams() RETURNS TABLE (bigram text, share real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT found.bigram, found.share
    FROM pg_stats,
         -- Three numbers about all elements follow the shares, and an element for NULL may.
         unnest(most_common_elems::text::text[], most_common_elem_freqs) AS found (bigram, share)
   WHERE schemaname = 'public' AND tablename = 'enterprises_enterprise_bigrams'
     AND length(found.bigram) = 2
$$;

REVOKE ALL ON FUNCTION enterprises_common_bigrams() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enterprises_common_bigrams() TO portal_app;
