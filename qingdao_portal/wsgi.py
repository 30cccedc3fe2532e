"""Django behind the guard of encodings; granian serves it through `qingdao_portal.rsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from qingdao_portal.encoding_guard import utf8_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdao_portal.settings")
application = utf8_only(get_wsgi_application())
