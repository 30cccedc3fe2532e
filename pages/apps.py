from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "页面"

    def ready(self) -> None:
        # Every app says in `todo.py` what waits for whom.
        autodiscover_modules("todo")
