"""Claims that milestones proposed in the demo city, all invented; the account `sme` finds one
proposed, and a batch open for it."""

from accounts.demo.bulk import Row
from accounts.demo.city import DemoStep
from accounts.tenancy import system_scope
from enterprises.demo.registry import Placed, RegistryStep
from financing.demo.listings import ListingStep
from financing.demo.subsidies import SubsidyStep, Windows, windows_of
from financing.demo.subsidy_cases import Filed
from financing.demo.subsidy_lines import Inventor, Program
from financing.models import ListingPath, ListingProposal
from procedures.models import Application
from procedures.models.application import State

# Track -> how the claim of the enterprise that is furthest on it stands. The second one was paid
# for its 新三板 before: it gets the difference.
CLAIMS = (
    ("科创板", State.DISTRICT_REVIEW),
    ("新三板至北交所", State.CITY_REVIEW),
    ("主板", State.APPROVED),
)


def _proposed(holder: Placed, scheme: str) -> list[ListingProposal]:
    """What milestones proposed to an enterprise for a scheme. Needs a system scope."""
    rows = ListingProposal.objects.filter(organisation_id=holder.pk, scheme_code=scheme)
    return list(rows.select_related("milestone__path__track").order_by("pk"))


def _by_stages(_: Inventor, holder: Placed) -> Row:
    proposed = _proposed(holder, BY_STAGES.scheme)
    return {
        "board": proposed[-1].milestone.path.track.name,
        "reached": [one.event_key for one in proposed],
        "sponsor": "示例黄海证券股份有限公司",
    }


def _on_the_board(inventor: Inventor, holder: Placed) -> Row:
    [proposed] = _proposed(holder, ON_THE_BOARD.scheme)
    return {
        "code": f"87{inventor.number() % 10_000:04d} 示例股份",
        "listed_on": proposed.milestone.reached_on.isoformat(),
        "listing_kind": proposed.event_key,
        "sponsor": "示例胶东证券有限责任公司",
    }


BY_STAGES = Program("listing-stages", 0, len(CLAIMS), Inventor.none, _by_stages)
ON_THE_BOARD = Program("neeq-listing", 0, 1, Inventor.none, _on_the_board)


class ListingClaimStep(DemoStep):
    """The batches of both schemes, and the claims of enterprises on their way."""

    after = (ListingStep, SubsidyStep)

    def finish(self) -> None:
        with system_scope(reason="seed the demo city"):
            by_stages, on_the_board = windows_of(BY_STAGES), windows_of(ON_THE_BOARD)
            for track, state in CLAIMS:
                if holder := self._furthest(track):
                    self._write(ON_THE_BOARD, holder, on_the_board, State.APPROVED)
                    self._write(BY_STAGES, holder, by_stages, state)

    def _furthest(self, track: str) -> Placed | None:
        placed = {one.pk: one for one in self.city.step(RegistryStep).placed}
        paths = ListingPath.objects.filter(track__name=track, organisation_id__in=placed)
        found = paths.exclude(stage=None).order_by("-stage__order", "pk").first()
        return placed[found.organisation_id] if found else None

    def _write(self, program: Program, holder: Placed, windows: Windows, state: State) -> None:
        proposed = _proposed(holder, program.scheme)
        if not proposed:
            return
        batch = windows.over if state == State.APPROVED else windows.running
        claims = self.city.step(SubsidyStep).writer.write(program, [Filed(holder, batch, state)])
        case = Application.objects.get(claim__in=claims)
        keys = [one.pk for one in proposed]
        ListingProposal.objects.filter(pk__in=keys).update(application=case)
