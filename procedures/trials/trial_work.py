"""The work of a trial: parts of the registry, taken by the job and by whoever helps it.

A part is claimed by the lock on its row, which the end of its worker frees: a part is never lost
and never counted twice, whatever dies.
"""

import time
from dataclasses import asdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.jobs import JobHandle
from accounts.outbox import post
from accounts.tenancy import Actor, acting_as
from procedures.models import Simulation, SimulationPart
from procedures.trials.actions.simulate_version import version_before
from procedures.trials.simulation import Comparison, Tally, Trial, chunks, try_part

HELP = "procedures.help_trial"
HELPERS = 1  # beside the job itself: two cores
PAUSE = 0.2


def simulate(job: JobHandle) -> None:
    """Try a version on the registry; a restart goes on with the parts that are left."""
    with acting_as(job.actor):
        simulation = Simulation.objects.select_related("version__scheme").get(
            pk=job.payload["simulation_id"]
        )
        total = _plan(simulation)
    with acting_as(job.actor):
        for number in range(HELPERS):
            payload = {"simulation_id": simulation.pk, "membership_id": job.actor.membership_id}
            post(HELP, payload, f"trial:{simulation.pk}:{number}:{timezone.now().timestamp()}")

    def tell() -> bool:
        with acting_as(job.actor):
            left = SimulationPart.objects.filter(simulation=simulation, counts__isnull=True).count()
        job.advance(total - left, total, f"已核对 {total - left} / {total} 部分")
        return left > 0

    job.advance(0, total, "正在按条件核对企业")
    work = Worker(job.actor, simulation)
    while True:
        worked = work.take_part()
        if not tell():
            break
        if not worked:
            time.sleep(PAUSE)  # the rest is in the hands of a helper
    with acting_as(job.actor):
        tally = _add_up(simulation)
    link = reverse("procedures:simulation", args=[simulation.pk])
    message = f"{tally.enterprises} 家企业中 {tally.fulfilled} 家的自动条件全部满足。"
    job.finish({"link": link, "link_label": "查看测算结果"}, message)


def help_trial(actor: Actor, simulation_id: int) -> int:
    """Take parts of a trial until none is left; returns how many."""
    with acting_as(actor):
        simulation = Simulation.objects.select_related("version__scheme").get(pk=simulation_id)
    work, taken = Worker(actor, simulation), 0
    while work.take_part():
        taken += 1
    return taken


class Worker:
    """One process at the parts of a trial."""

    def __init__(self, actor: Actor, simulation: Simulation) -> None:
        self.actor, self.simulation = actor, simulation
        with acting_as(actor):
            before = version_before(simulation.version)
        self.trial = Trial(simulation.version)
        self.earlier = Trial(before) if before is not None else None

    def take_part(self) -> bool:
        """Count one part that nobody has at hand; False where there is none."""
        with acting_as(self.actor), transaction.atomic():
            part = (
                SimulationPart.objects.select_for_update(skip_locked=True)
                .filter(simulation=self.simulation, counts__isnull=True)
                .order_by("id")
                .first()
            )
            if part is None:
                return False
            tally, comparison = try_part(self.trial, self.earlier, part.first, part.last)
            part.counts = {"tally": tally.as_json(), "comparison": asdict(comparison)}
            part.save(update_fields=["counts"])
            return True


def _plan(simulation: Simulation) -> int:
    """The number of parts, which are made at the first start."""
    made = SimulationPart.objects.filter(simulation=simulation).count()
    if made:
        return made
    parts = [
        SimulationPart(simulation=simulation, first=first, last=last) for first, last in chunks()
    ]
    SimulationPart.objects.bulk_create(parts)
    return len(parts)


def _add_up(simulation: Simulation) -> Tally:
    tally, comparison = Tally(), Comparison()
    for part in simulation.parts.all():
        assert part.counts is not None, "every part has been counted"
        tally.add(Tally.from_json(part.counts["tally"]))
        comparison.add(Comparison(**part.counts["comparison"]))
    results = tally.as_json()
    before = version_before(simulation.version)
    if before is not None:
        results["before"] = {"version_id": before.pk, **asdict(comparison)}
    simulation.enterprises, simulation.passed = tally.enterprises, tally.passed
    simulation.results = results
    simulation.finished_at = timezone.now()
    simulation.save()
    simulation.parts.all().delete()
    return tally
