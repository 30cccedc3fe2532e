"""Who reads claims for money."""

from accounts.duties import Duty

BUREAUS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (*BUREAUS, Duty.LEADER, Duty.AUDITOR)
# Each of its own, by the wall.
FILE_READERS = (Duty.ENTERPRISE_STAFF, *READERS)
