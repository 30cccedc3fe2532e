"""What certificates show on the public front page."""

from typing import Any

from django.db.models import Count

from accounts.tenancy import Actor
from certification.models import Certificate
from certification.rungs import RUNGS, valid_today
from pages.lists.cells import plain_number
from pages.metrics import metrics
from pages.panels import PUBLIC, panel_of


@panel_of(PUBLIC, template="certification/_public_check.html")
def public_check(actor: Actor | None) -> dict[str, Any]:
    """The check of one certificate, and how many of each rung are valid. One query, in a scope
    that sees the certificates of everybody."""
    counted = valid_today(Certificate.objects.all()).order_by().values_list("kind")
    numbers = dict(counted.annotate(number=Count("id")))
    units = metrics()
    rungs = [
        {"kind": one.kind, "name": one.name, "number": plain_number(numbers.get(one.kind, 0)),
         "unit": units[one.kind].unit}
        for one in RUNGS
    ]  # fmt: skip
    return {"rungs": rungs}
