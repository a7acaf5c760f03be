import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from comptes.models import User
from courriels.models import Envoi
from tests.factories import AccesFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE = "account_login", "account_confirm_login_code"


def demander(client, email):
    return client.post(reverse(LOGIN) + "?next=/organisation/", {"login": email, "next": "/organisation/"})


def code_envoye():
    return re.search(r"\n\n([A-Z0-9-]{4,12})\n\n", Envoi.objects.get().texte).group(1)


def test_a_member_of_staff_signs_in_with_the_code_of_the_mail(client):
    AccesFactory(user__email="camille@example.org")

    page = demander(client, "Camille@Example.org")
    reponse = client.post(page.headers["Location"], {"code": code_envoye()})

    assert (reponse.status_code, reponse.headers["Location"]) == (302, "/organisation/")
    accueil = client.get("/organisation/")
    assert (accueil.status_code, "Votre session est ouverte." in accueil.text) == (200, True)
    assert "Connexion avec" not in accueil.text


def test_the_code_leaves_by_the_outbox_confidential_and_is_in_no_log(client, caplog):
    UserFactory(email="camille@example.org")
    caplog.set_level(logging.DEBUG)

    demander(client, "camille@example.org")

    envoi = Envoi.objects.get()
    assert (envoi.destinataire, envoi.objet, envoi.confidentiel) == (
        "camille@example.org",
        "Votre code de connexion",
        True,
    )
    assert code_envoye() not in caplog.text


def test_an_unknown_address_reads_the_same_page_and_receives_nothing():
    UserFactory(email="camille@example.org")
    pages = {}
    for email in ("camille@example.org", "inconnue@example.org"):
        client = Client()
        reponse = demander(client, email)
        page = client.get(reponse.headers["Location"]).text
        pages[email] = (reponse.status_code, reponse.headers["Location"], _neutre(page, email))

    assert pages["camille@example.org"] == pages["inconnue@example.org"]
    assert [e.destinataire for e in Envoi.objects.all()] == ["camille@example.org"]


def _neutre(page, email):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.replace(email, ""))


def test_a_wrong_code_opens_nothing_and_three_of_them_end_the_attempt(client):
    UserFactory(email="camille@example.org")
    demander(client, "camille@example.org")

    reponses = [client.post(reverse(CODE), {"code": "FAUX12"}) for _ in range(3)]

    assert [r.status_code for r in reponses] == [200, 200, 302]
    assert client.post(reverse(CODE), {"code": code_envoye()}).status_code == 302
    assert client.get("/organisation/").status_code == 302


def test_a_disabled_account_receives_no_code(client):
    UserFactory(email="camille@example.org", is_active=False)

    demander(client, "camille@example.org")

    assert Envoi.objects.count() == 0


def test_codes_are_limited_by_address(client):
    UserFactory(email="camille@example.org")

    statuts = [demander(Client(), "camille@example.org").status_code for _ in range(7)]

    assert statuts == [302] * 6 + [200]
    assert Envoi.objects.count() == 6


@pytest.mark.parametrize(
    "chemin",
    ["signup/", "email/", "password/reset/", "password/change/", "password/set/", "confirm-email/x/", "login/code/"],
)
def test_what_this_service_does_not_have_does_not_exist(client, chemin):
    client.force_login(UserFactory())

    assert client.get(f"/compte/{chemin}").status_code == 404
    assert client.post(f"/compte/{chemin}", {"email": "visiteur@example.org"}).status_code == 404
    assert not User.objects.filter(email="visiteur@example.org").exists()


@pytest.mark.parametrize("chemin", ["/compte/login/", "/compte/logout/", "/compte/2fa/", "/compte/2fa/totp/activate/"])
def test_pages_of_accounts_hold_no_inline_script_or_style(client, chemin):
    if "login" not in chemin:
        client.force_login(UserFactory())

    reponse = client.get(chemin, follow=True)

    assert reponse.status_code == 200
    assert "script-src 'self'" in reponse.headers["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", reponse.text) == []
    assert 'lang="fr"' in reponse.text


def test_the_admin_s_door_is_the_accounts_own(client):
    reponse = client.get("/admin/", follow=True)

    assert reponse.redirect_chain[-1][0].startswith(reverse(LOGIN))


def test_signing_out_needs_a_post(client):
    client.force_login(AccesFactory().user)

    client.get(reverse("account_logout"))
    reste = client.get("/organisation/").status_code
    client.post(reverse("account_logout"))

    assert (reste, client.get("/organisation/").status_code) == (200, 302)
