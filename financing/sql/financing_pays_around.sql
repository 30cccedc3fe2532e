-- The same of an enterprise as JSON, for what it may still get: one value beside the other columns
-- of a query over many enterprises.
CREATE OR REPLACE FUNCTION financing_pays_around(of_enterprise bigint)
RETURNS jsonb
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'year', granted.year,
    'amount', granted.amount::text,
    'is_own', granted.is_own,
    'group', granted.exclusion_group,
    'scheme', granted.scheme_id,
    'project', granted.project
  ) ORDER BY granted.claim_id), '[]'::jsonb)
  FROM public.financing_granted_around(of_enterprise) AS granted
$$;
