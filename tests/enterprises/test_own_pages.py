"""An enterprise keeps its own entry: profile, yearly reports, products and the rest."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.report_year import (
    open_years,
    reopen_yearly_report,
    save_yearly_report,
    submit_yearly_report,
)
from enterprises.actions.save_item import save_item
from enterprises.actions.update_profile import correct_registration, update_profile
from enterprises.figures import facts_of
from enterprises.models import Enterprise, Product, RegistrationState, YearlyReport
from tests.enterprises.entries import code_of, details, entry, seen, typed

YEAR = open_years()[0]
FIGURES = {
    "revenue": 5000, "main_revenue": 4800, "rd_cost": 300, "assets": 8000, "liabilities": 3000,
    "net_profit": -40, "staff": 120,
}  # fmt: skip


@pytest.fixture
def enterprise(db):
    return entry(1)


@pytest.fixture
def staff(as_actor, enterprise):
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)


@pytest.fixture
def own(signed_in, staff):
    """The test client of the enterprise's staff."""
    return signed_in(staff)


def stored(model):
    with system_scope(reason="test"):
        return model.objects.order_by("pk").first()


def test_profile_says_what_is_missing(own):
    gaps = own.get(reverse("enterprises:profile")).context["gaps"]
    assert [gap["url"] for gap in gaps] == [
        reverse("enterprises:profile_edit"),
        reverse("enterprises:reports"),
        reverse("enterprises:items", args=["products"]),
    ]


def test_saved_details_class_the_enterprise_anew(own, staff):
    address = reverse("enterprises:profile_edit")
    sent = own.post(address, seen(own, address, **details(staff=400, revenue=30000)))
    assert sent.status_code == 302
    assert stored(Enterprise).size_class == "medium"


def test_registered_capital_is_not_negative(own, staff):
    address = reverse("enterprises:profile_edit")
    page = own.post(address, seen(own, address, **details(registered_capital=-500)))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["registered_capital"]


def test_stale_page_does_not_overwrite_a_colleague(staff, enterprise):
    with acting_as(staff):
        seen = Enterprise.objects.get().version
        update_profile(staff, details(staff=130), version=seen)
        with pytest.raises(StaleVersion, match="修改了从业人员"):
            update_profile(staff, details(staff=140), version=seen)
    assert stored(Enterprise).staff == 130


def test_stale_form_says_what_stands_there_now(own, staff):
    address = reverse("enterprises:profile_edit")
    old = seen(own, address)
    with acting_as(staff):
        update_profile(staff, details(contact_phone="0532-55500009"))
    page = own.post(address, {**old, **details(contact_phone="0532-55500001")})
    assert page.status_code == 422
    assert "现在保存的是“0532-55500009”" in page.context["form"].errors["contact_phone"][0]
    assert list(page.context["form"].errors) == ["__all__", "contact_phone"]


def test_stale_form_takes_over_what_only_a_colleague_changed(own, staff):
    address = reverse("enterprises:profile_edit")
    old = seen(own, address)
    with acting_as(staff):
        update_profile(staff, details(contact_name="王示例"))
    page = own.post(address, {**old, **details(contact_phone="0532-55500001")})
    form = page.context["form"]
    assert form["contact_name"].value() == "王示例"
    assert form["contact_phone"].value() == "0532-55500001"
    assert list(form.errors) == ["__all__"]
    again = details(contact_name="王示例", contact_phone="0532-55500001")
    own.post(address, {"version": page.context["version"], **again})
    assert (stored(Enterprise).contact_name, stored(Enterprise).contact_phone) == (
        "王示例",
        "0532-55500001",
    )


def test_what_the_authority_has_on_record_is_not_simply_overwritten(own, staff):
    address = reverse("enterprises:profile_edit")
    own.post(address, {**seen(own, address), **details(address="青岛市崂山区示例路 2 号")})
    assert stored(Enterprise).address == details()["address"]
    with acting_as(staff), pytest.raises(RuleViolation, match="登记变更"):
        update_profile(staff, details(legal_representative="别人"))


def test_what_the_entry_lacks_is_filled_in_by_the_enterprise_itself(own):
    with system_scope(reason="test"):
        Enterprise.objects.update(address="")
    address = reverse("enterprises:profile_edit")
    own.post(address, {**seen(own, address), **details(address="青岛市崂山区示例路 9 号")})
    assert stored(Enterprise).address == "青岛市崂山区示例路 9 号"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("assets", "32005000元"),
        ("revenue", "五千"),
        ("established_on", "2999-01-01"),
        ("contact_phone", "一三八"),
        ("contact_phone", "123"),
    ],
)
def test_what_is_no_figure_date_or_number_is_told_beside_its_field(own, field, text):
    address = reverse("enterprises:profile_edit")
    page = own.post(address, {**seen(own, address), **details(**{field: text})})
    assert list(page.context["form"].errors) == [field]


def test_full_width_figures_and_separators_are_understood(own):
    address = reverse("enterprises:profile_edit")
    sent = details(revenue="３,２００.５", contact_phone="０５３２－５５５００００１")
    own.post(address, {**seen(own, address), **sent})
    assert stored(Enterprise).revenue == Decimal("3200.5")
    assert stored(Enterprise).contact_phone == "0532-55500001"


def test_confirmed_identity_is_closed_to_the_enterprise(staff, district):
    values = {k: v for k, v in typed(district, 2).items() if k not in ("district", "licence")}
    with acting_as(staff), pytest.raises(NotPermitted, match="登记已确认"):
        correct_registration(staff, district, values)


def test_refused_registration_is_corrected_into_another_district(
    as_actor, district, other_district, signed_in
):
    refused = entry(1, state=RegistrationState.REFUSED)
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=refused.organisation)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    client = signed_in(staff)
    page = client.get(reverse("enterprises:profile_edit"))
    assert page.context["form"].initial["district"] == district.pk
    address = reverse("enterprises:profile_edit")
    sent = client.post(address, seen(client, address, **typed(other_district, 5)))
    assert sent.status_code == 302, sent.context["form"].errors
    with acting_as(reviewer):
        moved = Enterprise.objects.get()
    assert (moved.credit_code, moved.registration_state) == (
        code_of(5),
        RegistrationState.PENDING,
    )
    assert client.get(reverse("enterprises:profile")).status_code == 200


def test_bureau_cannot_write_an_enterprises_figures(as_actor, district, enterprise):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with acting_as(reviewer), pytest.raises((NotPermitted, Enterprise.DoesNotExist)):
        save_yearly_report(reviewer, YEAR, FIGURES)


def test_draft_year_does_not_count_as_a_fact(staff, enterprise):
    with acting_as(staff):
        save_yearly_report(staff, YEAR, FIGURES)
        assert facts_of(enterprise.pk).years == {}
        submit_yearly_report(staff, YEAR, FIGURES)
        assert facts_of(enterprise.pk).years[YEAR]["revenue"] == 5000
        assert facts_of(enterprise.pk).years[YEAR]["tax"] is None


def test_submission_names_every_missing_figure(staff):
    with acting_as(staff), pytest.raises(RuleViolation) as refused:
        submit_yearly_report(staff, YEAR, {"revenue": 5600})
    assert set(refused.value.errors) == {
        "main_revenue", "rd_cost", "assets", "liabilities", "net_profit", "staff",
    }  # fmt: skip


def test_submitted_year_is_closed_until_taken_back(own, staff):
    with acting_as(staff):
        submit_yearly_report(staff, YEAR, FIGURES)
        with pytest.raises(RuleViolation, match="已经上报"):
            save_yearly_report(staff, YEAR, {"revenue": 1})
        reopen_yearly_report(staff, YEAR)
        save_yearly_report(staff, YEAR, {"revenue": 1})
    assert stored(YearlyReport).revenue == 1


@pytest.mark.parametrize("year", [YEAR + 1, YEAR - 5, 0])
def test_year_out_of_range_is_not_found(transactional_db, own, year):
    assert own.get(f"/enterprises/mine/reports/{year}/").status_code == 404


def test_reports_page_needs_the_same_queries_for_one_year_and_for_five(own, staff):
    address = reverse("enterprises:reports")
    own.get(address)
    with CaptureQueriesContext(connection) as empty:
        own.get(address)
    with acting_as(staff):
        for year in open_years():
            submit_yearly_report(staff, year, FIGURES)
    with CaptureQueriesContext(connection) as full:
        assert own.get(address).context["submitted"] == 5
    assert len(full) == len(empty)


ITEMS = {
    "products": {"name": "精密减速器", "segment": "精密减速器", "market_share": "12.5"},
    "qualifications": {"name": "高新技术企业", "level": "national"},
    "units": {"name": "研发中心", "level": "own", "has_staff": "on"},
    "shareholders": {"name": "张示例", "kind": "person", "percent": "60"},
}


@pytest.mark.parametrize("kind", ITEMS)
def test_items_are_added_changed_listed_and_deleted(own, kind):
    listing = reverse("enterprises:items", args=[kind])
    added = own.post(reverse("enterprises:item_add", args=[kind]), ITEMS[kind])
    assert added.headers["Location"] == listing
    (item,) = own.get(listing).context["items"]
    edit = reverse("enterprises:item_edit", args=[kind, item.pk])
    page = own.get(edit)
    assert ITEMS[kind]["name"] in page.content.decode()
    own.post(edit, ITEMS[kind] | {"name": "改名之后", "version": page.context["version"]})
    assert str(own.get(listing).context["items"][0]) == "改名之后"
    own.post(reverse("enterprises:item_delete", args=[kind, item.pk]))
    assert own.get(listing).context["items"] == []


def test_stale_item_does_not_overwrite_a_colleague(own, staff):
    own.post(reverse("enterprises:item_add", args=["products"]), ITEMS["products"])
    edit = reverse("enterprises:item_edit", args=["products", stored(Product).pk])
    version = own.get(edit).context["version"]
    own.post(edit, {**ITEMS["products"], "segment": "同事改的", "version": version})
    page = own.post(edit, {**ITEMS["products"], "segment": "我改的", "version": version})
    assert "现在保存的是“同事改的”" in page.context["form"].errors["segment"][0]
    assert stored(Product).segment == "同事改的"
    own.post(edit, {**ITEMS["products"], "segment": "我改的", "version": page.context["version"]})
    assert stored(Product).segment == "我改的"


def test_stale_year_does_not_overwrite_a_colleague(own, staff):
    address = reverse("enterprises:report", args=[YEAR])
    version = own.get(address).context["version"]
    own.post(address, {"revenue": "50", "version": version})
    page = own.post(address, {"revenue": "5", "version": version})
    assert "现在保存的是“50”" in page.context["form"].errors["revenue"][0]
    assert stored(YearlyReport).revenue == 50


def test_year_of_launch_lies_in_the_past(own):
    page = own.post(
        reverse("enterprises:item_add", args=["products"]),
        ITEMS["products"] | {"launched_year": "2099"},
    )
    assert "launched_year" in page.context["form"].errors


def test_day_of_launch_settles_its_year(own):
    sent = ITEMS["products"] | {"launched_on": "2019-05-01"}
    own.post(reverse("enterprises:item_add", args=["products"]), sent)
    product = stored(Product)
    assert (str(product.launched_on), product.launched_year) == ("2019-05-01", 2019)


def test_day_of_launch_lies_in_the_past(own):
    sent = ITEMS["products"] | {"launched_on": "2099-01-01"}
    page = own.post(reverse("enterprises:item_add", args=["products"]), sent)
    assert "不能晚于今天，请核对年份。" in page.context["form"].errors["launched_on"]


def test_figures_are_taken_with_their_own_unit(own):
    sent = ITEMS["products"] | {"market_share": "12.5%", "sales": "3,200 万元"}
    own.post(reverse("enterprises:item_add", args=["products"]), sent)
    product = stored(Product)
    assert (product.market_share, product.sales) == (Decimal("12.5"), Decimal("3200"))


def test_figure_in_another_unit_is_told_which_one_counts(own):
    sent = ITEMS["products"] | {"sales": "32000000元"}
    page = own.post(reverse("enterprises:item_add", args=["products"]), sent)
    assert page.context["form"].errors["sales"] == [
        "这里以万元计，现为“32000000元”，请换算后填写。"
    ]


def test_unknown_kind_of_items_is_not_found(transactional_db, own):
    assert own.get("/enterprises/mine/secrets/").status_code == 404


def test_share_above_a_hundred_is_refused(own):
    page = own.post(
        reverse("enterprises:item_add", args=["products"]),
        ITEMS["products"] | {"market_share": "101"},
    )
    assert "market_share" in page.context["form"].errors


def test_foreign_item_is_not_found(own, staff, as_actor):
    other = entry(2)
    stranger = as_actor(Duty.ENTERPRISE_STAFF, organisation=other.organisation)
    with acting_as(stranger):
        item = save_item(stranger, "products", {"name": "别家的", "segment": "x"})
    with acting_as(staff), pytest.raises(Product.DoesNotExist):
        save_item(staff, "products", {"name": "改"}, item.pk)
