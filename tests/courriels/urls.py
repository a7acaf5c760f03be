"""The demonstration's addresses: `config.urls` has the mailbox only under DEMO=1, which these tests do not run with."""

from django.urls import include, path

from config.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500"]
urlpatterns = [*urlpatterns, path("demo/courriels/", include("courriels.urls"))]
