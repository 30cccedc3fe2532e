"""Claims for money of the demo city: some 300 in every state, of last year and this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import user_ids
from accounts.models import District
from enterprises.demo.registry import Placed, RegistryStep
from financing.demo import drawn_claim
from financing.demo.notices import put_on_notice
from financing.demo.subsidy_cases import ClaimWriter, Filed
from financing.demo.subsidy_lines import PROGRAMS, Inventor, Program
from financing.demo.whitelist import WhitelistStep
from procedures.models import Batch
from procedures.models.application import State
from schemes.models import SchemeVersion

FULL_CITY = 2000
LARGE_ENOUGH = 2000  # 万元 of main revenue: 规模以上 (the loan scheme asks for it)
# How this year's claims have come along, of twenty; last year's are all decided.
_YES = State.APPROVED
THIS_YEAR = (
    _YES, State.DISTRICT_REVIEW, _YES, State.CITY_REVIEW, _YES, State.PROPOSED, _YES, State.DRAFT,
    _YES, State.DISTRICT_REVIEW, _YES, State.PUBLIC_NOTICE, _YES, State.RETURNED, State.CITY_REVIEW,
    _YES, State.DECLINED, State.DISTRICT_REVIEW, _YES, State.WITHDRAWN,
)  # fmt: skip
LAST_YEAR = (*(State.APPROVED,) * 9, State.DECLINED)
IN_FIRST_BATCH = (State.APPROVED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True)
class Windows:
    """The batches of a scheme: last year's, this year's that is over, and the one that is open."""

    last_year: Batch | None
    over: Batch
    running: Batch


class SubsidyStep(DemoStep):
    """The batches and their claims; `running` are the open batches by their scheme's code."""

    after = (WhitelistStep,)
    running: dict[str, Batch]
    under_review: int  # the claim that the account `district` has looked at
    writer: ClaimWriter
    spare: list[Placed]  # large enterprises without a claim for a scheme that excludes others

    def begin(self) -> None:
        self.running = {}
        inventor = Inventor(self.city.seed)
        districts = {row.pk: row.short_name for row in District.objects.all()}
        self.writer = writer = ClaimWriter(inventor, user_ids(), districts)
        sole, others = self._holders()
        for program in PROGRAMS:
            windows = windows_of(program)
            self.running[program.scheme] = windows.running
            last, this = (self._share(n) for n in (program.last_year, program.this_year))
            if program.is_sole:
                taken, sole = sole[: last + this], sole[last + this :]
            else:
                taken = others[: last + this]
                others = [*others[last + this :], *taken]
            filed = [*_last_years(taken[:last], windows), *_this_years(taken[last:], windows)]
            inventor.random.shuffle(filed)
            writer.write(program, filed)
            if program.scheme == drawn_claim.CODE:
                self._draw(writer, windows, sole)
        self.spare = sole
        put_on_notice(writer.people["city"])

    def _draw(self, writer: ClaimWriter, windows: Windows, others: list[Placed]) -> None:
        """The claim of `sme` that was granted, and one of another enterprise of its district."""
        own = self.city.step(RegistryStep).placed[0]
        writer.write(drawn_claim.PAID_ALREADY, [Filed(own, windows.over, State.APPROVED)])
        near = [one for one in others if one.district_id == own.district_id]
        filed = Filed(near[-1] if near else own, windows.running, State.DISTRICT_REVIEW)
        [self.under_review] = writer.write(drawn_claim.UNDER_REVIEW, [filed])

    def _share(self, number: int) -> int:
        scale = min(1.0, self.city.enterprises / FULL_CITY)
        return max(1, round(number * scale)) if number else 0

    def _holders(self) -> tuple[list[Placed], list[Placed]]:
        """Enterprises for the schemes that exclude each other, no two with one legal
        representative, and all others that may claim. The first two have accounts."""
        fit = [one for one in self.city.step(RegistryStep).placed[2:] if one.is_confirmed]
        large = [one for one in fit if _main_revenue(one) >= LARGE_ENOUGH]
        by_person = {one.invented.values["legal_representative"]: one for one in reversed(large)}
        sole = sorted(by_person.values(), key=lambda one: one.pk)
        keys = {one.pk for one in sole}
        return sole, [one for one in fit if one.pk not in keys] or fit


def _main_revenue(one: Placed) -> Decimal:
    reports = one.invented.reports
    return Decimal(reports[max(reports)]["main_revenue"])


def _last_years(holders: Iterable[Placed], windows: Windows) -> Iterable[Filed]:
    if windows.last_year is None:
        return
    for number, holder in enumerate(holders):
        yield Filed(holder, windows.last_year, LAST_YEAR[number % len(LAST_YEAR)])


def _this_years(holders: Iterable[Placed], windows: Windows) -> Iterable[Filed]:
    for number, holder in enumerate(holders):
        state = THIS_YEAR[number % len(THIS_YEAR)]
        yield Filed(holder, windows.over if state in IN_FIRST_BATCH else windows.running, state)


def windows_of(program: Program) -> Windows:
    """The batches of the program's scheme, made here. Needs a system scope."""
    version = SchemeVersion.objects.in_force().get(scheme__code=program.scheme)
    today = timezone.localdate()
    last = None
    if program.last_year:
        last = _batch(
            _last_years_version(version), today.year - 1, "", date(today.year - 1, 3, 1), 61
        )
    over = _batch(version, today.year, "第一批", today - timedelta(days=200), 60)
    running = _batch(version, today.year, "第二批", today - timedelta(days=50), 90)
    return Windows(last, over, running)


def _last_years_version(version: SchemeVersion) -> SchemeVersion:
    """The version by which last year's claims were filed and are computed again: an example with
    the same conditions."""
    year = timezone.localdate().year - 1
    made, _ = SchemeVersion.objects.get_or_create(
        scheme=version.scheme,
        label=f"{year} 版（示例）",
        defaults={
            "state": SchemeVersion.State.PUBLISHED,
            "definition": version.definition,
            "source_document": version.source_document,
            "valid_from": date(year, 1, 1),
            "valid_to": date(year, 12, 31),
        },
    )
    return made


def _batch(version: SchemeVersion, year: int, name: str, opens_on: date, days: int) -> Batch:
    opens_at = timezone.make_aware(datetime(opens_on.year, opens_on.month, opens_on.day))
    return Batch.objects.create(
        version=version,
        year=year,
        name=f"{year} 年{name}{version.scheme.name}",
        announced_at=opens_at,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days),
    )
