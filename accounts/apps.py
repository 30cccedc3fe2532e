from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        # They register checks and listeners.
        from accounts import checks, security_mails, session_end  # noqa: F401
        from accounts.acting import register_acting_flag
        from accounts.scope_settings import send_scope_on
        from accounts.sign_in_events import record_sign_in_events

        register_acting_flag()
        connection_created.connect(send_scope_on)
        record_sign_in_events()

        autodiscover_modules(
            "outbox_handlers",
            "job_runners",
            "navigation",
            "member_hooks",
            "trail_words",
            "retention",
        )
