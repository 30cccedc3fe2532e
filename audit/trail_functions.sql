CREATE FUNCTION audit_visible(row_data jsonb, hidden text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY (hidden) THEN '"***"'::jsonb ELSE value END), '{}')
  FROM jsonb_each(row_data)
$$;

CREATE FUNCTION audit_difference(old_data jsonb, new_data jsonb, hidden text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(n.key, CASE WHEN n.key = ANY (hidden) THEN '["***", "***"]'::jsonb
                                          ELSE jsonb_build_array(o.value, n.value) END), '{}')
  FROM jsonb_each(new_data) n JOIN jsonb_each(old_data) o ON o.key = n.key
  WHERE n.value IS DISTINCT FROM o.value
$$;

CREATE FUNCTION audit_record_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_trailentry (at, xid, table_name, object_id, operation, user_id, membership_id,
      organisation_id, district_id, ip, request_id, scope_reason, changes)
  SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME, data ->> TG_ARGV[0], 'I',
      nullif(current_setting('app.user', true), '')::bigint,
      nullif(current_setting('app.membership', true), '')::bigint,
      (data ->> 'organisation_id')::bigint, (data ->> 'district_id')::bigint,
      coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
      coalesce(current_setting('app.reason', true), ''), audit_visible(data, TG_ARGV[1:])
  FROM (SELECT to_jsonb(r) AS data FROM new_rows r) rows;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_record_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_trailentry (at, xid, table_name, object_id, operation, user_id, membership_id,
      organisation_id, district_id, ip, request_id, scope_reason, changes)
  SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME, data ->> TG_ARGV[0], 'D',
      nullif(current_setting('app.user', true), '')::bigint,
      nullif(current_setting('app.membership', true), '')::bigint,
      (data ->> 'organisation_id')::bigint, (data ->> 'district_id')::bigint,
      coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
      coalesce(current_setting('app.reason', true), ''), audit_visible(data, TG_ARGV[1:])
  FROM (SELECT to_jsonb(r) AS data FROM old_rows r) rows;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_record_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_trailentry (at, xid, table_name, object_id, operation, user_id, membership_id,
      organisation_id, district_id, ip, request_id, scope_reason, changes)
  SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME, n.data ->> TG_ARGV[0], 'U',
      nullif(current_setting('app.user', true), '')::bigint,
      nullif(current_setting('app.membership', true), '')::bigint,
      (n.data ->> 'organisation_id')::bigint, (n.data ->> 'district_id')::bigint,
      coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
      coalesce(current_setting('app.reason', true), ''), audit_difference(o.data, n.data, TG_ARGV[1:])
  FROM (SELECT to_jsonb(r) AS data FROM new_rows r) n
  JOIN (SELECT to_jsonb(r) AS data FROM old_rows r) o ON o.data ->> TG_ARGV[0] = n.data ->> TG_ARGV[0]
  WHERE n.data IS DISTINCT FROM o.data;
  RETURN NULL;
END $$;
