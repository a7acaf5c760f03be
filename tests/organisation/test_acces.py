import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from evenements.models import Acces
from organisation import urls
from organisation.acces import Portee
from tests.factories import AccesFactory, EvenementFactory, InscriptionFactory, UserFactory

pytestmark = pytest.mark.django_db
ORGANISATION, POINTAGE, CONSULTATION = (r.value for r in Acces.Role)
PERSONNE = "Éloïse Fournier-Bidart"


def vues(motifs=None):
    """Every view of the staff's area, as the URL resolver knows it."""
    for motif in motifs if motifs is not None else urls.urlpatterns:
        if isinstance(motif, URLPattern):
            yield motif
        else:
            yield from vues(motif.url_patterns)


def adresse(motif, evenement):
    valeurs = {"slug": evenement.slug, "pk": 1, "autre": 2, "acte": "retirer"}
    portee, _ = motif.callback.reserve
    noms = [*(["slug"] if portee is Portee.EVENEMENT else []), *motif.pattern.converters]
    return reverse(f"organisation:{motif.name}", kwargs={nom: valeurs[nom] for nom in noms})


MOTIFS = list(vues())


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda m: m.name)
def test_every_view_declares_the_role_it_asks_for(motif):
    portee, roles = motif.callback.reserve

    assert portee in Portee
    assert {ORGANISATION} <= roles <= set(Acces.Role.values)


def test_the_staff_s_area_is_wholly_walked():
    racine = next(m for m in get_resolver().url_patterns if str(m.pattern) == "organisation/")

    assert [m.name for m in vues(racine.url_patterns)] == [m.name for m in MOTIFS]


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda m: m.name)
def test_an_anonymous_visitor_is_sent_to_sign_in(client, motif):
    chemin = adresse(motif, EvenementFactory())

    reponse = client.get(chemin)

    assert (reponse.status_code, reponse.headers["Location"]) == (302, f"{reverse('account_login')}?next={chemin}")


@pytest.mark.parametrize("role", [None, *Acces.Role.values])
@pytest.mark.parametrize("motif", MOTIFS, ids=lambda m: m.name)
def test_a_view_refuses_every_role_it_does_not_name(client, motif, role):
    evenement = EvenementFactory()
    InscriptionFactory(evenement=evenement, prenom="Éloïse", nom="Fournier-Bidart")
    compte = UserFactory()
    if role:
        AccesFactory(user=compte, role=role, evenement=evenement)
    client.force_login(compte)
    portee, roles = motif.callback.reserve

    reponse = client.get(adresse(motif, evenement))

    assert (reponse.status_code == 403) is (role not in roles or portee is Portee.TOUS)
    if reponse.status_code == 403:
        assert "Votre compte n’ouvre pas cette page" in reponse.text
        assert "Heure" not in reponse.text
        assert PERSONNE not in reponse.text
        assert evenement.titre not in reponse.text


@pytest.mark.parametrize("role", Acces.Role.values)
def test_a_role_for_another_event_opens_nothing_here(client, role):
    evenement, compte = EvenementFactory(), AccesFactory(role=role, evenement=EvenementFactory()).user
    client.force_login(compte)

    refus = client.get(reverse("organisation:evenement", args=[evenement.slug]))
    absent = client.get(reverse("organisation:evenement", args=["n-existe-pas"]))

    assert [refus.status_code, absent.status_code] == [403, 403]
    assert refus.text.replace(evenement.slug, "") == absent.text.replace("n-existe-pas", "")


def test_who_has_a_role_for_all_reads_404_for_an_unknown_event(client):
    client.force_login(AccesFactory().user)

    assert client.get(reverse("organisation:evenement", args=["n-existe-pas"])).status_code == 404


def test_an_access_that_expired_opens_nothing(client):
    client.force_login(AccesFactory(expire_le=timezone.now()).user)

    assert client.get(reverse("organisation:accueil")).status_code == 403


def test_a_superuser_passes_everywhere(client):
    evenement = EvenementFactory()
    client.force_login(UserFactory(is_superuser=True))

    statuts = {client.get(adresse(motif, evenement)).status_code for motif in MOTIFS}

    assert statuts <= {200, 302, 404, 405}


@pytest.mark.parametrize("role", [POINTAGE, CONSULTATION])
def test_the_home_of_an_event_shows_no_personal_data_to_the_smaller_roles(client, role):
    evenement = EvenementFactory()
    InscriptionFactory(evenement=evenement, prenom="Éloïse", nom="Fournier-Bidart", email="eloise@example.org")
    client.force_login(AccesFactory(role=role, evenement=evenement).user)

    reponse = client.get(reverse("organisation:evenement", args=[evenement.slug]))

    assert reponse.status_code == 200
    assert ("Inscrits" in reponse.text) is (role == CONSULTATION)
    assert [mot for mot in ("Fournier", "eloise@", "Reporter", "Réglages") if mot in reponse.text] == []
