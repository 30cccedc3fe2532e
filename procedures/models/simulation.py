"""What a scheme's conditions would mean for the whole registry."""

from django.db import models


class Simulation(models.Model):
    """One run over the registry. `results` is what `procedures.trials.simulation.Tally` counts."""

    version = models.ForeignKey("schemes.SchemeVersion", models.CASCADE, related_name="simulations")
    content_sha256 = models.CharField(max_length=64)
    enterprises = models.PositiveIntegerField("企业数", default=0)
    passed = models.PositiveIntegerField("自动条件全部满足", default=0)
    results = models.JSONField("结果", default=dict)
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    job = models.ForeignKey("accounts.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["version", "-id"], name="simulation_latest")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def waiting(self) -> int:
        """How many of those that passed have points of experts still to come."""
        return int(self.results.get("waiting", 0))

    @property
    def fulfilled(self) -> int:
        """Those that passed and wait for no expert."""
        return self.passed - self.waiting

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None

    @property
    def is_running(self) -> bool:
        return not self.is_done and self.job is not None and self.job.state in ("queued", "running")


class SimulationPart(models.Model):
    """Some of the registry, counted by whichever worker takes it; `counts` is None until then."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="parts")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    counts = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.simulation_id} {self.first}-{self.last}"
