from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401  registers checks

        autodiscover_modules(
            "outbox_handlers", "job_runners", "navigation", "member_hooks", "trail_words"
        )
