from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0015_searching_names_as_people_write_them"),
        ("financing", "0022_walls_of_effect"),
        ("procedures", "0012_part_of_a_snapshot"),
        ("schemes", "0009_shipped_subsidies"),
    ]

    operations = [
        database.operations.ReplaceObject(
            name="function financing_group_pays",
            create="""
            -- What was decided already for the enterprise of a claim and for enterprises with the same legal
            -- representative, across the wall: for the caps of a project, of a year, and for exclusion groups.
            -- Runs as portal_search; gives nothing unless the claim is in the caller's scope.
            CREATE OR REPLACE FUNCTION financing_group_pays(of_claim bigint)
            RETURNS TABLE (
              claim_id bigint, year integer, amount numeric, is_own boolean, same_group boolean,
              same_scheme boolean, same_project boolean
            )
            LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
              SELECT other.id, other.fiscal_year::integer, other.approved_amount,
                other.organisation_id = mine.organisation_id,
                mine.exclusion_group <> '' AND other.exclusion_group = mine.exclusion_group,
                other_version.scheme_id = my_version.scheme_id,
                mine.project <> '' AND other.project = mine.project
              FROM public.financing_subsidyclaim AS mine
              JOIN public.procedures_application AS my_case ON my_case.id = mine.application_id
              JOIN public.schemes_schemeversion AS my_version ON my_version.id = my_case.scheme_version_id
              JOIN public.financing_subsidyclaim AS other
                ON other.id <> mine.id AND other.organisation_id IN (
                  SELECT mine.organisation_id
                  UNION
                  SELECT another.organisation_id FROM public.enterprises_enterprise AS one
                  JOIN public.enterprises_enterprise AS another
                    ON another.legal_representative = one.legal_representative
                  WHERE one.organisation_id = mine.organisation_id AND one.legal_representative <> ''
                )
              JOIN public.procedures_application AS other_case ON other_case.id = other.application_id
              JOIN public.schemes_schemeversion AS other_version
                ON other_version.id = other_case.scheme_version_id
              WHERE mine.id = of_claim
                AND mine.district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])
                AND nullif(current_setting('app.sees_organisation', true), '')::bigint
                  IN (0, mine.organisation_id)
                AND other_case.state = 'approved'
                AND other_case.deleted_at IS NULL
                AND other.approved_amount > 0
                AND other_case.id IS DISTINCT FROM my_case.corrects_id
                AND NOT EXISTS (
                  -- A decision that was corrected since counts no more: the later one does.
                  SELECT FROM public.procedures_application AS later
                  WHERE later.corrects_id = other_case.id AND later.state IN ('approved', 'declined')
                )
              ORDER BY other.id
            $$;
            REVOKE ALL ON FUNCTION financing_group_pays(bigint) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION financing_group_pays(bigint) TO portal_app;
            ALTER FUNCTION financing_group_pays(bigint) OWNER TO portal_search;
            """,
            drop="""
            DROP FUNCTION financing_group_pays(bigint);
            """,
            previous="""
            -- What was decided already for the enterprise of a claim and for enterprises with the same legal
            -- representative, across the wall: for the caps of a project, of a year, and for exclusion groups.
            -- Runs as portal_search; gives nothing unless the claim is in the caller's scope.
            CREATE OR REPLACE FUNCTION financing_group_pays(of_claim bigint)
            RETURNS TABLE (
              claim_id bigint, year integer, amount numeric, is_own boolean, same_group boolean,
              same_scheme boolean, same_project boolean
            )
            LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
              SELECT other.id, other.fiscal_year::integer, other.approved_amount,
                other.organisation_id = mine.organisation_id,
                mine.exclusion_group <> '' AND other.exclusion_group = mine.exclusion_group,
                other_version.scheme_id = my_version.scheme_id,
                mine.project <> '' AND other.project = mine.project
              FROM public.financing_subsidyclaim AS mine
              JOIN public.procedures_application AS my_case ON my_case.id = mine.application_id
              JOIN public.schemes_schemeversion AS my_version ON my_version.id = my_case.scheme_version_id
              JOIN public.financing_subsidyclaim AS other
                ON other.id <> mine.id AND other.organisation_id IN (
                  SELECT mine.organisation_id
                  UNION
                  SELECT another.organisation_id FROM public.enterprises_enterprise AS one
                  JOIN public.enterprises_enterprise AS another
                    ON another.legal_representative = one.legal_representative
                  WHERE one.organisation_id = mine.organisation_id AND one.legal_representative <> ''
                )
              JOIN public.procedures_application AS other_case ON other_case.id = other.application_id
              JOIN public.schemes_schemeversion AS other_version
                ON other_version.id = other_case.scheme_version_id
              WHERE mine.id = of_claim
                AND mine.district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])
                AND nullif(current_setting('app.sees_organisation', true), '')::bigint
                  IN (0, mine.organisation_id)
                AND other_case.state = 'approved'
                AND other_case.deleted_at IS NULL
                AND other.approved_amount > 0
                AND other_case.id IS DISTINCT FROM my_case.corrects_id
              ORDER BY other.id
            $$;
            REVOKE ALL ON FUNCTION financing_group_pays(bigint) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION financing_group_pays(bigint) TO portal_app;
            ALTER FUNCTION financing_group_pays(bigint) OWNER TO portal_search;
            """,
            digest="be23ead1fc20f716",
        ),
    ]
