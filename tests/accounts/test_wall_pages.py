"""Every address × every duty × one's own and a foreign thing."""

import uuid
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.actors import actor_from
from accounts.duties import CITY_WIDE_DUTIES, Duty
from accounts.middleware import SESSION_KEY
from accounts.models import District, Invitation, User
from accounts.signs_of_life import LIFETIMES
from accounts.tenancy import Actor, system_scope
from enterprises.actions.report_year import open_years
from procedures.models import Application
from tests.accounts import (
    wall_assessment,
    wall_casebook,
    wall_city_rows,
    wall_effect,
    wall_grants,
    wall_ledger_rows,
    wall_listings,
    wall_reviews,
    wall_world,
)
from tests.accounts.wall_table import LOGIN, TABLE, Page, expected_get, expected_post
from tests.factories import membership
from tests.procedures import factories

EVERYBODY = [*Duty, None]
NOBODYS = uuid.UUID(int=7)
NUMBERED = (
    "case", "draft", "claim", "change", "product", "certificate", "enterprise", "member", "batch",
    "notice", "line", "objection", "noticed", "draft_version", "simulation", "cover",
    "version",
    "act_proposal",
    "panel", "panel_case", "panel_sheet", "sheet", "expert", "tie", "run", "waiver",
    "entry", "credit_record", "proposal", "unplaced", "issued",
    "client", "secret", "bank", "demand",
    "handling", "at_bank", "credit", "upload", "webhook", "webhook_key", "delivery",
    "policy", "holiday", "plan", "target",
    "story", "confirming", "picture", "edition", "issued_edition", "public_story",
    "order", "order_proposed",
    "measure", "work_section", "work_plan",
    "round", "round_indicator", "draft_round", "draft_indicator", "place", "figure_row", "appeal",
    "evidence", "comment_row", "round_entry", "demonstration",
    "work_paper", "draft_paper", "paper_template",
    "review_terms", "money_claim", "cut_notice", "site_visit", "inquiry", "second_look",
    "firm_audit", "own_audit", "asked_by",
    "fund", "fund_year", "budget_change", "payable", "payment_batch", "payment_order", "recovery",
    "payee_account",
    *wall_listings.NUMBERED,
)  # fmt: skip
NAMED = (
    "file", "draft_file", "import", "job", "invitation", "notification",
    "paper_file", "file_at_bank", "policy_import", "issued_import",
    "holiday_import",
    "picture_file", "public_file",
    "order_file",
    *wall_listings.NAMED,
)  # fmt: skip
MISSING: dict[str, object] = {
    **dict.fromkeys(NUMBERED, 999_999_999),
    **dict.fromkeys(NAMED, NOBODYS),
    "year": 1990, "kind": "nonsense", "code": "0000000000", "token": "nonsense",
    "letter_token": "nonsense", "letter_code": "NONSENSE",
    "listed_code": "913702120000000000", "reference": "W-999",
}  # fmt: skip


def addresses(
    patterns: list[URLPattern | URLResolver], names: str = "", path: str = ""
) -> list[tuple[str, str]]:
    """Name and route of each pattern, but for the pages of allauth."""
    found: list[tuple[str, str]] = []
    for one in patterns:
        route = path + str(one.pattern)
        if isinstance(one, URLResolver) and route != "accounts/":
            inner = f"{names}{one.namespace}:" if one.namespace else names
            found += addresses(one.url_patterns, inner, route)
        elif isinstance(one, URLPattern):
            found.append((f"{names}{one.name or route}", route))
    return found


def test_every_url_is_in_the_table():
    assert sorted(name for name, _ in addresses(get_resolver().url_patterns)) == sorted(TABLE)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two districts with everything in them, made once; rolled back at the end."""
    store = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
    }
    from django.conf import settings

    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES={**settings.STORAGES, "attachments": store}),
        transaction.atomic(),
    ):
        with system_scope(reason="test"):
            built = _build()
        yield built
        transaction.set_rollback(True)


def _build() -> SimpleNamespace:
    here, there = (District.objects.get(code=code) for code in ("370212", "370214"))
    batch = factories.open_batch()
    a, b = wall_world.side(1, here, batch), wall_world.side(2, there, batch)
    for side in (a, b):
        side.things["enterprise"] = side.enterprise
    noticed = factories.case(a.staff, here.pk, batch, state="public_notice")
    public = wall_world.notice(noticed.pk, a, batch)
    public |= {"noticed": noticed.pk, "batch": batch.pk, "token": "wall-1"}
    public |= {"version": batch.version_id}
    public |= wall_world.unpublished(batch)
    public |= {"year": open_years()[0], "kind": "products"}
    people: dict[Duty, Actor] = {}
    for duty in Duty:
        place = {"district": here} if duty == Duty.DISTRICT_REVIEWER else {}
        people[duty] = (
            a.staff
            if duty == Duty.ENTERPRISE_STAFF
            else actor_from(membership(duty, is_administrator=True, **place))
        )
    submitted = Application.objects.get(pk=a.things["case"])
    other_expert = actor_from(membership(Duty.EXPERT))
    public |= wall_world.panel(submitted, batch, people[Duty.EXPERT], other_expert)
    another = public.pop("another")
    stranger = actor_from(membership(Duty.DISTRICT_REVIEWER, district=there, is_administrator=True))
    public |= {"unplaced": wall_city_rows.unplaced()}
    public |= {"issued": wall_city_rows.issued(a.things["certificate"])}
    public |= {"policy": wall_city_rows.policy(people[Duty.CITY_OFFICER])}
    public |= {"holiday": wall_city_rows.holiday()}
    public |= wall_city_rows.plan_and_target()
    for side, district in ((a, here), (b, there)):
        side.things |= wall_casebook.stories(side, district)
    public |= wall_casebook.in_public(a, people[Duty.CITY_OFFICER])
    for side, place in ((a, here), (b, there)):
        side.things["work_plan"] = wall_city_rows.work_plan(public["plan"], place.pk)
    drafts, a.things["work_paper"], b.things["work_paper"] = wall_city_rows.papers(
        here.pk, there.pk
    )
    public |= drafts
    public |= wall_city_rows.act_proposal(people[Duty.CITY_OFFICER], public["notice"])
    for side, place in ((a, here), (b, there)):
        side.things |= wall_city_rows.order(people[Duty.CITY_OFFICER], place)
    public |= wall_assessment.assessment()
    for side, place in ((a, here), (b, there)):
        side.things |= wall_assessment.lines_of(public, place, side.staff)
    for side, place in ((a, here), (b, there)):
        side.things |= wall_reviews.of_side(side.things["case"], side.staff, place)
    for side, place in ((a, here), (b, there)):
        side.things |= wall_effect.of_side(side.things["money_claim"], side.staff, place)
    public |= wall_effect.in_public(people[Duty.CITY_OFFICER])
    public |= wall_reviews.in_public(a.things["money_claim"], people[Duty.CITY_OFFICER])
    firm, other_firm = people[Duty.AUDIT_FIRM_STAFF], wall_reviews.another_firm()
    for side, at in ((a, firm.organisation_id), (b, other_firm)):
        audit = wall_reviews.audit_of(side.things["money_claim"], at, side.staff.user_id)
        side.things["firm_audit"] = audit
    public |= {"own_audit": a.things["firm_audit"], "audit_firm": firm.organisation_id}
    b.things |= {"own_audit": b.things["firm_audit"]}
    for side, place in ((a, here), (b, there)):
        side.things |= wall_ledger_rows.money_of(side, place)
    for side, place in ((a, here), (b, there)):
        of_city, of_side = wall_grants.grants_of(side, place.pk)
        side.things |= of_side
        public |= of_city
    bank = people[Duty.BANK_OFFICER]
    public |= {"bank": bank.organisation_id, "listed_code": wall_world.shown_to(bank, a)}
    other_bank = wall_world.another_bank()
    for side, at in ((a, bank.organisation_id), (b, other_bank)):
        side.things |= wall_world.demand_at(at, side)
    at_bank = wall_world.feedback_of(bank, a, "W-1")
    a.things |= {"credit": at_bank["credit"]}
    public |= {"reference": "W-1", "upload": at_bank["upload"]}
    b.things |= wall_world.feedback_of(other_bank, b, "W-2")
    public |= {"at_bank": a.things["handling"], "file_at_bank": a.things["demand_file"]}
    b.things |= {"at_bank": b.things["handling"], "file_at_bank": b.things["demand_file"]}
    public |= wall_listings.build(a, b, people[Duty.INVESTOR])
    return SimpleNamespace(
        a=a, b=b, public=public, people=people, another=another,
        own={duty: wall_world.belongings(actor) for duty, actor in people.items()},
        others=wall_world.belongings(stranger),
    )  # fmt: skip


def things(
    world: SimpleNamespace, duty: Duty | None
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """What is one's own, and variants of it in which things are foreign."""
    own = {**world.public, **(world.own[duty] if duty else {})}
    foreign = [{**own, **world.others}]
    if duty in (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, *CITY_WIDE_DUTIES):
        own |= world.a.things
    if duty not in CITY_WIDE_DUTIES:
        foreign.append({**own, **world.b.things})
    if duty == Duty.EXPERT:
        foreign.append({**own, **world.another})
    if duty != Duty.ENTERPRISE_STAFF:
        a = world.a.things
        foreign.append({**own, **a, "case": a["draft"], "file": a["draft_file"]})
    return own, [*foreign, MISSING]


def args_of(page: Page, have: dict[str, object]) -> tuple[object, ...] | None:
    if any(name[0] != "=" and name not in have for name in page.args):
        return None
    return tuple(name[1:] if name[0] == "=" else have[name] for name in page.args)


def foreign_args(
    page: Page, own: dict[str, object], variants: list[dict[str, object]]
) -> list[tuple[object, ...]]:
    every = {args_of(page, variant) for variant in variants} if page.args else set()
    return sorted((args for args in every - {args_of(page, own), None}), key=str)


def visitor(world: SimpleNamespace, duty: Duty | None) -> Client:
    place = EVERYBODY.index(duty)
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.7.0.{place}")
    if duty is not None:
        actor = world.people[duty]
        client.force_login(User.objects.get(pk=actor.user_id), "accounts.sign_in.PortalBackend")
        session = client.session
        session[SESSION_KEY] = actor.membership_id
        session.save()
    return client


def answer(response: HttpResponse) -> int | str:
    to_login = response.status_code == 302 and response.headers["Location"].startswith(
        "/accounts/login/"
    )
    return LOGIN if to_login else response.status_code


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_every_page_answers_each_duty_as_the_table_says(world, duty, monkeypatch):
    monkeypatch.setattr("qingdao_portal.health.living", lambda: set(LIFETIMES))
    client = visitor(world, duty)
    own, variants = things(world, duty)
    seen, wanted = {}, {}
    for name, page in TABLE.items():
        mine = args_of(page, own)
        asked = [(args, True) for args in foreign_args(page, own, variants)]
        asked += [(mine, False)] if mine is not None else []
        for args, foreign in asked:
            key = (name, args, "foreign" if foreign else "own")
            seen[key] = answer(client.get(reverse(name, args=args)))
            wanted[key] = expected_get(page, duty, foreign=foreign)
    assert _differences(seen, wanted) == {}


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_nothing_foreign_takes_a_post(world, duty):
    client = visitor(world, duty)
    own, variants = things(world, duty)
    seen, wanted = {}, {}
    for name, page in TABLE.items():
        if page.method == "GET":
            continue
        for args in foreign_args(page, own, variants):
            file = SimpleUploadedFile("a.pdf", wall_world.PDF, "application/pdf")
            data = {"file": file, "reason": "理由", "name": "product_name", "version": "1"}
            seen[name, args] = answer(client.post(reverse(name, args=args), data))
            wanted[name, args] = expected_post(page, duty)
    assert _differences(seen, wanted) == {}
    with system_scope(reason="test"):
        assert set(Application.objects.values_list("state", "version")) == {
            ("draft", 1), ("district_review", 1), ("public_notice", 1)
        }  # fmt: skip
        assert not Invitation.objects.exclude(withdrawn_at=None).exists()


def _differences(
    seen: dict[tuple[object, ...], object], wanted: dict[tuple[object, ...], object]
) -> dict[tuple[object, ...], object]:
    return {key: (seen[key], wanted[key]) for key in seen if seen[key] != wanted[key]}


@pytest.mark.parametrize("duty", [*Duty], ids=str)
def test_foreign_duty_cannot_be_switched_to(world, duty):
    response = visitor(world, duty).post(
        reverse("accounts:switch_duty"), {"membership": str(world.others["member"])}
    )
    assert response.status_code == 404


@pytest.mark.parametrize(
    "name", ["members", "remove_member", "set_administrator", "withdraw_invitation"]
)
def test_members_are_managed_by_administrators_only(world, name):
    from django.test import RequestFactory

    from accounts.errors import NotPermitted
    from accounts.tenancy import acting_as
    from people import urls

    with system_scope(reason="test"):
        plain = actor_from(membership(Duty.CITY_OFFICER))
        user = User.objects.get(pk=plain.user_id)
    view = next(one.callback for one in urls.urlpatterns if one.name == name)
    request = RequestFactory().post("/")
    request.user, request.actor = user, plain
    with acting_as(plain), pytest.raises(NotPermitted):
        view(request, pk=1) if name != "members" else view(request)


def test_signed_in_without_a_duty_is_told_how_to_get_one(world):
    from tests.factories import UserFactory

    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(), "accounts.sign_in.PortalBackend")
    own, _ = things(world, Duty.ENTERPRISE_STAFF)
    wrong = {}
    for name, page in TABLE.items():
        if page.may is None or page.post_first:
            continue
        response = client.get(reverse(name, args=args_of(page, own)))
        if (response.status_code, response.headers.get("Location")) != (302, "/home/"):
            wrong[name] = response.status_code
    assert wrong == {}
