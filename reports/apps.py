from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "统计与首页"

    def ready(self) -> None:
        from reports.views import homes, landing, progress  # noqa: F401  registers homes
