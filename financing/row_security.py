"""The row-level policies of what enterprises and banks have between them."""

from accounts.row_security import DISTRICT_ROWS, IS_BUREAU, IS_SYSTEM, TENANT_ROWS
from database.row_security import Policy, flag, setting
from financing.bank_scope import BANK

_IS_BANK = flag(BANK)
_OWN_BANK = f"({_IS_BANK} AND bank_id = {setting('sees_organisation', 'bigint')})"
_AMONG_BANKS = f"({_IS_BANK} AND {setting('sees_organisation', 'bigint')} = ANY (bank_ids))"
_EITHER = f"({TENANT_ROWS}) OR {_OWN_BANK}"
_BETWEEN_TWO = f"({TENANT_ROWS} AND NOT {IS_BUREAU}) OR {_OWN_BANK} OR {IS_SYSTEM}"
_BUREAUS_OF_DISTRICT = f"{IS_BUREAU} AND {DISTRICT_ROWS}"

# Banks read who is or was on the list, what they are shown, and what they may be shown.
WHITELIST = Policy(
    "whitelist",
    f"({TENANT_ROWS}) OR ({_IS_BANK} AND listed_at IS NOT NULL)",
    TENANT_ROWS,
    change=TENANT_ROWS,
)
CONSENT = Policy("consent", _EITHER, TENANT_ROWS, change=TENANT_ROWS)
DEMAND = Policy("demand", f"({TENANT_ROWS}) OR {_AMONG_BANKS}", TENANT_ROWS, change=TENANT_ROWS)
FEED = Policy(
    "feed",
    f"{_OWN_BANK} OR ({_BUREAUS_OF_DISTRICT})",
    _BUREAUS_OF_DISTRICT,
    change=_BUREAUS_OF_DISTRICT,
)
# What a bank was shown: the bank's own reading writes it, and the enterprise reads it.
DISCLOSED = Policy("disclosed", TENANT_ROWS, _EITHER)
# What an enterprise and a bank have between them, and both write.
PUT_TO_BANK = Policy("put_to_bank", _EITHER, _EITHER)
# What one gives to the other, and bureaus do not read.
BETWEEN_TWO = Policy("between_two", _BETWEEN_TWO, _BETWEEN_TWO)
