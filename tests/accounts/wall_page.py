"""How a row of the table of addresses says who gets through."""

from dataclasses import dataclass, field

from accounts.duties import Duty

LOGIN = "login"  # a redirect to the sign-in page
STAFF = frozenset({Duty.ENTERPRISE_STAFF})
DISTRICT = frozenset({Duty.DISTRICT_REVIEWER})
CITY = frozenset({Duty.CITY_OFFICER})
LEADER = frozenset({Duty.LEADER})
AUDITOR = frozenset({Duty.AUDITOR})
OPERATOR = frozenset({Duty.OPERATOR})
BANK = frozenset({Duty.BANK_OFFICER})
EXPERT = frozenset({Duty.EXPERT})
BUREAUS = DISTRICT | CITY
OVERSIGHT = BUREAUS | LEADER
WATCHERS = OVERSIGHT | AUDITOR
ALL = frozenset(Duty)


@dataclass(frozen=True)
class Page:
    """`may`: duties that get through, None for whoever is signed in. `args`: names of things,
    or literals after "=". `own`: the answer to a GET of one's own thing, `by_duty` where it
    differs. `method`: GET, POST (a GET is 405) or BOTH; `post_first`: 405 before anything else.
    """

    may: frozenset[Duty] | None = None
    args: tuple[str, ...] = ()
    own: int = 200
    by_duty: dict[Duty | None, int] = field(default_factory=dict)
    method: str = "GET"
    public: bool = False
    post_first: bool = False


def post(may: frozenset[Duty] | None, *args: str, **more: object) -> Page:
    return Page(may, args, method="POST", **more)
