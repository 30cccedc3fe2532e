"""The entries of supervision in the side navigation."""

from accounts.navigation import NavItem, Rows
from accounts.tenancy import Actor
from reports.supervision import todo

GROUP = "考核"


def orders(actor: Actor) -> list[NavItem]:
    """Orders, with what waits there for the actor's duty."""

    def waiting() -> tuple[Rows, ...]:
        if actor.is_leader:
            return (todo.before_leaders(actor),)
        if actor.is_city:
            return (todo.in_review(actor), todo.extensions(actor))
        return (todo.due_reports(actor),)

    count = None if actor.is_auditor else waiting
    entries = [NavItem("督办", "reports:orders", group=GROUP, count=count, order=720)]
    if actor.is_leader:
        entries.append(NavItem("需要关注", "reports:orders_attention", group=GROUP, order=721))
    return entries
