"""Measure the portal against yardsticks of the same run."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.bench.cities import Cities, Sizes
from reports.bench.parts import PARTS
from reports.bench.results import Measurement, table, write


class Command(BaseCommand):
    help = (
        "Print a table of ratios and write var/bench.json. Works on databases of its own, made"
        " at the first run and kept for the next."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only",
            help=f"measure some parts alone and write nothing: {', '.join(PARTS)} (with commas)",
        )
        parser.add_argument(
            "--small", type=int, default=2_000, help="enterprises of the small city"
        )
        parser.add_argument(
            "--large", type=int, default=200_000, help="and of the large one; 1000000 now and then"
        )
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
        if options["small"] >= options["large"]:
            raise CommandError("--small must be smaller than --large.")
        cities = Cities(Sizes(**{name: options[name] for name in Sizes._fields}))
        measurements: list[Measurement] = []
        for part in _chosen(options["only"]):
            for measurement in PARTS[part](cities):
                measurements.append(measurement)
                self.stderr.write(measurement.in_short)
        cities.drop_used()
        self.stdout.write(table(measurements))
        self.stdout.write("\nA ratio is the cost against the yardstick's.")
        if not options["only"]:
            path = settings.BASE_DIR / "var" / "bench.json"
            write(measurements, path)
            self.stdout.write(f"Written to {path}.")


def _chosen(only: str | None) -> Iterable[str]:
    if not only:
        return PARTS
    names = [name.strip() for name in only.split(",")]
    if unknown := [name for name in names if name not in PARTS]:
        raise CommandError(f"--only knows no {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    return names
