-- Who bears an access token: the program, the service account it acts as, and its bank. Nobody is
-- known yet when it is asked, so it runs as portal_search, which the policies do not bind, and finds
-- the one row of a checksum that only who has the token can tell. In plpgsql, for its plan is kept:
-- to plan the five tables anew takes longer than to read them, and every request of a program asks.
CREATE OR REPLACE FUNCTION financing_token_holder(checksum text) RETURNS TABLE (
  token_id bigint, token_user_id bigint, token_application_id bigint, token_expires timestamptz,
  token_scope text, token_resource jsonb,
  client_id bigint, client_name text, client_organisation_id bigint, client_district_id bigint,
  client_membership_id bigint, client_scopes text[], client_allowed_networks text[],
  client_rate_per_minute integer, client_disabled_at timestamptz,
  membership_id bigint, membership_organisation_id bigint, membership_district_id bigint,
  membership_user_id bigint, membership_duty text, membership_is_administrator boolean,
  membership_is_active boolean,
  bank_id bigint, bank_kind text, bank_name text, bank_is_active boolean,
  person_id bigint, person_username text, person_name text, person_is_active boolean
) LANGUAGE plpgsql STABLE STRICT ROWS 1
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT token.id, token.user_id, token.application_id, token.expires, token.scope::text,
         token.resource,
         client.id, client.name::text, client.organisation_id, client.district_id,
         client.membership_id, client.scopes::text[], client.allowed_networks::text[],
         client.rate_per_minute, client.disabled_at,
         membership.id, membership.organisation_id, membership.district_id, membership.user_id,
         membership.duty::text, membership.is_administrator, membership.is_active,
         bank.id, bank.kind::text, bank.name::text, bank.is_active,
         person.id, person.username::text, person.name::text, person.is_active
    FROM public.oauth2_provider_accesstoken token
    JOIN public.financing_bankclient client ON client.id = token.application_id
    JOIN public.accounts_membership membership ON membership.id = client.membership_id
    JOIN public.accounts_organisation bank ON bank.id = membership.organisation_id
    JOIN public.accounts_user person ON person.id = membership.user_id
   WHERE token.token_checksum = checksum;
END $$;
