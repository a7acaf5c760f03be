import pytest
from django.urls import reverse

from annonces import actions as annonces
from evenements import actions
from evenements.actions import ouvrir_compte
from inscriptions import actions as inscriptions
from journal.models import Fait
from tests.factories import AccesFactory, EvenementFactory, RencontreFactory

pytestmark = pytest.mark.django_db
JOURNAL = "/organisation/journal/"


def verbes(reponse):
    return [ligne.fait.verbe for ligne in reponse.context["lignes"]]


def test_the_journal_tells_what_changed_in_words(client, camille):
    evenement = EvenementFactory(titre="Avant", publie_le=None)
    actions.modifier(evenement, par=camille, titre="Après")
    annonces.publier(evenement, par=camille)

    page = client.get(JOURNAL)

    assert verbes(page) == ["publier", "modifier"]
    assert 'titre&nbsp;: <span class="doux">Avant</span> → Après' in page.text


def test_the_journal_is_filtered_by_event_and_read_only(client, camille):
    un, deux = EvenementFactory(titre="Un"), EvenementFactory(titre="Deux")
    actions.modifier(un, par=camille, titre="Un bis")
    actions.modifier(deux, par=camille, titre="Deux bis")

    choisis = client.get(JOURNAL, {"evenement": un.slug})
    client.post(JOURNAL, {"verbe": "effacer"})

    assert [ligne.fait.objet_nom for ligne in choisis.context["lignes"]] == ["Un bis"]
    assert Fait.objects.count() == 2


def test_an_organiser_of_one_event_reads_its_journal_alone(client):
    sien, autre = EvenementFactory(), EvenementFactory(titre="Un autre")
    acces = AccesFactory(evenement=sien)
    actions.modifier(sien, par=acces.user, theme="Le mien")
    actions.modifier(autre, par=acces.user, theme="Un secret")
    client.force_login(acces.user)

    page = client.get(JOURNAL, {"evenement": autre.slug})

    assert verbes(page) == ["modifier"]
    assert ("Le mien" in page.text, "Un secret" in page.text) == (True, False)
    assert reverse("organisation:evenement", args=[autre.slug]) not in page.text


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_journal_is_read_in_constant_queries(client, camille, nombre, django_assert_num_queries):
    evenement = EvenementFactory()
    for n in range(nombre):
        actions.modifier(evenement, par=camille, theme=f"Thème {n}")

    with django_assert_num_queries(8):
        client.get(JOURNAL)


def test_the_journal_names_what_actions_write_in_words(client, camille):
    inscription = inscriptions.inscrire(
        RencontreFactory().formules.get(modalite="presentiel"),
        participant={"prenom": "Maïlys", "nom": "Grondin", "email": "m@example.org"},
    )
    ouvrir_compte("lea@example.org", role="pointage", par=camille)

    ouverture, inscrire = client.get(JOURNAL).context["lignes"]

    assert [(c.champ, c.apres) for c in ouverture.changements] == [
        ("rôle", "Pointage"),
        ("événement", "tous les événements"),
    ]
    assert [(c.champ, c.apres) for c in inscrire.changements] == [("état", "confirmée"), ("formule", "Sur place")]
    assert (ouverture.qui, inscrire.qui) == (str(camille), "la personne elle-même")
    assert inscription.nom_complet not in inscrire.qui
