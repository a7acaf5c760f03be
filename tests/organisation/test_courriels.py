import pytest
from django.urls import reverse
from django.utils import timezone

from courriels.models import Envoi
from inscriptions import actions as inscriptions
from journal.models import reference
from socle import liens
from tests.factories import AccesFactory, EvenementFactory

pytestmark = pytest.mark.django_db


def ecrire(evenement, objet, **champs):
    return Envoi.objects.create(
        **{
            "cle": objet,
            "message_id": f"<{objet}@x>",
            "objet": objet,
            "texte": f"Texte de {objet}",
            "destinataire": "mailys@example.org",
            "evenement": reference(evenement) if evenement else "",
            **champs,
        }
    )


def liste(evenement):
    return reverse("organisation:courriels", args=[evenement.slug])


def objets(reponse):
    return [envoi.objet for envoi in reponse.context["page"].object_list]


def test_what_did_not_arrive_comes_first(client, camille):
    evenement = EvenementFactory()
    ecrire(evenement, "Parti", etat="envoi", envoye_le=timezone.now())
    ecrire(evenement, "Nouvel essai", tentatives=2, reponse="451 plus tard")
    ecrire(evenement, "À envoyer")
    ecrire(evenement, "Douteux", etat="douteux")
    ecrire(evenement, "Abandonné", etat="abandon", reponse="550 inconnu")
    ecrire(EvenementFactory(), "Ailleurs")

    reponse = client.get(liste(evenement))

    assert objets(reponse) == ["Abandonné", "Douteux", "Nouvel essai", "À envoyer", "Parti"]
    assert "550 inconnu" in reponse.text


@pytest.mark.parametrize("nombre", [1, 3])
def test_messages_are_listed_in_constant_queries(client, camille, nombre, django_assert_num_queries):
    evenement = EvenementFactory()
    for n in range(nombre):
        ecrire(evenement, f"Objet {n}")

    with django_assert_num_queries(7):
        client.get(liste(evenement))
    with django_assert_num_queries(8):
        client.get(reverse("organisation:tous_les_courriels"))


def test_messages_are_filtered_by_state_and_address(client, camille):
    evenement = EvenementFactory()
    ecrire(evenement, "Un", etat="abandon")
    ecrire(evenement, "Deux", destinataire="yann@example.org")

    assert objets(client.get(liste(evenement), {"etat": "abandon"})) == ["Un"]
    assert objets(client.get(liste(evenement), {"q": "YANN@"})) == ["Deux"]


def test_a_confidential_message_is_nowhere(client, camille):
    evenement = EvenementFactory()
    code = ecrire(evenement, "Votre code 123456", confidentiel=True)

    pages = client.get(liste(evenement)).text + client.get(reverse("organisation:tous_les_courriels")).text
    detail = client.get(reverse("organisation:courriel", args=[evenement.slug, code.pk]))

    assert "123456" not in pages
    assert (detail.status_code, "123456" in detail.text) == (404, False)


def test_personal_links_of_a_message_are_struck_out_for_staff(client, camille):
    inscription = inscriptions.inscrire(
        EvenementFactory().formules.get(),
        participant={"prenom": "Maïlys", "nom": "Grondin", "email": "mailys@example.org"},
    )
    envoi = Envoi.objects.get()
    jetons = [liens.jeton(inscription, usage) for usage in liens.Usage]

    page = client.get(reverse("organisation:courriel", args=[inscription.evenement.slug, envoi.pk])).text

    assert [jeton for jeton in jetons if jeton in envoi.texte] != []
    assert [jeton for jeton in jetons if jeton in page or jeton.partition(".")[2] in page] == []


def test_an_abandoned_message_leaves_again(client, camille):
    evenement = EvenementFactory()
    envoi = ecrire(evenement, "Abandonné", etat="abandon", reponse="550 inconnu")
    chemin = reverse("organisation:renvoyer_courriel", args=[evenement.slug, envoi.pk])

    page = client.get(reverse("organisation:courriel", args=[evenement.slug, envoi.pk])).text
    reponse = client.post(chemin, follow=True)
    encore = client.post(chemin, follow=True)

    envoi.refresh_from_db()
    assert "Texte de Abandonné" in page
    assert envoi.etat == "attente"
    assert "Le message repart" in reponse.text
    assert "Seul un message abandonné" in encore.text


def test_an_organiser_of_one_event_reads_its_messages_alone(client):
    sien, autre = EvenementFactory(), EvenementFactory()
    for evenement, objet in ((sien, "Le mien"), (autre, "D’un autre"), (None, "De personne")):
        ecrire(evenement, objet)
    client.force_login(AccesFactory(evenement=sien).user)

    assert objets(client.get(reverse("organisation:tous_les_courriels"))) == ["Le mien"]
