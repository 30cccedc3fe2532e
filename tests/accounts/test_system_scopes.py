"""Where the portal acts in its own name: few places, each with its reason, all listed here."""

import ast
from pathlib import Path

from django.conf import settings

SCOPES = [
    (
        "people/actions/appoint_first_administrators.py",
        "find the organisations without administrator",
    ),
    ("people/actions/appoint_first_administrators.py", "appoint the first administrators"),
    ("people/actions/save_invitations.py", "answer an invitation"),
    ("people/actions/save_invitations.py", "answer an invitation"),
    ("people/actions/save_invitations.py", "find the invitations to a person"),
    ("people/actions/save_invitations.py", "tell a newcomer from a member"),
    ("accounts/actors.py", "find a person's duties"),
    ("accounts/demo/city.py", "seed the demo city"),
    ("accounts/demo/people.py", "seed the demo city"),
    ("accounts/management/commands/seed_demo.py", "seed the demo city"),
    ("accounts/jobs.py", "queue a job"),
    ("accounts/jobs.py", "record the progress of a job"),
    ("accounts/jobs.py", "restart stalled jobs"),
    ("accounts/jobs.py", "retry a job"),
    ("accounts/jobs.py", "run a job"),
    ("accounts/jobs.py", "run a job"),
    ("accounts/notifications.py", "find the people to notify"),
    ("accounts/notifications.py", "find the people to notify"),
    ("accounts/outbox.py", "owe a side effect"),
    ("accounts/outbox.py", "deliver the outbox"),
    ("accounts/outbox.py", "deliver the outbox"),
    ("accounts/outbox.py", "send what could not be delivered again"),
    ("accounts/retention.py", "remove what was kept for a time"),
    ("accounts/sign_in_events.py", "put a sign-in on record"),
    ("accounts/tasks.py", "seal the trail"),
    ("accounts/tasks.py", "check the seals of the trail"),
    ("people/views/duties.py", "show an invitation to its holder"),
    ("certification/nightly.py", "keep the life of certificates"),
    ("certification/nightly.py", "keep the life of certificates"),
    ("certification/views/certificates.py", "verify a certificate for the public"),
    ("certification/views/certificates.py", "verify a certificate for the public"),
    ("documents/later_storage.py", "keep a file until it is in the storage"),
    ("documents/later_storage.py", "open a stored file"),
    ("documents/later_storage.py", "open a stored file"),
    ("documents/later_storage.py", "open a stored file"),
    ("documents/later_storage.py", "carry a file to the storage"),
    ("documents/later_storage.py", "carry a file to the storage"),
    ("documents/outbox_handlers.py", "scan a file"),
    ("documents/outbox_handlers.py", "scan a file"),
    ("documents/record_files.py", "show a reader of a row its file"),
    ("enterprises/actions/claim_enterprise.py", "put a claim before the bureau"),
    ("enterprises/actions/register_enterprise.py", "found the organisation of a registration"),
    ("enterprises/actions/update_profile.py", "correct the district of a registration"),
    ("enterprises/identity_change_machine.py", "move an enterprise to another district"),
    ("enterprises/imports/load_list.py", "import a list from the command line"),
    ("enterprises/imports/lookups.py", "find credit codes of an import in all districts"),
    ("enterprises/imports/lookups.py", "find names of an import in all districts"),
    ("enterprises/imports/registry_apply.py", "give an unclaimed entry its district"),
    ("enterprises/imports/scope.py", "import a list from the command line"),
    ("enterprises/imports/settling/built_upon.py", "find what was built on an import"),
    ("enterprises/imports/settling/built_upon.py", "find what was built on an import"),
    ("enterprises/imports/settling/take_back.py", "take an import back"),
    ("enterprises/imports/settling/take_back.py", "take an import back"),
    (
        "enterprises/imports/title_apply.py",
        "enter a published name whose district is unknown",
    ),
    (
        "enterprises/imports/title_apply.py",
        "enter a published name whose district is unknown",
    ),
    ("enterprises/imports/title_check.py", "find lines of a published list in all districts"),
    ("enterprises/imports/title_check.py", "find names of a published list in all districts"),
    ("enterprises/views/register.py", "show a person their own claims"),
    ("enterprises/views/register.py", "show an unclaimed entry to its claimant"),
    ("enterprises/way_in.py", "tell somebody how to join their enterprise"),
    ("reports/supervision/actions/watch_orders.py", "watch orders of supervision"),
    ("reports/supervision/demo.py", "seed the demo city"),
    ("financing/ledger/demo.py", "seed the demo city"),
    ("reports/bench/ledger_speed.py", "measure speed on a scratch database"),
    ("financing/subsidies/auto/demo.py", "seed the demo city"),
    ("financing/subsidies/auto/demo.py", "seed the demo city"),
    ("financing/subsidies/auto/demo.py", "seed the demo city"),
    ("financing/subsidies/auto/demo.py", "seed the demo city"),
    ("financing/subsidies/auto/notices.py", "find the people to notify"),
    ("financing/subsidies/auto/granting.py", "grant money without a claim"),
    ("financing/subsidies/auto/granting.py", "grant money without a claim"),
    ("financing/subsidies/auto/list_machine.py", "keep the lists of money without a claim"),
    ("financing/subsidies/auto/nightly.py", "keep the lists of money without a claim"),
    ("financing/subsidies/auto/actions/draw_list.py", "keep the lists of money without a claim"),
    ("financing/subsidies/find/alerts.py", "tell enterprises of money"),
    ("financing/ledger/notices.py", "find the people to notify"),
    ("financing/ledger/posting.py", "keep the ledger"),
    ("financing/ledger/recoveries.py", "ask money of a district back from who moved away"),
    ("financing/management/commands/replay_claims.py", "replay the claims"),
    ("financing/subsidies/after_sending.py", "tell how long the money of a scheme takes"),
    ("financing/management/commands/replay_ledger.py", "replay the ledger"),
    ("financing/demands/actions/post_demand.py", "find the banks that somebody works for"),
    ("financing/subsidies/effect/follow_up.py", "let goals decide about instalments"),
    ("financing/subsidies/effect/nightly.py", "ask for effect reports"),
    (
        "financing/subsidies/review/actions/answer_letter.py",
        "show an inquiry letter to its link's holder",
    ),
    (
        "financing/subsidies/review/actions/answer_letter.py",
        "show an inquiry letter to the office that is asked",
    ),
    ("financing/subsidies/review/actions/answer_letter.py", "take an office's answer to a letter"),
    ("financing/subsidies/review/actions/answer_letter.py", "take an office's answer to a letter"),
    (
        "financing/subsidies/money/granted_elsewhere.py",
        "look for numbers that another claim was proposed for",
    ),
    ("financing/subsidies/money/paid_twice.py", "look for what was paid twice"),
    ("financing/subsidies/review/actions/decide_line.py", "work out the amount of a claim"),
    (
        "financing/subsidies/review/evidence.py",
        "show an audit firm the files of its claim",
    ),
    (
        "financing/subsidies/review/views/audits.py",
        "show an audit firm the files of its claim",
    ),
    ("financing/subsidies/review/files.py", "keep a file of a claim's review"),
    ("financing/subsidies/review/nightly.py", "keep the terms of claims under review"),
    ("financing/subsidies/review/nightly.py", "keep the terms of claims under review"),
    ("financing/subsidies/review/nightly.py", "keep the terms of claims under review"),
    ("financing/subsidies/review/views/audits.py", "show an audit firm its report"),
    ("financing/subsidies/review/views/letters.py", "show an office the receipt of its answer"),
    ("financing/line/api/token.py", "sign a bank's program in"),
    ("financing/line/refusals.py", "tell a bank of a refused program"),
    ("financing/feedback/notices.py", "tell enterprises what banks reported"),
    ("financing/whitelist/disclosure_log.py", "log what a bank was shown"),
    ("financing/whitelist/disclosure_log.py", "log what a bank was shown"),
    ("financing/whitelist/feed.py", "show banks the present list"),
    ("financing/whitelist/feed.py", "show banks the present list"),
    ("financing/whitelist/feed.py", "show banks the present list"),
    ("financing/whitelist/feed.py", "show banks the present list"),
    ("financing/nightly.py", "keep the financing whitelist"),
    ("financing/nightly.py", "keep the financing whitelist"),
    ("financing/nightly.py", "keep the financing whitelist"),
    ("financing/whitelist/pulls.py", "note the end of a bank's pull"),
    ("financing/feedback/reminders.py", "remind the bank line"),
    ("financing/line/usage.py", "write the use of the interface down"),
    ("financing/line/webhooks/announce.py", "owe a bank a message"),
    ("financing/line/webhooks/deliver.py", "deliver webhooks"),
    ("financing/line/webhooks/deliver.py", "deliver webhooks"),
    ("financing/line/webhooks/deliver.py", "deliver webhooks"),
    ("financing/line/webhooks/deliver.py", "deliver webhooks"),
    ("financing/listings/actions/book_seat.py", "count the seats of a road show"),
    ("financing/listings/actions/place_winner.py", "place the winners of contests"),
    ("financing/listings/booking_machine.py", "pass on a seat of a road show"),
    ("financing/listings/introduction_machine.py", "exchange contacts once both agreed"),
    ("financing/listings/nightly.py", "remind those on the way to a listing"),
    ("financing/listings/nightly.py", "remind those on the way to a listing"),
    ("financing/listings/nightly.py", "pass on a seat of a road show"),
    ("financing/listings/proposals.py", "remind those on the way to a listing"),
    ("financing/listings/road_shows.py", "count the seats of a road show"),
    ("financing/demo/investors.py", "seed the demo city"),
    ("financing/demo/effects.py", "seed the demo city"),
    ("financing/demo/effects.py", "seed the demo city"),
    ("financing/demo/effects.py", "seed the demo city"),
    ("financing/demo/listing_claims.py", "seed the demo city"),
    ("financing/demo/listings.py", "seed the demo city"),
    ("financing/demo/listings.py", "seed the demo city"),
    ("financing/demands/views/bank_demand.py", "show a bank a file that was given to it"),
    ("pages/history.py", "show the history of a record"),
    ("procedures/notices/actions/object_to_case.py", "take an objection from the public"),
    (
        "procedures/experts/actions/score_sheet.py",
        "ask again for an expert's conflicts of interest",
    ),
    ("procedures/experts/panels/sheet_machine.py", "draw an expert in the place of another"),
    ("procedures/experts/panels/sheet_machine.py", "settle a case that its experts have scored"),
    ("procedures/experts/panels/releases.py", "release the experts of a case"),
    ("procedures/tasks.py", "announce batches that open and close"),
    ("procedures/tasks.py", "remind of deadlines"),
    ("procedures/notices/views/notices.py", "list what was certified for the public"),
    ("procedures/notices/views/notices.py", "show an objection to its receipt's holder"),
    ("procedures/experts/views/score_sheets.py", "show an expert a file of the paper"),
    ("financing/demo/credits.py", "seed the demo city"),
    ("financing/demo/loan_demands.py", "seed the demo city"),
    ("financing/demo/loan_demands.py", "seed the demo city"),
    ("financing/demo/whitelist.py", "seed the demo city"),
    ("financing/demo/whitelist.py", "seed the demo city"),
    ("services/demo.py", "seed the demo city"),
    ("reports/assessment/nightly.py", "score rounds at night"),
    ("reports/bench/feed_speed.py", "measure speed on a scratch database"),
    ("reports/bench/feed_speed.py", "measure speed on a scratch database"),
    ("reports/bench/feed_speed.py", "measure speed on a scratch database"),
    ("reports/bench/feed_speed.py", "measure speed on a scratch database"),
    ("reports/bench/filing_speed.py", "measure speed on a scratch database"),
    ("reports/bench/filing_speed.py", "measure speed on a scratch database"),
    ("reports/bench/filing_speed.py", "measure speed on a scratch database"),
    ("reports/bench/find_speed.py", "measure speed on a scratch database"),
    ("reports/bench/find_speed.py", "measure speed on a scratch database"),
    ("reports/bench/people.py", "measure speed on a scratch database"),
    ("reports/bench/progress_speed.py", "measure speed on a scratch database"),
    ("reports/bench/progress_speed.py", "measure speed on a scratch database"),
    ("reports/bench/progress_speed.py", "measure speed on a scratch database"),
    ("pages/lists/export.py", "give a public list as a file"),
    ("pages/lists/open_page.py", "show a public list"),
    ("procedures/guides/views.py", "count past results for the public guides"),
    ("reports/casebook/demo.py", "seed the demo city"),
    ("reports/casebook/public_editions.py", "show the casebook to the public"),
    ("reports/casebook/public_editions.py", "show the casebook to the public"),
    ("reports/casebook/public_editions.py", "show the casebook to the public"),
    ("reports/builder/actions/delete_report.py", "delete a report with its schedules"),
    ("reports/builder/running.py", "run scheduled reports"),
    ("reports/builder/running.py", "run scheduled reports"),
    ("reports/facts/checks.py", "check facts"),
    ("reports/facts/refresh.py", "compute facts"),
    ("reports/facts/refresh.py", "compute facts"),
    ("reports/facts/snapshots.py", "compute facts"),
    ("reports/facts/snapshots.py", "compute facts"),
    ("reports/facts/snapshots.py", "compute facts"),
    ("reports/targets/demo.py", "seed the demo city"),
    ("reports/targets/demo.py", "seed the demo city"),
    ("reports/targets/demo.py", "seed the demo city"),
    ("reports/targets/workplans/reminders.py", "remind of work plans"),
    ("reports/papers/actions/make_files.py", "make the files of a paper"),
    ("reports/papers/actions/make_paper.py", "write a paper"),
    ("reports/papers/actions/make_paper.py", "write a paper"),
    ("reports/papers/compose.py", "write a paper"),
    ("reports/papers/compose.py", "write a paper"),
    ("reports/papers/demo.py", "seed the demo city"),
    ("reports/papers/issuing.py", "issue a paper"),
    ("reports/papers/issuing.py", "issue a paper"),
    ("reports/papers/schedule.py", "write a paper"),
    ("reports/papers/schedule.py", "write a paper"),
    ("reports/views/landing.py", "show the public front page"),
]


def uses(tree: ast.AST) -> list[ast.Call]:
    """The calls of `system_scope` in a module."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            getattr(node.func, "id", None) == "system_scope"
            or getattr(node.func, "attr", None) == "system_scope"
        )
    ]


def reason_of(call: ast.Call) -> str:
    """The reason, "" where it is no literal text."""
    given = [word.value for word in call.keywords if word.arg == "reason"] or call.args
    value = given[0].value if given and isinstance(given[0], ast.Constant) else ""
    return value if isinstance(value, str) else ""


def modules() -> list[tuple[str, ast.AST]]:
    """Every module of the portal's own packages, parsed."""
    root = Path(settings.BASE_DIR)
    outside = ("var", "tests", "node_modules")
    packages = [one for one in root.iterdir() if one.is_dir() and one.name not in outside]
    return [
        (str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8")))
        for package in packages
        for path in package.glob("**/*.py")
    ]


def scopes_in_the_code() -> list[tuple[str, str]]:
    return sorted((name, reason_of(call)) for name, tree in modules() for call in uses(tree))


def test_every_reason_is_a_literal():
    assert [place for place, reason in scopes_in_the_code() if not reason] == []


def test_system_scopes_are_those_of_the_list():
    assert scopes_in_the_code() == sorted(SCOPES)


def test_scope_is_not_imported_under_another_name():
    renamed = [
        place
        for place, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name == "system_scope" and name.asname
    ]
    assert renamed == []
