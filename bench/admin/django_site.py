"""Serves Django's counterpart for bench/admin.mjs: its admin over the tables that the other site filled."""
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.conf import settings
from django.urls import path

port, engine, name, host, db_port, user_name, password = sys.argv[1:8]
tables = {"ENGINE": "django.db.backends." + engine, "NAME": name, "CONN_MAX_AGE": None}
if engine == "postgresql":
    tables.update(HOST=host, PORT=db_port, USER=user_name, PASSWORD=password)
# The models stand in this script, which is their app as well.
sys.modules["atlas"] = sys.modules[__name__]
settings.configure(
    DEBUG=False,
    SECRET_KEY="the secret key of the measured site",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": tables},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.messages", "django.contrib.staticfiles", "atlas",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]},
    }],
    STATIC_URL="/static/",
    USE_TZ=True,
    LOGGING={
        "version": 1, "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR"}},
    },
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402


class Country(models.Model):
    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60)

    class Meta:
        app_label, managed, db_table, ordering = "atlas", False, "atlas_country", ["name"]

    def __str__(self):
        return self.name


KINDS = [(code, label) for code, label in (pair.split("=") for pair in sys.argv[8].split(";"))]


class Place(models.Model):
    name = models.CharField(max_length=200, db_index=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT)
    kind = models.CharField(max_length=5, choices=KINDS)
    population = models.IntegerField(db_index=True)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        app_label, managed, db_table, ordering = "atlas", False, "atlas_place", ["-population", "id"]

    def __str__(self):
        return self.name


class Visit(models.Model):
    """Points at a place, so that the admin has something to complete; it is never read."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE)

    class Meta:
        app_label, managed = "atlas", False


class PlaceAdmin(admin.ModelAdmin):
    list_display = ["name", "country", "kind", "population", "latitude", "longitude"]
    list_filter = ["country", "kind"]
    search_fields = ["name"]
    list_per_page = 50
    list_select_related = ["country"]


admin.site.register(Country, search_fields=["name"])
admin.site.register(Place, PlaceAdmin)
urlpatterns = [path("admin/", admin.site.urls)]

call_command("migrate", verbosity=0)
user = get_user_model().objects.filter(username="ada").first()
if user is None:
    user = get_user_model().objects.create_superuser("ada", password="violet-harbour-93")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass


server = Server(("127.0.0.1", int(port)), Handler)
server.set_app(get_wsgi_application())
print(f"sessionid={session.session_key}", flush=True)
server.serve_forever()
