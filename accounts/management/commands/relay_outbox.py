"""Deliver the outbox, for ever or once."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from accounts.lanes import Lane
from accounts.outbox import deliver_next
from accounts.signs_of_life import Pulse


class Command(BaseCommand):
    help = "Deliver outbox messages, each lane by itself; runs until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what waits, then stop")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds between looks")

    def handle(self, *args: object, once: bool, pause: float, **options: object) -> None:
        if once:
            while deliver_next():
                pass
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        lanes = [
            threading.Thread(target=self._deliver, args=(lane, pause, stop), name=lane)
            for lane in Lane
        ]
        for thread in lanes:
            thread.start()
        while not stop.wait(1):
            if not all(thread.is_alive() for thread in lanes):
                # Whoever keeps the relay running starts it anew, with all of its lanes.
                stop.set()
                raise CommandError("a lane of the relay ended by itself")
        for thread in lanes:
            thread.join()

    def _deliver(self, lane: Lane, pause: float, stop: threading.Event) -> None:
        pulse = Pulse(f"relay-{lane}")
        while not stop.is_set():
            pulse.beat()
            try:
                # One at a time: the pulse of a slow lane goes on between two of its messages.
                tried = deliver_next(1, lane)
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"database out of reach, trying again: {error}")
                connection.close()
                tried = 0
            close_old_connections()
            if not tried:
                stop.wait(pause)
        connection.close()
