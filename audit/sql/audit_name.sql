-- What people call a row: by its number, title or name, whichever of them it has.
CREATE OR REPLACE FUNCTION audit_name(row_data jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(coalesce(nullif(row_data ->> 'number', ''), nullif(row_data ->> 'title', ''),
                       nullif(row_data ->> 'name', ''), nullif(row_data ->> 'username', ''),
                       nullif(row_data ->> 'label', ''), ''), 200)
$$;
