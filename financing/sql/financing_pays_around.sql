-- What was decided for an enterprise and for enterprises with the same legal representative, across
-- the wall, as `financing_group_pays` tells it of one claim: for what it may still get. Runs as
-- portal_search; gives nothing unless the enterprise is in the caller's scope.
CREATE OR REPLACE FUNCTION financing_pays_around(of_enterprise bigint)
RETURNS jsonb
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'year', other.fiscal_year,
    'amount', other.approved_amount::text,
    'is_own', other.organisation_id = mine.organisation_id,
    'group', other.exclusion_group,
    'scheme', version.scheme_id,
    'project', CASE WHEN other.organisation_id = mine.organisation_id THEN other.project ELSE '' END
  ) ORDER BY other.id), '[]'::jsonb)
  FROM public.enterprises_enterprise AS mine
  JOIN public.financing_subsidyclaim AS other ON other.organisation_id IN (
    SELECT mine.organisation_id
    UNION
    SELECT another.organisation_id FROM public.enterprises_enterprise AS another
    WHERE another.legal_representative = mine.legal_representative
      AND mine.legal_representative <> ''
  )
  JOIN public.procedures_application AS filed ON filed.id = other.application_id
  JOIN public.schemes_schemeversion AS version ON version.id = filed.scheme_version_id
  WHERE mine.organisation_id = of_enterprise
    AND mine.district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])
    AND nullif(current_setting('app.sees_organisation', true), '')::bigint
      IN (0, mine.organisation_id)
    AND filed.state = 'approved'
    AND filed.deleted_at IS NULL
    AND other.approved_amount > 0
$$;
