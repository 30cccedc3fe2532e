"""The history of a row in people's words."""

from accounts.duties import Duty
from accounts.tenancy import acting_as
from tests.lifecycle import permits
from tests.lifecycle.permits import MACHINE, PermitInput, State, permit


def done(actor, row, name, given=None):
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name, given)


def history(actor, row):
    with acting_as(actor):
        return MACHINE.history(row)


def test_latest_is_first_with_who_what_and_why(people):
    with acting_as(people.staff):
        row = permit(people.staff, State.DISTRICT)
    done(people.reviewer, row, "return", PermitInput("补材料"))
    done(people.staff, row, "resubmit")
    resubmitted, returned = history(people.staff, row)
    assert (resubmitted.what, resubmitted.detail) == ("重新提交", "")
    assert (returned.what, returned.detail) == ("退回修改", "补材料")
    reviewer = people.reviewer
    assert returned.who == f"{reviewer.organisation_name} {reviewer.user_name}"


def test_kind_of_the_reason_goes_before_it(people):
    with acting_as(people.staff):
        row = permit(people.staff, State.DISTRICT)
    done(people.reviewer, row, "refuse", PermitInput("消防不合格", "safety"))
    assert history(people.staff, row)[0].detail == "安全条件不足。消防不合格"


def test_machine_adds_what_its_own_columns_say(people):
    with acting_as(people.staff):
        row = permit(people.staff, State.CITY)
    done(people.officer, row, "grant", PermitInput("符合", number="QD-7"))
    assert history(people.staff, row)[0].detail == "符合\n许可号 QD-7"


def test_stand_in_and_portal_are_named(people, as_actor, district):
    absent = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    permits.covered[people.reviewer.user_id] = absent.user_id
    with acting_as(people.staff):
        row = permit(people.staff, State.DISTRICT)
    done(people.reviewer, row, "forward")
    with acting_as(people.officer):
        MACHINE.execute(None, row.pk, "lapse")
    lapsed, forwarded = history(people.officer, row)
    assert lapsed.who == "平台"
    assert forwarded.who.endswith(f"（代{absent.user_name}办理）")


def test_other_events_have_their_words(people):
    with acting_as(people.staff):
        row = permit(people.staff, State.CITY)
    with acting_as(people.officer):
        MACHINE.record(people.officer, row, "inspect", "现场符合")
    assert [one.what for one in history(people.staff, row)] == ["现场核查"]
