from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "统计与首页"

    def ready(self) -> None:
        from reports.casebook.registered import register_casebook
        from reports.progress.views import leadership  # noqa: F401  registers homes
        from reports.views import homes, landing  # noqa: F401  registers homes

        register_casebook()
