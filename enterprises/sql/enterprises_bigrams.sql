CREATE OR REPLACE FUNCTION enterprises_bigrams(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array(SELECT DISTINCT substr(lower(name), place, 2)
               FROM generate_series(1, greatest(length(name) - 1, 1)) AS place)
$$;
