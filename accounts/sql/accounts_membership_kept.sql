-- A duty is ended and another one begun, never turned into another: nobody makes an officer of
-- themselves by changing their own row.
CREATE OR REPLACE FUNCTION accounts_membership_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the person, organisation and duty of a membership do not change'
    USING ERRCODE = 'check_violation';
END $$;
