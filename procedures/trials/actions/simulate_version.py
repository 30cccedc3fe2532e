"""Trying a version on the whole registry, as a job."""

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.tenancy import Actor
from procedures.models import Simulation
from schemes.checking.problems import read
from schemes.models import SchemeVersion

SIMULATE = "procedures.simulate"


def simulate_version(actor: Actor, version_id: int) -> Simulation:
    """Start the job that tries a version on every enterprise, beside the version before it.

    A trial of the same content that is running is returned instead of a second one. Raises
    `NotPermitted`, or `RuleViolation` for a version with problems.
    """
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以测算。")
    with transaction.atomic():
        version = (
            SchemeVersion.objects.select_for_update(of=("self",))
            .select_related("scheme")
            .get(pk=version_id)
        )
        problems = read(version.definition).problems
        if problems:
            raise RuleViolation(f"还有 {len(problems)} 处问题，请先改正再测算。")
        last = (
            version.simulations.filter(content_sha256=version.content_sha256)
            .select_related("job")
            .first()
        )
        if last is not None and last.is_running:
            return last
        simulation = Simulation.objects.create(
            version=version,
            content_sha256=version.content_sha256,
            started_by_id=actor.user_id,
        )
        simulation.job = start_job(
            actor,
            kind=SIMULATE,
            label=f"条件测算：{version.scheme.name} {version.label}",
            payload={"simulation_id": simulation.pk},
        )
        simulation.save(update_fields=["job"])
        return simulation


def version_before(version: SchemeVersion) -> SchemeVersion | None:
    """What a version is compared with: the one it was made from, else the one published before."""
    if version.based_on_id:
        return version.based_on
    published = SchemeVersion.objects.filter(
        scheme_id=version.scheme_id,
        state__in=(SchemeVersion.State.PUBLISHED, SchemeVersion.State.RETIRED),
        valid_from__lt=version.valid_from,
    ).exclude(pk=version.pk)
    return published.order_by("-valid_from").first()
