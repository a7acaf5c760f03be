import html
import json
import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from evenements.actions import toucher
from evenements.models import Evenement, Formule, Partenariat
from presences.models import Bilan
from programmes import actions as programmes
from programmes.models import Intervention
from socle import dates
from tests.factories import (
    CreneauFactory,
    CycleFactory,
    EvenementFactory,
    InterventionFactory,
    PartenariatFactory,
    PersonneFactory,
    RencontreFactory,
    RessourceFactory,
    StructureFactory,
)
from tests.factories.evenements import dans
from tests.inscriptions.ateliers import rencontre_a_ateliers
from tests.portail.aides import adresse, rencontre

pytestmark = pytest.mark.django_db


def lire(client, evenement, **parametres):
    return client.get(adresse(evenement), parametres)


def texte(reponse):
    """What is read on the page: tags out, spaces in one."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text.split("<main", 1)[1])))


def jsonld(reponse):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', reponse.text).group(1))


def test_a_visitor_reads_the_programme_and_can_register(client):
    evenement = rencontre()

    reponse = lire(client, evenement)

    assert reponse.status_code == 200
    lu = texte(reponse)
    assert "Moment 0" in lu
    assert "Léa Nommée 0-0 directrice" in lu
    assert "Programme n° 1, publié le" in lu
    assert f"/evenements/{evenement.slug}/inscription/" in reponse.text


@pytest.mark.parametrize("publie_le", [None, pytest.param("demain", id="published tomorrow")])
def test_a_draft_is_not_found(client, publie_le):
    demain = timezone.now() + timedelta(days=1)
    evenement = EvenementFactory(publie_le=demain if publie_le else None, titre="Brouillon secret")

    reponse = lire(client, evenement)

    assert reponse.status_code == 404
    assert "Brouillon secret" not in reponse.text


def test_a_draft_slot_is_in_no_byte(client):
    evenement = rencontre()
    CreneauFactory(evenement=evenement, titre="Encore secret")

    assert "Encore secret" not in lire(client, evenement).text


def test_a_hidden_speaker_is_in_no_byte(client):
    evenement = RencontreFactory()
    InterventionFactory(
        creneau=CreneauFactory(evenement=evenement),
        personne=PersonneFactory(prenom="Zoé", nom="Zabulon"),
        qualite="présidente de Zabulonie",
        representee_par="Zabulon fils",
        depuis="Zabulonville",
        affichage=Intervention.Affichage.CACHEE,
    )
    programmes.publier(evenement, par=None)

    reponse = lire(client, evenement)

    assert "Zabulon" not in reponse.text
    assert "Intervenant à confirmer" in reponse.text
    assert "performer" not in jsonld(reponse)


def test_a_speaker_to_be_confirmed_has_the_footnote(client):
    evenement = rencontre()
    Intervention.objects.update(affichage=Intervention.Affichage.SOUS_RESERVE)

    lu = texte(lire(client, evenement))

    assert "1 Sous réserve de confirmation." in lu
    assert "Léa Nommée 0-0" in lu


def test_hiding_a_name_and_saying_so_leaves_nothing_behind(client):
    evenement = rencontre()
    avant = lire(client, evenement)
    Intervention.objects.update(affichage=Intervention.Affichage.CACHEE)
    toucher(evenement)

    apres = client.get(adresse(evenement), headers={"if-none-match": avant["ETag"]})

    assert "Nommée" in avant.text
    assert apres.status_code == 200
    assert "Nommée" not in apres.text


def test_a_publication_is_read_at_once(client):
    evenement = rencontre()
    avant = lire(client, evenement)
    evenement.creneaux.update(titre="Titre corrigé")
    programmes.publier(evenement, par=None)

    apres = client.get(adresse(evenement), headers={"if-none-match": avant["ETag"]})

    assert (apres.status_code, "Titre corrigé" in apres.text) == (200, True)


def test_places_are_never_stale(client):
    evenement = RencontreFactory()
    avant = lire(client, evenement)
    evenement.formules.filter(modalite="presentiel").update(places_prises=190)

    apres = client.get(adresse(evenement), headers={"if-none-match": avant["ETag"]})

    assert ("Places disponibles" in texte(avant), "Dernières places" in texte(avant)) == (True, False)
    assert ("Places disponibles" in texte(apres), "Dernières places" in texte(apres)) == (False, True)


def test_one_more_place_taken_is_the_same_page(client):
    """A count would tell whether an address was new."""
    evenement = RencontreFactory()
    avant = lire(client, evenement)
    evenement.formules.filter(modalite="presentiel").update(places_prises=162)

    apres = lire(client, evenement)

    assert (apres.content, apres["ETag"]) == (avant.content, avant["ETag"])
    assert "162" not in texte(apres)
    assert "38" not in texte(apres)


def test_each_workshop_says_its_places_in_a_word_and_is_never_stale(client):
    evenement, creneaux = rencontre_a_ateliers(lettres="ABC")
    etags, lus = [], []
    for prises in (0, 16, 20):
        evenement.creneaux.filter(pk=creneaux["B"].pk).update(places_prises=prises)
        reponse = lire(client, evenement)
        etags.append(reponse["ETag"])
        lus.append(texte(reponse).partition("Le travail B")[2].partition("Le travail C")[0])

    assert [
        mots in lu for mots, lu in zip(("Places disponibles", "Dernières places", "Complet"), lus, strict=True)
    ] == [True] * 3
    assert len(set(etags)) == 3
    assert "16" not in lus[1]


def test_a_past_or_closed_event_says_nothing_of_workshops(client):
    evenement, _ = rencontre_a_ateliers(inscriptions_ferment_le=timezone.now() - timedelta(hours=1))

    lu = texte(lire(client, evenement))

    assert ("Le travail B" in lu, "Places disponibles" in lu) == (True, False)


def test_the_same_page_again_is_304_in_three_queries(client, django_assert_num_queries):
    evenement = rencontre()
    etag = lire(client, evenement)["ETag"]

    with django_assert_num_queries(3):
        reponse = client.get(adresse(evenement), headers={"if-none-match": etag})

    assert (reponse.status_code, reponse.content, reponse["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_page_takes_seven_queries_and_then_three(client, nombre, django_assert_num_queries):
    evenement = rencontre(creneaux=nombre, voix=nombre)
    PartenariatFactory.create_batch(nombre, evenement=evenement)
    RessourceFactory.create_batch(nombre, evenement=evenement)

    with django_assert_num_queries(7):
        lire(client, evenement)
    with django_assert_num_queries(3):
        reponse = lire(client, evenement)

    assert texte(reponse).count("Léa Nommée") == nombre**2


def test_a_public_page_is_cacheable_and_says_nothing_of_its_reader(client):
    evenement = rencontre()

    reponse = lire(client, evenement)

    assert reponse["Cache-Control"] == "public, no-cache"
    assert not reponse.cookies
    assert "Cookie" not in reponse.get("Vary", "")
    assert "csrf" not in reponse.text


def test_a_signed_in_member_of_staff_reads_the_same_page(client, admin_client):
    evenement = rencontre()

    assert lire(client, evenement).content == lire(admin_client, evenement).content
    assert "Cookie" not in lire(admin_client, evenement).get("Vary", "")


def test_head_answers_like_get_without_a_body(client):
    evenement = rencontre()

    reponse = client.head(adresse(evenement))

    assert (reponse.status_code, reponse.content) == (200, b"")
    assert reponse["ETag"] == lire(client, evenement)["ETag"]


def test_nothing_can_be_posted(client):
    assert client.post(adresse(EvenementFactory())).status_code == 405


def test_the_programme_can_be_read_online_only_or_on_site_only(client):
    evenement = rencontre()
    CreneauFactory(evenement=evenement, titre="Déjeuner")
    programmes.publier(evenement, par=None)

    vues = {vue: texte(lire(client, evenement, vue=vue)) for vue in ("", "en-ligne", "sur-place", "forgée")}

    lus = {vue: ("Moment 0" in lu, "Déjeuner" in lu) for vue, lu in vues.items()}
    assert lus == {"": (True, True), "en-ligne": (True, False), "sur-place": (False, True), "forgée": (True, True)}


def test_what_is_broadcast_is_said_in_words_for_a_hybrid_day_only(client):
    hybride = rencontre()
    webinaire = EvenementFactory()
    CreneauFactory(evenement=webinaire, diffuse=True)
    programmes.publier(webinaire, par=None)

    assert "badge badge-ligne" in lire(client, hybride).text
    assert "badge badge-ligne" not in lire(client, webinaire).text


def test_an_announced_event_says_when_it_opens_and_offers_to_tell(client):
    evenement = EvenementFactory(
        debut=dates.instant(dates.date(2030, 7, 4), dates.time(9), "Europe/Paris"),
        inscriptions_ouvrent_le=dates.instant(dates.date(2030, 6, 1), dates.time(9, 30), "Europe/Paris"),
    )

    reponse = lire(client, evenement)

    assert "Ouverture des inscriptions le samedi 1er juin 2030 à 9 h 30" in texte(reponse)
    assert f"/evenements/{evenement.slug}/prevenir/" in reponse.text
    assert f"/evenements/{evenement.slug}/inscription/" not in reponse.text


def test_a_cancelled_event_says_why_and_cannot_be_joined(client):
    evenement = EvenementFactory(annule_le=timezone.now(), annulation_motif="Salle inondée.")

    reponse = lire(client, evenement)

    assert "Cet événement est annulé Salle inondée." in texte(reponse)
    assert "/inscription/" not in reponse.text
    assert jsonld(reponse)["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_postponed_event_says_its_previous_date(client):
    evenement = EvenementFactory(debut_precedent=dates.instant(dates.date(2026, 7, 1), dates.time(9), "Europe/Paris"))

    reponse = lire(client, evenement)

    assert "Il était prévu le mercredi 1er juillet 2026" in texte(reponse)
    donnees = jsonld(reponse)
    assert donnees["eventStatus"] == "https://schema.org/EventRescheduled"
    assert donnees["previousStartDate"] == "2026-07-01T09:00:00+02:00"


def test_a_past_event_shows_its_resources_and_what_is_under_embargo(client):
    evenement = EvenementFactory(debut=dans(-10, 13))
    RessourceFactory(evenement=evenement, titre="Le diaporama", adresse="https://ouvert.example.org/")
    RessourceFactory(
        evenement=evenement,
        titre="Deux pages",
        adresse="https://secret.example.org/",
        embargo_jusqu_au=dates.instant(dates.date(2030, 11, 23), dates.time(9), "Europe/Paris"),
    )
    RessourceFactory(evenement=evenement, titre="Retirée", retiree_le=timezone.now())
    RessourceFactory(evenement=evenement, titre="Non publiée", publiee_le=None)

    reponse = lire(client, evenement)

    lu = texte(reponse)
    assert "Sous embargo jusqu’au samedi 23 novembre 2030 à 9 h" in lu
    assert "Le diaporama" in lu
    assert not {"Retirée", "Non publiée", "secret.example.org"} & set(
        re.findall(r"Retirée|Non publiée|secret\S+org", reponse.text)
    )


def test_the_end_of_an_embargo_needs_no_act(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    evenement = EvenementFactory(debut=dans(-10, 13))
    ressource = RessourceFactory(evenement=evenement, embargo_jusqu_au=timezone.now() + timedelta(hours=1))
    avant = lire(client, evenement)
    time_machine.shift(timedelta(hours=2))

    apres = client.get(adresse(evenement), headers={"if-none-match": avant["ETag"]})

    lien = f"/ressources/{ressource.pk}/"
    assert (lien in avant.text, lien in apres.text) == (False, True)


def test_a_past_event_without_figures_says_so(client):
    assert "Chiffres non renseignés." in texte(lire(client, EvenementFactory(debut=dans(-10, 13))))


def test_historic_figures_say_that_their_method_is_unknown(client):
    evenement = EvenementFactory(debut=dans(-10, 13))
    Bilan.objects.create(
        evenement=evenement,
        origine=Bilan.Origine.SAISIE,
        methode="méthode d’origine non documentée",
        chiffres={"participants_en_direct": 592},
    )

    lu = texte(lire(client, evenement))

    assert "Participants en direct 592" in lu
    assert "Méthode d’origine non documentée" in lu


def test_supposed_hours_are_said_plainly(client):
    assert "Heures supposées" in texte(lire(client, EvenementFactory(heures_supposees=True)))


def test_a_date_to_be_made_precise_gives_no_hour(client):
    evenement = EvenementFactory(precision=Evenement.Precision.A_PRECISER, debut=None, fin=None, formules=False)

    reponse = lire(client, evenement)

    assert "date à préciser" in texte(reponse)
    assert "<time" not in reponse.text
    assert "startDate" not in jsonld(reponse)


def test_partners_are_in_their_exact_words_and_order(client):
    evenement = RencontreFactory()
    for ordre, nom, role in [(2, "Seconde", "partenariat"), (1, "Première", "partenariat"), (1, "Maison", "accueil")]:
        PartenariatFactory(evenement=evenement, ordre=ordre, role=role, structure=StructureFactory(nom=nom))

    assert "En partenariat avec Première Seconde Accueilli par Maison" in texte(lire(client, evenement))


def test_an_event_without_partners_has_its_cycles(client):
    cycle = CycleFactory()
    PartenariatFactory(
        evenement=None, cycle=cycle, structure=StructureFactory(nom="Du cycle"), role=Partenariat.Role.SOUTIEN
    )

    assert "Avec le soutien de Du cycle" in texte(lire(client, EvenementFactory(cycle=cycle)))


def test_titles_are_escaped_everywhere(client):
    evenement = rencontre(titre="</script><b>Titre</b>")

    reponse = lire(client, evenement)

    assert "<b>Titre" not in reponse.text
    assert jsonld(reponse)["name"] == "</script><b>Titre</b>"


def test_json_ld_tells_a_hybrid_day(client):
    evenement = rencontre(
        debut=dates.instant(dates.date(2030, 7, 4), dates.time(8, 30), "Europe/Paris"),
        fin=dates.instant(dates.date(2030, 7, 4), dates.time(17, 30), "Europe/Paris"),
    )

    donnees = jsonld(lire(client, evenement))

    assert donnees["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [lieu["@type"] for lieu in donnees["location"]] == ["VirtualLocation", "Place"]
    assert (donnees["startDate"], donnees["endDate"]) == ("2030-07-04T08:30:00+02:00", "2030-07-04T17:30:00+02:00")
    assert donnees["performer"] == [{"@type": "Person", "name": "Léa Nommée 0-0", "jobTitle": "directrice"}]
    assert [sous["name"] for sous in donnees["subEvent"]] == ["Moment 0"]
    assert {offre["price"] for offre in donnees["offers"]} == {"0"}


def test_the_live_address_is_in_no_public_byte(client):
    evenement = rencontre(lien_direct="https://visio.example.org/secret")

    assert "visio.example.org" not in lire(client, evenement).text


def test_hours_do_not_follow_the_active_zone(client):
    evenement = rencontre()
    attendu = lire(client, evenement).content

    with override_settings(TIME_ZONE="Pacific/Noumea"), timezone.override("Pacific/Noumea"):
        assert lire(client, evenement).content == attendu


def test_a_full_formule_says_its_queue(client):
    evenement = RencontreFactory()
    Formule.objects.filter(capacite=200).update(places_prises=200)

    reponse = lire(client, evenement)

    assert "Complet, liste d’attente ouverte" in texte(reponse)
    assert jsonld(reponse)["offers"][1]["availability"] == "https://schema.org/SoldOut"


@pytest.mark.parametrize(
    ("ligne", "champs", "mots"),
    [
        ("lieu", {"nom": "Nouvelle salle"}, "Nouvelle salle"),
        ("cycle", {"annee": 2031}, "Cycle 2031"),
    ],
)
def test_what_has_no_revision_of_its_own_is_never_stale(client, ligne, champs, mots):
    evenement = RencontreFactory(cycle=CycleFactory())
    avant = lire(client, evenement)
    partagee = getattr(evenement, ligne)
    type(partagee).objects.update(**champs)

    apres = client.get(adresse(evenement), headers={"if-none-match": avant["ETag"]})

    assert (mots in texte(avant), mots in texte(apres)) == (False, True)


def test_a_draft_cycle_is_not_led_to(client):
    cycle = CycleFactory(publie_le=timezone.now() + timedelta(days=1), slug="cycle-secret")

    assert "cycle-secret" not in lire(client, EvenementFactory(cycle=cycle)).text


def test_a_cancelled_event_prepares_no_programme(client):
    lu = texte(client.get(adresse(EvenementFactory(annule_le=timezone.now()))))

    assert ("se prépare" in lu, "Aucun programme n’a été publié" in lu) == (False, True)
