from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "qingdao_portal"
    verbose_name = "门户"

    def ready(self) -> None:
        # Every process that sends tasks, the relay too, must know the broker.
        from qingdao_portal.celery import app

        app.set_default()
