import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from socle.origine import meme_origine

CHEZ_NOUS = "http://localhost:8000"


@meme_origine
def vue(request):
    return HttpResponse("fait")


@pytest.mark.parametrize(
    ("en_tetes", "statut"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": CHEZ_NOUS}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": CHEZ_NOUS}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://ailleurs.example.com"}, 403),
        ({"Origin": "http://localhost:8000.example.com"}, 403),
        ({"Origin": "http://[mal"}, 403),
        ({"Referer": f"{CHEZ_NOUS}/evenements/x/"}, 200),
        ({"Referer": "https://ailleurs.example.com/localhost:8000"}, 403),
    ],
)
def test_a_post_acts_only_when_the_browser_says_it_comes_from_here(en_tetes, statut, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    assert vue(RequestFactory().post("/", headers=en_tetes)).status_code == statut


def test_reading_is_never_refused():
    assert vue(RequestFactory().get("/", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200
