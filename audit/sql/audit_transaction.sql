CREATE OR REPLACE FUNCTION audit_transaction() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT coalesce((SELECT max(base) FROM audit_transactionera), 0) + pg_current_xact_id()::text::bigint
$$;
