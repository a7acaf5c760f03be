"""A bare Django view, the ceiling to which the product's pages are compared: `gunicorn bench.vue_nue`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench", MIDDLEWARE=[], LOGGING_CONFIG=None, DEBUG=False
)
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
