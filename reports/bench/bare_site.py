"""The yardstick's site: a Django view that does nothing, and one that stores a row."""

import os

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from qingdao_portal.serving import Limits, Served

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


def changes(request: HttpRequest) -> HttpResponse:
    """The rows of a bank after a place, as they are stored."""
    with connection.cursor() as cursor:
        for name, value in (("app.system", "on"), ("app.sees_organisation", "0")):
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        cursor.execute(
            "SELECT set_config('app.districts', (SELECT array_agg(id)::text FROM"
            " accounts_district), false)"
        )
        cursor.execute(
            'SELECT "full" FROM financing_feedrow WHERE bank_id = %s AND seq > %s'
            " ORDER BY seq LIMIT 1000",
            [request.GET["bank"], request.GET["place"]],
        )
        return HttpResponse(",".join(row[0] for row in cursor.fetchall()))


urlpatterns = [path("", nothing), path("store/", store), path("changes/", changes)]
application = Served(get_wsgi_application(), Limits(most_bytes=1_000_000))
