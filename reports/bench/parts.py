"""The parts of the benchmark by name."""

from collections.abc import Callable, Iterator

from reports.bench.amount_speed import amount_measurements
from reports.bench.assessment_speed import assessment_measurements
from reports.bench.cities import Cities
from reports.bench.duplicate_speed import duplicate_measurements
from reports.bench.feed_speed import change_measurement, lookup_measurement, pull_measurements
from reports.bench.filing_speed import form_measurement, submit_measurements, surge_measurement
from reports.bench.find_speed import find_measurements
from reports.bench.import_speed import import_measurement
from reports.bench.ledger_speed import reconcile_measurement
from reports.bench.page_cost import cost_measurements
from reports.bench.page_speed import page_measurements
from reports.bench.progress_speed import progress_measurements
from reports.bench.registry_speed import list_measurements, search_measurements
from reports.bench.report_speed import report_measurements
from reports.bench.results import Measurement
from reports.bench.scheme_speed import scheme_measurements

MANY_NUMBERS = 1_000_000
RECEIPTS = 10_000
Part = Callable[[Cities], Iterator[Measurement]]


def _lists(cities: Cities) -> Iterator[Measurement]:
    small, large = cities.sizes.small, cities.sizes.large
    yield from list_measurements((cities.small(), small), (cities.large(), large))


def _search(cities: Cities) -> Iterator[Measurement]:
    yield from search_measurements(cities.small(), cities.sizes.small)
    yield from search_measurements(cities.large(), cities.sizes.large)


def _submissions(cities: Cities) -> Iterator[Measurement]:
    database = cities.small(changes=True)
    yield form_measurement(database, cities.sizes.requests)
    yield from submit_measurements(database, cities.sizes.cases)


def _surge(cities: Cities) -> Iterator[Measurement]:
    yield surge_measurement(cities.surge(), cities.sizes.surge)


def _imports(cities: Cities) -> Iterator[Measurement]:
    yield import_measurement(cities.small(changes=True), cities.sizes.rows)


def _feed(cities: Cities) -> Iterator[Measurement]:
    yield from pull_measurements(cities.feed(), cities.sizes.listed)
    yield from pull_measurements(cities.large(), cities.sizes.large)
    yield change_measurement(cities.large())
    yield lookup_measurement(cities.large())


def _report(cities: Cities) -> Iterator[Measurement]:
    yield from report_measurements(cities.large(), cities.sizes.large)


def _progress(cities: Cities) -> Iterator[Measurement]:
    small, large = cities.sizes.small, cities.sizes.large
    yield from progress_measurements((cities.small(), small), (cities.large(), large))


def _ledger(cities: Cities) -> Iterator[Measurement]:
    yield reconcile_measurement(cities.small(changes=True), RECEIPTS)


# In the order of a full run: what fills the small city comes after what measures it.
PARTS: dict[str, Part] = {
    "lists": _lists,
    "search": _search,
    "scheme": lambda cities: scheme_measurements(cities.large(), cities.sizes.large),
    "amounts": lambda cities: amount_measurements(cities.small()),
    "report": _report,
    "speed": lambda cities: page_measurements(cities.small(), cities.sizes.requests),
    "pages": lambda cities: cost_measurements(cities.small()),
    "assessment": lambda cities: assessment_measurements(cities.small(), cities.sizes.small),
    "progress": _progress,
    "duplicates": lambda cities: duplicate_measurements(cities.small(changes=True), MANY_NUMBERS),
    "find": lambda cities: find_measurements(cities.small(changes=True)),
    "filing": _submissions,
    "surge": _surge,
    "import": _imports,
    "ledger": _ledger,
    "feed": _feed,
}
