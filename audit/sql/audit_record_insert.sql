-- Runs as portal_search: nobody else may write entries, so that none can be forged.
CREATE OR REPLACE FUNCTION audit_record_insert() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.audit_trailentry (at, xid, table_name, object_id, object_name, operation, user_id, membership_id,
      organisation_id, district_id, ip, request_id, scope_reason, changes)
  SELECT clock_timestamp(), public.audit_transaction(), TG_TABLE_NAME, data ->> TG_ARGV[0], public.audit_name(data), 'I',
      nullif(current_setting('app.user', true), '')::bigint,
      nullif(current_setting('app.membership', true), '')::bigint,
      (data ->> 'organisation_id')::bigint, (data ->> 'district_id')::bigint,
      coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
      coalesce(current_setting('app.reason', true), ''), audit_visible(data, TG_ARGV[1:])
  FROM (SELECT to_jsonb(r) AS data FROM new_rows r) rows;
  RETURN NULL;
END $$;
