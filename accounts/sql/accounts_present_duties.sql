-- The duties that a person has now, with their organisations. The person is not known to the portal
-- yet when it is asked, so it runs as portal_search, which the policies do not bind, and finds the
-- rows of this one person. In plpgsql, for its plan is kept: every page asks.
CREATE OR REPLACE FUNCTION accounts_present_duties(person bigint) RETURNS TABLE (
  membership_id bigint, membership_organisation_id bigint, membership_district_id bigint,
  membership_user_id bigint, membership_duty text, membership_is_administrator boolean,
  membership_is_active boolean, membership_is_program boolean, membership_since timestamptz,
  organisation_id bigint, organisation_kind text, organisation_name text,
  organisation_district_id bigint, organisation_is_active boolean
) LANGUAGE plpgsql STABLE STRICT ROWS 2
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT membership.id, membership.organisation_id, membership.district_id, membership.user_id,
         membership.duty::text, membership.is_administrator, membership.is_active,
         membership.is_program, membership.since,
         organisation.id, organisation.kind::text, organisation.name::text,
         organisation.district_id, organisation.is_active
    FROM public.accounts_membership membership
    JOIN public.accounts_organisation organisation ON organisation.id = membership.organisation_id
   WHERE membership.user_id = person AND membership.is_active AND organisation.is_active;
END $$;
