"""The diagram in docs says what the table says."""

from django.conf import settings

from procedures.cases.diagram import document


def test_diagram_in_docs_is_that_of_the_table():
    written = (settings.BASE_DIR / "docs" / "lifecycle.md").read_text(encoding="utf-8")
    assert written == document(), "run manage.py draw_lifecycle"
