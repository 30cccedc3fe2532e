CREATE OR REPLACE FUNCTION audit_difference(old_data jsonb, new_data jsonb, hidden text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(n.key, CASE WHEN n.key = ANY (hidden) THEN '["***", "***"]'::jsonb
                                          ELSE jsonb_build_array(o.value, n.value) END), '{}')
  FROM jsonb_each(new_data) n JOIN jsonb_each(old_data) o ON o.key = n.key
  WHERE n.value IS DISTINCT FROM o.value
$$;
