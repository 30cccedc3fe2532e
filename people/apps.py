from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "成员与授权"

    def ready(self) -> None:
        from people import signals  # noqa: F401  registers receivers
        from people.views import auditor_home, no_duty, operator_home  # noqa: F401  homes
