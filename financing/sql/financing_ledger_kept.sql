-- The legs that one statement writes add up to zero for each entry and year, and the balances of
-- the year follow them at once. A transition table is under no row policy, so nothing is overlooked.
CREATE OR REPLACE FUNCTION financing_ledger_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong bigint; expected bigint; kept bigint;
BEGIN
  SELECT entry_id INTO wrong FROM written
    GROUP BY entry_id HAVING sum(amount) <> 0 OR count(DISTINCT fund_year_id) <> 1 LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'the legs of ledger entry % do not add up to zero', wrong
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT count(DISTINCT fund_year_id) INTO expected FROM written;
  UPDATE financing_fundyear year SET
    source = year.source + sums.source,
    available = year.available + sums.available,
    reserved = year.reserved + sums.reserved,
    committed = year.committed + sums.committed,
    in_transit = year.in_transit + sums.in_transit,
    paid = year.paid + sums.paid,
    returned = year.returned + sums.returned,
    receivable = year.receivable + sums.receivable,
    recovered = year.recovered + sums.recovered
  FROM (
    SELECT fund_year_id,
      coalesce(sum(amount) FILTER (WHERE account = 'source'), 0) AS source,
      coalesce(sum(amount) FILTER (WHERE account = 'available'), 0) AS available,
      coalesce(sum(amount) FILTER (WHERE account = 'reserved'), 0) AS reserved,
      coalesce(sum(amount) FILTER (WHERE account = 'committed'), 0) AS committed,
      coalesce(sum(amount) FILTER (WHERE account = 'in_transit'), 0) AS in_transit,
      coalesce(sum(amount) FILTER (WHERE account = 'paid'), 0) AS paid,
      coalesce(sum(amount) FILTER (WHERE account = 'returned'), 0) AS returned,
      coalesce(sum(amount) FILTER (WHERE account = 'receivable'), 0) AS receivable,
      coalesce(sum(amount) FILTER (WHERE account = 'recovered'), 0) AS recovered
    FROM written GROUP BY fund_year_id
  ) sums
  WHERE year.id = sums.fund_year_id;
  GET DIAGNOSTICS kept = ROW_COUNT;
  IF kept <> expected THEN
    RAISE EXCEPTION 'the balances of a fund''s year could not be kept'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
