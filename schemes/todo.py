"""What waits for the city's officers in the designer."""

from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from schemes.models import SchemeVersion


@todo_of(Duty.CITY_OFFICER)
def versions_to_check(actor: Actor) -> list[TodoRow]:
    """Versions that wait for the second person."""
    waiting = SchemeVersion.objects.filter(state=SchemeVersion.State.REVIEW)
    return [
        TodoRow(
            "wait", "复核", f"“{version}”等待另一位经办人复核发布",
            reverse("schemes:version", args=[version.pk]),
        )
        for version in waiting.select_related("scheme").defer("definition")
    ]  # fmt: skip
