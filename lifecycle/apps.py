from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LifecycleConfig(AppConfig):
    name = "lifecycle"
    verbose_name = "办理流程"

    def ready(self) -> None:
        # Every app names its machines in `machines.py`: bulk work and drawings find them by name.
        autodiscover_modules("machines")
