-- The keys of a name by its sound (pinyin with a space between syllables): each syllable, each two
-- that follow one another, and the first letters of each two and three ("hai na", "h n", "h n j").
CREATE OR REPLACE FUNCTION enterprises_sounds(spelled text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  said text[] := string_to_array(btrim(regexp_replace(spelled, '[^a-z0-9]+', ' ', 'g')), ' ');
  keys text[] := said;
  begun text;
BEGIN
  FOR place IN 1 .. coalesce(array_length(said, 1), 0) - 1 LOOP
    begun := left(said[place], 1) || ' ' || left(said[place + 1], 1);
    keys := keys || (said[place] || ' ' || said[place + 1]) || begun;
    IF said[place + 2] IS NOT NULL THEN
      keys := keys || (begun || ' ' || left(said[place + 2], 1));
    END IF;
  END LOOP;
  RETURN keys;
END
$$;
