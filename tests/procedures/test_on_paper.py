"""Cases, deliberations, lists and notices on paper: sheets of A4 without buttons, nothing cut off,
no sheet left empty, the heads of tables on each."""

import os

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.write_message import write_message
from procedures.models import NoticeEntry
from procedures.notices.actions.publish_notice import propose_conclusion
from tests.journeys.conftest import CHROMIUM
from tests.pages.paper import A4, printer
from tests.procedures import factories, filings
from tests.procedures.notices import ended, proposed, published

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"),
        reason="NO CHROMIUM FOUND (apt-get install chromium)",
    ),
]
MANY = 60


@pytest.fixture
def pages(people, signed_in):
    """The HTML of each page by its name, with a text that stands on its last line."""
    batch = filings.open_batch()
    case = filings.submitted(people.staff, batch)
    with acting_as(people.reviewer):
        write_message(people.reviewer, case.pk, "请补充说明发明专利的归属。")

    def read(actor, name, *args, **query):
        answer = signed_in(actor).get(reverse(name, args=args), query)
        assert answer.status_code == 200
        return answer.content.decode()

    home = (people.staff, case.district_id, batch)
    with system_scope(reason="test"):
        for place in range(1, MANY + 1):
            factories.case(
                *home, title=f"精密减速机 {place} 型", state="city_review", recommended_rank=place
            )
    found = {
        "case": read(people.reviewer, "procedures:case", case.pk),
        "own": read(people.staff, "procedures:case", case.pk),
        "deliberation": read(
            people.reviewer, "procedures:deliberation", batch.pk, state="city_review"
        ),
        "worklist": read(people.city, "procedures:worklist"),
    }
    first = proposed(people)
    notice = published(people, [first])
    with system_scope(reason="test"):
        for place in range(2, MANY + 2):
            title = f"谐波减速机 {place} 型"
            NoticeEntry.objects.create(
                notice=notice, position=place, title=title, district_name="崂山区",
                enterprise_name="青岛示例精密机械集团有限公司",
                application=factories.case(*home, title=title, state="public_notice"),
            )  # fmt: skip
    ended(notice)
    with acting_as(people.city):
        proposal = propose_conclusion(people.city, notice.pk)
    found["notice"] = read(people.city, "procedures:notice", notice.pk)
    found["proposal"] = read(people.city, "people:proposal", proposal.pk)
    return found


# A text from the end of each page, and the heads of its table.
ENDS = {
    "case": ("提交申报", ()),
    "own": ("property_right.pdf", ()),
    "deliberation": (f"精密减速机 {MANY} 型", ("申报", "推荐次序")),
    "worklist": ("精密减速机 50 型", ("申报内容", "本阶段期限")),
    "notice": (f"谐波减速机 {MANY + 1} 型", ("序号", "企业名称")),
    "proposal": (f"谐波减速机 {MANY + 1} 型", ("证书编号", "办理后")),
}


def test_pages_are_whole_on_paper(pages):
    with printer() as paper:
        found = {name: paper.printed(html) for name, html in pages.items()}
    for name, (end, heads) in ENDS.items():
        one = found[name]
        sheets = [text.replace(" ", "") for text in one.sheets]
        assert (name, set(one.sizes)) == (name, {A4})
        assert (name, one.pressed, one.wider) == (name, [], [])
        assert len(sheets) == len(one.sizes), name
        assert min(map(len, sheets)) > 20, (name, sheets)
        assert end.replace(" ", "") in "".join(sheets), name
        for text in sheets[: -1 if name == "proposal" else None] if heads else ():
            assert all(head in text for head in heads), (name, text)
        assert len(sheets) > 1, name
    assert "请补充说明发明专利的归属。" in "".join(found["case"].sheets)
