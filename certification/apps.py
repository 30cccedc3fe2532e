from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = "认定与证书"

    def ready(self) -> None:
        from certification.holder_names import carry_over_new_name
        from certification.outcomes import register_outcomes
        from certification.pool_entry import register_pool_entry
        from certification.promises import promised
        from certification.registry_list import extend_registry
        from certification.views import home  # noqa: F401  registers the home of enterprises
        from enterprises.changes import on_new_name
        from procedures.cases.outcomes import register_promises

        on_new_name(carry_over_new_name)
        register_outcomes()
        register_promises(promised)
        register_pool_entry()
        extend_registry()
