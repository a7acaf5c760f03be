"""Public forms without a CSRF token: the browser itself says where a POST comes from."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

Vue = Callable[..., HttpResponseBase]
SANS_EFFET = {"GET", "HEAD", "OPTIONS"}


def _origine(adresse: str) -> str:
    morceaux = urlsplit(adresse)
    return f"{morceaux.scheme}://{morceaux.netloc}".lower()


def est_de_chez_nous(request: HttpRequest) -> bool:
    """Does this request come from a page of ours, as far as the browser says?

    `Sec-Fetch-Site` first, which no page can forge; `Origin`, then `Referer`, for browsers (or plain http) without it.
    A client that sends none of the three is not a browser: nobody's cookies can be borrowed through it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    provenance = request.headers.get("Origin") or request.headers.get("Referer")
    if not provenance:
        return True
    try:
        return _origine(provenance) in {_origine(settings.SITE_URL), f"{request.scheme}://{request.get_host()}".lower()}
    except ValueError:
        return False


def meme_origine(vue: Vue) -> Vue:
    """For an anonymous public form: no token, no cookie (design §4, Speed), and a POST from another site refused.

    Sound because nothing in these forms rests on a session: there is no authority to borrow. What is kept out is
    another site making its visitors' browsers fill the form for it, each from an address of its own.
    """

    @wraps(vue)
    def gardee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SANS_EFFET and not est_de_chez_nous(request):
            return render(request, "origine.html", status=403)
        return vue(request, *args, **kwargs)

    return csrf_exempt(gardee)
