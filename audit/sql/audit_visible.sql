CREATE OR REPLACE FUNCTION audit_visible(row_data jsonb, hidden text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY (hidden) THEN '"***"'::jsonb ELSE value END), '{}')
  FROM jsonb_each(row_data)
$$;
