"""The entry point that granian serves: `qingdao_portal.wsgi` behind what waits for slow lines."""

from django.conf import settings

from qingdao_portal.serving import Limits, Served
from qingdao_portal.wsgi import application as wsgi_application

application = Served(wsgi_application, Limits(settings.MOST_REQUEST_BYTES))
