"""What trials add to the designer's pages of a version."""

from procedures.models import Simulation
from schemes.checking.problems import Reading
from schemes.designer.page_parts import PagePart, Place, register_part
from schemes.models import SchemeVersion
from schemes.publishing import register_before_publishing


def missing_trial(version: SchemeVersion) -> list[str]:
    """Why the version cannot be published: its present content was not tried."""
    done = Simulation.objects.filter(
        version=version, content_sha256=version.content_sha256, finished_at__isnull=False
    )
    return [] if done.exists() else ["现在的内容还没有在全部企业上测算过。"]


def last_trial(version: SchemeVersion, reading: Reading) -> PagePart:
    """The last trial of the version, and the button for another."""
    simulation = Simulation.objects.filter(version=version).select_related("job").first()
    values: dict[str, object] = {
        "simulation": simulation,
        "is_current": simulation and simulation.content_sha256 == version.content_sha256,
        "may_try": reading.definition is not None and not reading.problems,
    }
    return PagePart("procedures/trials/_version.html", values)


def indicator_bench(version: SchemeVersion, reading: Reading) -> PagePart:
    """Trying an expression on one enterprise."""
    return PagePart("procedures/trials/_indicator.html")


def register_trials() -> None:
    register_before_publishing(missing_trial)
    register_part(Place.ASIDE, last_trial)
    register_part(Place.INDICATOR, indicator_bench)
