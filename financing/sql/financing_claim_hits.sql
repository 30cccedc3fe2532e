-- Where else the numbers of a claim's lines are in use, across enterprises: the registry of keys
-- itself nobody reads beyond their own. Runs as portal_search; gives nothing unless the claim is in
-- the caller's scope. Of the other line it gives its place, its year, and why its enterprise is
-- related ("" where it is not, see `enterprises_related`): what else may be shown of it, the row
-- policies of the caller decide when it is read. A case and all that it corrects or is corrected by
-- are one matter. A decision that was corrected or annulled since counts no more, nor does a line
-- that was struck from what is decided or about to be.
CREATE OR REPLACE FUNCTION financing_claim_hits(of_claim bigint)
RETURNS TABLE (
  line_id bigint, kind text, other_line_id bigint, other_claim_id bigint, other_year integer,
  is_own boolean, relation text, is_decided boolean
)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE related AS MATERIALIZED (
    SELECT around.organisation_id, around.relation
    FROM public.financing_subsidyclaim AS asking
    CROSS JOIN LATERAL public.enterprises_related(asking.organisation_id) AS around
    WHERE asking.id = of_claim
  ),
  before AS (
    SELECT filed.id, filed.corrects_id
    FROM public.financing_subsidyclaim AS asking
    JOIN public.procedures_application AS filed ON filed.id = asking.application_id
    WHERE asking.id = of_claim
    UNION
    SELECT filed.id, filed.corrects_id
    FROM before JOIN public.procedures_application AS filed ON filed.id = before.corrects_id
  ),
  own AS (
    SELECT before.id FROM before
    UNION
    SELECT later.id FROM own JOIN public.procedures_application AS later ON later.corrects_id = own.id
  )
  SELECT mine.line_id, mine.kind::text, other.line_id, other.claim_id,
    other_claim.fiscal_year::integer,
    other.organisation_id = mine.organisation_id,
    coalesce(related.relation, ''),
    other_case.state = 'approved'
  FROM public.financing_subsidykey AS mine
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
    AND other_case.id NOT IN (SELECT own.id FROM own)
    AND NOT EXISTS (
      SELECT FROM public.procedures_application AS later
      WHERE later.corrects_id = other_case.id AND later.state IN ('approved', 'declined')
    )
    AND (
      other_case.state NOT IN ('proposed', 'public_notice', 'approved')
      -- What the city accepts stays as the district had it, and its word ends with a later one of
      -- the district.
      OR coalesce(
        (
          SELECT nullif(word.verdict, 'accept') FROM public.financing_linedecision AS word
          WHERE word.claim_id = other.claim_id AND word.stage = 'audited'
            AND word.line_id = other.line_id
            AND NOT EXISTS (
              SELECT FROM public.financing_linedecision AS later
              WHERE later.claim_id = other.claim_id AND later.stage = 'district'
                AND later.line_id = other.line_id AND later.id > word.id
            )
          ORDER BY word.id DESC LIMIT 1
        ),
        (
          SELECT word.verdict FROM public.financing_linedecision AS word
          WHERE word.claim_id = other.claim_id AND word.stage = 'district'
            AND word.line_id = other.line_id
          ORDER BY word.id DESC LIMIT 1
        ),
        ''
      ) <> 'strike'
    )
  ORDER BY mine.line_id, mine.kind, other.line_id
$$;
