"""The yardstick's site: a Django view that does nothing, and one that stores a row."""

import os

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY=os.environ.get("SECRET_KEY", "bench"),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": environ.Env().db("DATABASE_OWNER_URL") | {"CONN_MAX_AGE": 60}},
)


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def store(request: HttpRequest) -> HttpResponse:
    """One row, committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (text) VALUES (%s)", ["x" * 200])
    return HttpResponse("ok")


urlpatterns = [path("", nothing), path("store/", store)]
application = get_wsgi_application()
