from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = "申报与审核"

    def ready(self) -> None:
        from procedures.batches.version_pages import register_batches
        from procedures.cases.moved_cases import register_case_moves
        from procedures.cases.views import home  # noqa: F401  registers the home of districts
        from procedures.experts.panels.releases import register_releases
        from procedures.trials.version_pages import register_trials

        register_batches()
        register_case_moves()
        register_releases()
        register_trials()
