"""The diagrams in docs say what the tables of transitions say."""

import pytest
from django.conf import settings

from lifecycle.diagram import document, mermaid
from lifecycle.registry import all_machines, machine_named, register
from tests.lifecycle.permits import MACHINE

DRAWN = [one for one in all_machines() if one is not MACHINE]


@pytest.mark.parametrize("machine", DRAWN, ids=[one.name for one in DRAWN])
def test_diagram_in_docs_is_that_of_the_table(machine):
    path = settings.BASE_DIR / "docs" / "lifecycles" / f"{machine.name}.md"
    assert path.read_text(encoding="utf-8") == document(machine), "run manage.py draw_lifecycles"


def test_docs_hold_no_diagram_of_a_life_that_is_gone():
    written = {path.stem for path in (settings.BASE_DIR / "docs" / "lifecycles").glob("*.md")}
    assert written == {one.name for one in DRAWN}


def test_every_arrow_is_a_transition():
    lines = mermaid(MACHINE).splitlines()
    assert "    [*] --> draft: 新建" in lines
    assert "    returned --> district: 重新提交" in lines
    assert "    returned --> city: 重新提交" in lines
    assert "    granted --> [*]" in lines
    assert not any("催办" in line for line in lines)


def test_machine_is_found_by_its_name_and_no_name_is_given_twice():
    assert machine_named("certificate").noun == "张证书"

    class Other:
        name = "certificate"

    with pytest.raises(ValueError, match="two machines"):
        register(Other())
