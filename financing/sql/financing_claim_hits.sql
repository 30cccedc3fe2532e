-- Where else the numbers of a claim's lines are in use, across enterprises: the registry of keys
-- itself nobody reads beyond their own. Runs as portal_search; gives nothing unless the claim is in
-- the caller's scope. Of the other line it gives its place, its year, and why its enterprise is
-- related ("" where it is not, see `enterprises_related`): what else may be shown of it, the row
-- policies of the caller decide when it is read.
CREATE OR REPLACE FUNCTION financing_claim_hits(of_claim bigint)
RETURNS TABLE (
  line_id bigint, kind text, other_line_id bigint, other_claim_id bigint, other_year integer,
  is_own boolean, relation text, is_decided boolean
)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH related AS MATERIALIZED (
    SELECT around.organisation_id, around.relation
    FROM public.financing_subsidyclaim AS asking
    CROSS JOIN LATERAL public.enterprises_related(asking.organisation_id) AS around
    WHERE asking.id = of_claim
  )
  SELECT mine.line_id, mine.kind::text, other.line_id, other.claim_id,
    other_claim.fiscal_year::integer,
    other.organisation_id = mine.organisation_id,
    coalesce(related.relation, ''),
    other_case.state = 'approved'
  FROM public.financing_subsidykey AS mine
  JOIN public.financing_subsidyclaim AS my_claim ON my_claim.id = mine.claim_id
  JOIN public.procedures_application AS my_case ON my_case.id = my_claim.application_id
  JOIN public.financing_subsidykey AS other
    ON other.key = mine.key AND other.kind = mine.kind AND other.claim_id <> mine.claim_id
  JOIN public.financing_subsidyclaim AS other_claim ON other_claim.id = other.claim_id
  JOIN public.procedures_application AS other_case ON other_case.id = other_claim.application_id
  LEFT JOIN related ON related.organisation_id = other.organisation_id
  WHERE mine.claim_id = of_claim
    AND mine.district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])
    AND nullif(current_setting('app.sees_organisation', true), '')::bigint
      IN (0, mine.organisation_id)
    AND other_case.submitted_at IS NOT NULL
    AND other_case.deleted_at IS NULL
    AND other_case.state NOT IN ('draft', 'withdrawn', 'declined')
    AND other_case.id IS DISTINCT FROM my_case.corrects_id
    AND my_case.id IS DISTINCT FROM other_case.corrects_id
  ORDER BY mine.line_id, mine.kind, other.line_id
$$;
