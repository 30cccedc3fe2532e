from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = "认定与证书"

    def ready(self) -> None:
        from certification.outcomes import register_outcomes

        register_outcomes()
