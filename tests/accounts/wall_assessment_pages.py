"""Who gets through to which address of the assessment of districts."""

from accounts.duties import Duty
from tests.accounts.wall_page import CITY, DISTRICT, WATCHERS, Page, post

ASSESSMENT: dict[str, Page] = {
    "reports:assessments": Page(WATCHERS),
    "reports:round_new": Page(CITY, method="BOTH"),
    "reports:round": Page(WATCHERS, ("round",), by_duty={Duty.DISTRICT_REVIEWER: 302}),
    "reports:round_edit": Page(CITY, ("round",), method="BOTH"),
    "reports:round_step": Page(CITY, ("round", "=close_appeals"), method="BOTH"),
    "reports:round_indicators": Page(WATCHERS, ("round",)),
    "reports:round_indicator_new": Page(CITY, ("draft_round",), method="BOTH"),
    "reports:round_indicator": Page(CITY, ("draft_round", "draft_indicator"), method="BOTH"),
    "reports:round_indicator_arrange": post(CITY, "draft_round", "draft_indicator"),
    "reports:round_comment": post(DISTRICT, "round"),
    "reports:round_answer": post(CITY, "comment_row"),
    "reports:round_figures": Page(WATCHERS - DISTRICT, ("round",)),
    "reports:figure": Page(CITY, ("figure_row",), method="BOTH"),
    "reports:figure_file": Page(WATCHERS, ("figure_row",), own=404),
    "reports:round_entry_new": Page(CITY, ("round",), method="BOTH"),
    "reports:round_entry_cancel": post(CITY, "round_entry"),
    "reports:round_entry_file": Page(WATCHERS, ("round_entry",), own=404),
    "reports:round_lines": Page(WATCHERS, ("round",)),
    "reports:round_district": Page(WATCHERS, ("round", "place")),
    "reports:round_line": Page(WATCHERS, ("round", "place", "round_indicator"), method="BOTH"),
    # The line is under appeal: it leads to that appeal.
    "reports:appeal_new": Page(
        DISTRICT, ("round", "place", "round_indicator"), own=302, method="BOTH"
    ),
    "reports:evidence_file": Page(WATCHERS, ("evidence",), own=404),
    "reports:evidence_withdraw": post(DISTRICT, "evidence"),
    "reports:appeals": Page(WATCHERS, ("round",)),
    "reports:appeal": Page(WATCHERS, ("appeal",), method="BOTH"),
    "reports:appeal_withdraw": post(DISTRICT, "appeal"),
    "reports:appeal_reopen": post(CITY, "appeal"),
    "reports:ranking": Page(WATCHERS, ("round",)),
    "reports:demonstration_new": post(CITY, "round"),
    "reports:demonstration": Page(CITY, ("demonstration",), method="BOTH"),
}
