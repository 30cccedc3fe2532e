"""The parts of a bureau's list of cases: one's own, nobody's, the colleagues', all of it."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, TextChoices

from accounts.leave_cover import Colleague, colleagues_of, covers_of_today
from accounts.models import LeaveCover
from accounts.tenancy import Actor
from pages.lists.keyset import counted_together
from procedures.models.application import DESKS, ApplicationQuerySet


class Desk(TextChoices):
    TODO = "todo", "我的和未分配"
    MINE = "mine", "我的"
    FREE = "free", "未分配"
    OTHERS = "others", "同事的"
    ALL = "all", "本单位全部"


Counts = dict[Desk, tuple[int, bool]]


@dataclass
class Desks:
    """Whose cases are whose, for one reader."""

    actor: Actor

    @cached_property
    def _covers(self) -> list[LeaveCover]:
        return covers_of_today(self.actor)

    @property
    def covers(self) -> list[LeaveCover]:
        """The covers in which the reader does an absent colleague's work today."""
        return [one for one in self._covers if one.cover_id == self.actor.membership_id]

    @property
    def own_cover(self) -> LeaveCover | None:
        """The cover in which somebody does the reader's work today."""
        away = [one for one in self._covers if one.absent_id == self.actor.membership_id]
        return away[0] if away else None

    @cached_property
    def own_ids(self) -> list[int]:
        """The reader, and the absent colleagues whose work they do today."""
        return [self.actor.user_id, *(one.absent.user_id for one in self.covers)]

    @cached_property
    def others(self) -> list[Colleague]:
        everybody = colleagues_of(self.actor, self._covers)
        return [one for one in everybody if one.user_id not in self.own_ids]

    def part(
        self, rows: ApplicationQuerySet, desk: str, reviewer_id: int | None = None
    ) -> ApplicationQuerySet:
        """The cases of `rows` that lie on `desk`; of the colleagues' those of `reviewer_id`, or
        of all colleagues where none is chosen."""
        mine, free = Q(reviewer_id__in=self.own_ids), Q(reviewer=None)
        if desk == Desk.OTHERS and reviewer_id is not None:
            return rows.filter(reviewer_id=reviewer_id)
        if desk == Desk.OTHERS:
            rows = rows.exclude(mine | free)
            for duty in DESKS.keys() - {self.actor.duty}:
                rows = rows.not_on_desk_of(duty)
            return rows
        if desk == Desk.ALL:
            return rows
        return rows.filter({Desk.TODO: mine | free, Desk.MINE: mine, Desk.FREE: free}[Desk(desk)])

    def counts(self, queue: ApplicationQuerySet) -> Counts:
        """How many cases of the bureau's queue lie on each desk, and whether there are more."""
        desks = (Desk.MINE, Desk.FREE, Desk.OTHERS)
        found = counted_together([self.part(queue, desk) for desk in desks])
        parts = dict(zip(desks, found, strict=True))
        todo = _together(parts[Desk.MINE], parts[Desk.FREE])
        return {**parts, Desk.TODO: todo, Desk.ALL: _together(todo, parts[Desk.OTHERS])}


def _together(one: tuple[int, bool], other: tuple[int, bool]) -> tuple[int, bool]:
    return one[0] + other[0], one[1] or other[1]
