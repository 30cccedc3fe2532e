"""Deliver the outbox, for ever or once."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections, connection

from accounts.outbox import deliver_next


class Command(BaseCommand):
    help = "Deliver outbox messages; runs until it is told to stop."

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
        while not stop.is_set():
            try:
                tried = deliver_next()
            except OperationalError as error:
                self.stderr.write(f"database out of reach, trying again: {error}")
                connection.close()
                tried = 0
            close_old_connections()
            if not tried:
                stop.wait(pause)
