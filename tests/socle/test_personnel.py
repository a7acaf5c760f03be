from django.http import HttpResponse
from django.test import RequestFactory

from socle.personnel import page_personnelle


@page_personnelle
def vue(request, jeton):
    return HttpResponse(f"page de {jeton}")


def test_a_personal_page_is_kept_by_no_cache_found_by_no_engine_and_told_to_no_site():
    reponse = vue(RequestFactory().get("/"), "12.abc")

    assert {nom: reponse[nom] for nom in ("Referrer-Policy", "X-Robots-Tag")} == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    assert "no-store" in reponse["Cache-Control"]
    assert "private" in reponse["Cache-Control"]
    assert reponse.content == b"page de 12.abc"


def test_a_personal_page_asks_for_no_token_since_its_address_is_the_proof():
    assert vue.csrf_exempt is True
