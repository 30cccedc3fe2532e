-- Runs as portal_search: nobody else may write entries, so that none can be forged.
CREATE OR REPLACE FUNCTION audit_record_update() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.audit_trailentry (at, xid, table_name, object_id, object_name, operation, user_id, membership_id,
      organisation_id, district_id, ip, request_id, scope_reason, changes)
  SELECT clock_timestamp(), public.audit_transaction(), TG_TABLE_NAME, n.data ->> TG_ARGV[0], public.audit_name(n.data), 'U',
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
