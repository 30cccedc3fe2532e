from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "页面"

    def ready(self) -> None:
        # Every app says what waits for whom, what it shows on homes and on the wall, what is
        # counted, and what reports are built from.
        autodiscover_modules(
            "todo",
            "panels",
            "metrics",
            "district_figures",
            "report_sources",
            "paper_sections",
            "big_screen",
        )
