-- What was granted already beside a claim, for the caps of a project, of a year, and for exclusion
-- groups; neither the claim itself nor the decision that it corrects. Runs as portal_search; gives
-- nothing unless the claim is in the caller's scope.
CREATE OR REPLACE FUNCTION financing_group_pays(of_claim bigint)
RETURNS TABLE (
  claim_id bigint, year integer, amount numeric, is_own boolean, same_group boolean,
  same_scheme boolean, same_project boolean
)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT other.claim_id, other.year, other.amount, other.is_own,
    mine.exclusion_group <> '' AND other.exclusion_group = mine.exclusion_group,
    other.scheme_id = version.scheme_id,
    mine.project <> '' AND other.project = mine.project
  FROM public.financing_subsidyclaim AS mine
  JOIN public.procedures_application AS filed ON filed.id = mine.application_id
  JOIN public.schemes_schemeversion AS version ON version.id = filed.scheme_version_id
  CROSS JOIN LATERAL public.financing_granted_around(mine.organisation_id) AS other
  WHERE mine.id = of_claim
    AND other.claim_id <> mine.id
    AND other.case_id IS DISTINCT FROM filed.corrects_id
  ORDER BY other.claim_id
$$;
