-- What was granted to an enterprise and, for the bureaus alone, to those that are certainly related
-- to it (`enterprises_related`), across the wall, a row for each claim; of others' projects nothing
-- is told. A name alone is no relation that money hangs on: namesakes are many. A decision that was
-- corrected since counts no more: the later one does. Of what was decided counts what was paid or is
-- to be paid still, by the decision itself and those that it corrects: what was cancelled or has
-- come back does not. Runs as portal_search; gives nothing unless the enterprise is in the caller's
-- scope.
CREATE OR REPLACE FUNCTION financing_granted_around(of_enterprise bigint)
RETURNS TABLE (
  claim_id bigint, case_id bigint, year integer, amount numeric, is_own boolean,
  exclusion_group text, project text, scheme_id bigint
)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT granted.claim_id, granted.case_id, granted.year,
    coalesce(least(granted.approved, money.promised - money.back), granted.approved),
    granted.is_own, granted.exclusion_group, granted.project, granted.scheme_id
  FROM (
    SELECT other.id AS claim_id, filed.id AS case_id, other.fiscal_year::integer AS year,
      other.approved_amount AS approved,
      other.organisation_id = mine.organisation_id AS is_own,
      other.exclusion_group::text AS exclusion_group,
      CASE WHEN other.organisation_id = mine.organisation_id THEN other.project ELSE '' END AS project,
      version.scheme_id
    FROM public.enterprises_enterprise AS mine
    JOIN public.financing_subsidyclaim AS other ON other.organisation_id IN (
      SELECT mine.organisation_id
      UNION
      SELECT related.organisation_id
      FROM public.enterprises_related(mine.organisation_id) AS related
      WHERE related.relation IN ('holding', 'shareholder')
        AND nullif(current_setting('app.sees_organisation', true), '')::bigint = 0
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
      AND NOT EXISTS (
        SELECT FROM public.procedures_application AS later
        WHERE later.corrects_id = filed.id AND later.state IN ('approved', 'declined')
      )
  ) AS granted
  CROSS JOIN LATERAL (
    WITH RECURSIVE matter AS (
      SELECT filed.id, filed.corrects_id
      FROM public.procedures_application AS filed WHERE filed.id = granted.case_id
      UNION
      SELECT filed.id, filed.corrects_id
      FROM matter JOIN public.procedures_application AS filed ON filed.id = matter.corrects_id
    )
    SELECT
      -- NULL where nothing was promised yet: then what was decided counts.
      (
        SELECT sum(CASE WHEN pay.state = 'cancelled' THEN 0 ELSE pay.amount END)
        FROM public.financing_payable AS pay
        WHERE pay.application_id IN (SELECT matter.id FROM matter)
      ) AS promised,
      (
        SELECT coalesce(sum(asked.received), 0)
        FROM public.financing_recovery AS asked
        WHERE asked.application_id IN (SELECT matter.id FROM matter)
      ) AS back
  ) AS money
  WHERE coalesce(money.promised - money.back, granted.approved) > 0
$$;
