"""Who gets through to which address of direct financing."""

from accounts.duties import Duty
from tests.accounts.wall_page import CITY, DISTRICT, OVERSIGHT, STAFF, Page, post

INVESTOR = frozenset({Duty.INVESTOR})
PARTIES = STAFF | INVESTOR


def record(
    name: str, readers: frozenset[Duty], editors: frozenset[Duty], thing: str, new: int = 200
) -> dict[str, Page]:
    """The addresses of a record of the kit that has no files under the field "x"."""
    return {
        f"financing:{name}_new": Page(editors, method="BOTH", own=new),
        f"financing:{name}": Page(readers, (thing,)),
        f"financing:{name}_edit": Page(editors, (thing,), method="BOTH"),
        f"financing:{name}_retire": post(editors, thing),
        f"financing:{name}_restore": post(editors, thing),
        f"financing:{name}_file": Page(readers, (thing, "=x"), own=404),
    }


LISTINGS: dict[str, Page] = {
    "financing:listing_overview": Page(OVERSIGHT),
    "financing:listing_paths": Page(OVERSIGHT),
    "financing:listing_path": Page(OVERSIGHT, ("listing_path",)),
    "financing:own_listing": Page(STAFF),
    "financing:listing_begin": post(STAFF),
    "financing:listing_change": post(STAFF, "listing_path"),
    "financing:listing_end": post(STAFF, "listing_path"),
    "financing:milestone": Page(STAFF, ("listing_stage",), method="BOTH"),
    "financing:listing_claim": post(STAFF, "listing_proposal"),
    "financing:milestone_file": Page(STAFF | OVERSIGHT, ("milestone",)),
    "financing:milestone_act": post(STAFF | DISTRICT, "milestone", "=return"),
    "financing:listing_tracks": Page(STAFF | OVERSIGHT),
    **record("listing_track", STAFF | OVERSIGHT, CITY, "listing_track"),
    "financing:listing_stages": Page(STAFF | OVERSIGHT),
    **record("listing_stage", STAFF | OVERSIGHT, CITY, "listing_stage"),
    "financing:advisers": Page(STAFF | OVERSIGHT),
    **record("adviser", STAFF | OVERSIGHT, CITY, "adviser"),
    "financing:projects": Page(PARTIES | OVERSIGHT),
    **record("project", PARTIES | OVERSIGHT, STAFF, "project"),
    "financing:project_plan": Page(STAFF, ("project",), method="BOTH"),
    "financing:project_plan_file": Page(PARTIES | OVERSIGHT, ("project",)),
    # The two are in contact already: they are led to their introduction.
    "financing:introduction_ask": Page(
        PARTIES, ("project", "investor_org"), own=302, method="BOTH"
    ),
    "financing:investors": Page(PARTIES | OVERSIGHT),
    "financing:investor_register": Page(CITY, method="BOTH"),
    # An investor has one profile, and this one has it.
    **record("investor", PARTIES | OVERSIGHT, INVESTOR, "investor", new=403),
    "financing:winners": Page(OVERSIGHT),
    **record("winner", OVERSIGHT, CITY, "winner"),
    "financing:winner_import": Page(CITY, method="BOTH"),
    "financing:winner_import_template": Page(CITY),
    "financing:winner_import_result": Page(CITY, ("winner_import",)),
    "financing:winner_import_apply": post(CITY, "winner_import"),
    "financing:winner_import_discard": post(CITY, "winner_import"),
    "financing:introductions": Page(PARTIES | OVERSIGHT),
    "financing:contact_card": Page(PARTIES, method="BOTH"),
    "financing:introduction": Page(PARTIES | OVERSIGHT, ("introduction",)),
    "financing:introduction_act": post(PARTIES, "introduction", "=meet"),
    "financing:road_shows": Page(PARTIES | OVERSIGHT),
    **record("road_show", PARTIES | OVERSIGHT, CITY, "road_show"),
    "financing:road_show_book": post(PARTIES, "road_show"),
    "financing:booking_act": post(PARTIES | CITY, "booking", "=cancel"),
}
