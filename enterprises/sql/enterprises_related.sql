-- The enterprises that are related to one, each once with why: "head" (one legal representative),
-- "holding" (one holds a quarter or more of the other), "shareholder" (a third holds as much of
-- both, the state left out), "same_name" (the same of persons that nothing but a name tells to be
-- one). "holding" and "shareholder" are certain. Runs with the rights of who calls it: a reader finds what their row
-- policies let through, a function that runs as portal_search finds all.
-- Source: domain facts A7 (示例); 国家税务总局公告2016年第42号第二条（一） for the share.
CREATE OR REPLACE FUNCTION enterprises_related(of_enterprise bigint)
RETURNS TABLE (organisation_id bigint, relation text)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (found.organisation_id) found.organisation_id, found.relation
  FROM (
    SELECT another.organisation_id, 'head' AS relation, 3 AS place
    FROM public.enterprises_enterprise AS mine
    JOIN public.enterprises_enterprise AS another
      ON another.legal_representative = mine.legal_representative
    WHERE mine.organisation_id = of_enterprise AND mine.legal_representative <> ''
    UNION ALL
    SELECT another.organisation_id, 'holding', 1
    FROM public.enterprises_enterprise AS mine
    JOIN public.enterprises_shareholder AS another
      ON another.identity = 'enterprise:' || mine.credit_code AND another.percent >= 25
    WHERE mine.organisation_id = of_enterprise
    UNION ALL
    SELECT another.organisation_id, 'holding', 1
    FROM public.enterprises_shareholder AS mine
    JOIN public.enterprises_enterprise AS another ON another.credit_code = mine.credit_code
    WHERE mine.organisation_id = of_enterprise
      AND mine.kind = 'enterprise' AND mine.percent >= 25
    UNION ALL
    SELECT another.organisation_id, known.relation, CASE known.relation WHEN 'shareholder' THEN 2 ELSE 4 END
    FROM public.enterprises_shareholder AS mine
    JOIN public.enterprises_shareholder AS another
      ON another.identity = mine.identity AND another.percent >= 25
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN mine.kind = 'enterprise' OR (mine.id_tail <> '' AND another.id_tail = mine.id_tail)
        THEN 'shareholder' ELSE 'same_name'
      END AS relation
    ) AS known
    WHERE mine.organisation_id = of_enterprise
      AND mine.kind <> 'state' AND mine.percent >= 25
      AND (mine.id_tail = '' OR another.id_tail = '' OR another.id_tail = mine.id_tail)
  ) AS found
  WHERE found.organisation_id <> of_enterprise
  ORDER BY found.organisation_id, found.place
$$;
