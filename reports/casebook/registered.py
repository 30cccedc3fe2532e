"""What the casebook brings to the portal: imported once, when it starts."""

from lifecycle.registry import register
from reports.casebook import edition_lifecycle, lifecycle, todo
from reports.casebook.actions import print_edition
from reports.casebook.revocations import register_revocations

__all__ = ["print_edition", "register_casebook", "todo"]


def register_casebook() -> None:
    """Its lives, and what it hears of certificates; its rows of homes and its job come with it."""
    for machine in (lifecycle.MACHINE, edition_lifecycle.MACHINE):
        register(machine)
    register_revocations()
