-- The keys that many names have by their sound, as enterprises_common_bigrams tells of bigrams.
CREATE OR REPLACE FUNCTION enterprises_common_sounds() RETURNS TABLE (sound text, share real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT found.sound, found.share
    FROM pg_stats,
         unnest(most_common_elems::text::text[], most_common_elem_freqs) AS found (sound, share)
   WHERE schemaname = 'public' AND tablename = 'enterprises_enterprise_sounds'
     AND found.sound IS NOT NULL
$$;

REVOKE ALL ON FUNCTION enterprises_common_sounds() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enterprises_common_sounds() TO portal_app;
