-- The bigrams that many names have, and which share of the names has them, as ANALYZE last found:
-- they tell whether a search is better answered from the index of bigrams or row by row. Only the
-- owner of an index may read its statistics; they name nobody.
CREATE OR REPLACE FUNCTION enterprises_common_bigrams() RETURNS TABLE (bigram text, share real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT found.bigram, found.share
    FROM pg_stats,
         -- Three numbers about all elements follow the shares, and an element for NULL may.
         unnest(most_common_elems::text::text[], most_common_elem_freqs) AS found (bigram, share)
   WHERE schemaname = 'public' AND tablename = 'enterprises_enterprise_bigrams'
     AND length(found.bigram) = 2
$$;

REVOKE ALL ON FUNCTION enterprises_common_bigrams() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enterprises_common_bigrams() TO portal_app;

REVOKE ALL ON FUNCTION enterprises_common_bigrams() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enterprises_common_bigrams() TO portal_app;
