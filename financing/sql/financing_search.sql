-- Names of enterprises on the list, for banks: the registry itself they may not read. As
-- enterprises_search does, the function runs as portal_search, so that the index of name parts is
-- used; it finds who is on the list and nobody else, and nothing without a scope.
CREATE OR REPLACE FUNCTION financing_search(part text, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT enterprise.organisation_id FROM public.enterprises_enterprise AS enterprise
  WHERE enterprises_bigrams(documents_plain(enterprise.name))
      @> enterprises_bigrams(documents_plain(part))
    AND strpos(documents_plain(enterprise.name), documents_plain(part)) > 0
    AND (nullif(current_setting('app.districts', true), '') IS NOT NULL) IS TRUE
    AND EXISTS (
      SELECT FROM public.financing_whitelistentry AS entry
      WHERE entry.organisation_id = enterprise.organisation_id AND entry.state = 'listed'
    )
  LIMIT most
$$;
