from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        post_migrate.connect(_begin_era, sender=self)


def _begin_era(using: str, **_: object) -> None:
    """A restored database is migrated before anything else works on it."""
    from audit.transactions import begin_era_after_restore

    begin_era_after_restore(using)
