"""Whose import it is, and what it may reach."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from accounts.conflicts import own_enterprises
from accounts.tenancy import Actor, acting_as, all_district_ids, system_scope


@dataclass(frozen=True, slots=True)
class ImportScope:
    """A bureau's person who imports, or (without `actor`) the portal's own command line."""

    organisation_id: int
    district_id: int
    actor: Actor | None = None

    @property
    def user_id(self) -> int | None:
        return self.actor.user_id if self.actor else None

    @property
    def home_district_id(self) -> int | None:
        """The only district that may be written; None for the city, which may write all."""
        return self.district_id if self.actor is not None and self.actor.is_district else None

    def own_enterprises(self) -> frozenset[int]:
        """The enterprises that the importing person works for: somebody else imports them."""
        return own_enterprises(self.actor) if self.actor else frozenset()

    def enter(self) -> AbstractContextManager[object]:
        """Open a transaction in which the rows that this import may reach exist."""
        if self.actor is None:
            return system_scope(reason="import a list from the command line")
        return acting_as(self.actor)

    def may_write(self, district_id: int) -> bool:
        return district_id == (self.home_district_id or district_id) and (
            district_id in (self.actor.district_ids if self.actor else all_district_ids())
        )
