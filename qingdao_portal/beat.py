"""Celery's clock, leaving a sign of life with each tick."""

from typing import Any

from celery.beat import PersistentScheduler

from accounts.signs_of_life import BEAT, Pulse


class LivingScheduler(PersistentScheduler):
    """The usual scheduler; it ticks at least each `CELERY_BEAT_MAX_LOOP_INTERVAL` seconds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._pulse = Pulse(BEAT)
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        self._pulse.beat()
        return super().tick(*args, **kwargs)
