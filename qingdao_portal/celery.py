"""The Celery application; its settings are the CELERY_* names of Django's settings."""

import os

from celery import Celery

from qingdao_portal.health import connect_worker_heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdao_portal.settings")
app = Celery("qingdao_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
connect_worker_heartbeat()
