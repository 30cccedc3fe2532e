"""Measure the portal against yardsticks of the same run."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.bench.feed_speed import change_measurement, lookup_measurement, pull_measurements
from reports.bench.filing_speed import form_measurement, submit_measurements, surge_measurement
from reports.bench.import_speed import import_measurement
from reports.bench.page_speed import page_measurements
from reports.bench.registry_speed import list_measurements, search_measurement
from reports.bench.results import Measurement, table, write
from reports.bench.scheme_speed import scheme_measurements
from reports.bench.scratch import drop, make_city


class Command(BaseCommand):
    help = (
        "Print a table of ratios and write var/bench.json. Works on databases of its own, made"
        " at the first run and kept for the next."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--small", type=int, default=2_000, help="enterprises of the small city"
        )
        parser.add_argument("--large", type=int, default=200_000, help="and of the large one")
        parser.add_argument("--rows", type=int, default=20_000, help="rows of the imported file")
        parser.add_argument("--cases", type=int, default=100, help="submissions per measurement")
        parser.add_argument("--surge", type=int, default=2_000, help="applicants of the surge")
        parser.add_argument(
            "--listed", type=int, default=10_000, help="enterprises on the pulled list"
        )
        parser.add_argument("--requests", type=int, default=400, help="requests per page")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The benchmark is not for production.")
        small, large = options["small"], options["large"]
        if small >= large:
            raise CommandError("--small must be smaller than --large.")
        small_city = make_city(small, small * 3 // 10)
        large_city = make_city(large, large // 2)
        # More than apply: some enterprises are not confirmed, some have filed already.
        surge_city = make_city(options["surge"] * 2 + 200, 60)
        # Enough that so many of them are confirmed.
        feed_city = make_city(options["listed"] * 4 // 3, 60)
        measurements: list[Measurement] = []
        for part in (
            lambda: list_measurements((small_city, small), (large_city, large)),
            lambda: [search_measurement(small_city, small, 5)],
            lambda: [search_measurement(large_city, large, 0.25)],
            lambda: scheme_measurements(large_city, large),
            lambda: page_measurements(small_city, options["requests"]),
            lambda: [form_measurement(small_city, options["requests"])],
            lambda: submit_measurements(small_city, options["cases"]),
            lambda: [surge_measurement(surge_city, options["surge"])],
            lambda: [import_measurement(small_city, options["rows"])],
            lambda: pull_measurements(feed_city, options["listed"]),
            lambda: pull_measurements(large_city, large),
            lambda: [change_measurement(large_city), lookup_measurement(large_city)],
        ):
            for measurement in part():
                measurements.append(measurement)
                self.stderr.write(measurement.in_short)
        drop(surge_city)
        # The small city has grown by cases and imported rows; the next run makes it anew.
        drop(small_city)
        self.stdout.write(table(measurements))
        path = settings.BASE_DIR / "var" / "bench.json"
        write(measurements, path)
        self.stdout.write(f"\nA ratio is the cost against the yardstick's. Written to {path}.")
