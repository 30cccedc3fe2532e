from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "qingdao_portal"
    verbose_name = "门户"
