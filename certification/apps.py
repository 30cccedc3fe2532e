from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = "认定与证书"

    def ready(self) -> None:
        from certification.outcomes import register_outcomes
        from certification.pool_entry import register_pool_entry
        from certification.views import home  # noqa: F401  registers the home of enterprises

        register_outcomes()
        register_pool_entry()
