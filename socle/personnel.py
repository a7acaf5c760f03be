"""Personal pages: the address is the secret, so it must not leak and needs no other proof (design §4)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.csrf import csrf_exempt

Vue = Callable[..., HttpResponseBase]


def proteger(reponse: HttpResponseBase) -> HttpResponseBase:
    """Kept by no cache, found by no search engine, told to no other site."""
    add_never_cache_headers(reponse)
    patch_cache_control(reponse, no_store=True)
    reponse["Referrer-Policy"] = "no-referrer"
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse


def page_personnelle(vue: Vue) -> Vue:
    """For a view opened by a personal link: `no-referrer`, `no-store`, `noindex`, and no CSRF token.

    A forged request needs an authority that the browser brings by itself (a cookie). Here there is none: whoever can
    write the address already holds the link. Under `no-referrer` browsers send « Origin: null », which Django's own
    check would refuse.
    """

    @wraps(vue)
    def protegee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return proteger(vue(request, *args, **kwargs))

    return csrf_exempt(protegee)
