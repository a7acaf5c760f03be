from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courriels.models import Envoi
from evenements.models import Formule
from inscriptions import actions
from inscriptions import places as les_places
from inscriptions.models import Attente, AvisOuverture, Besoins, Consentement, Inscription
from inscriptions.participant import TEXTES_LUS
from journal.models import Fait
from tests.factories import EvenementFactory, FormuleFactory, InscriptionFactory, RencontreFactory
from tests.inscriptions.aides import dernier, inscrire, quelqu_un, tout_est_parti

pytestmark = pytest.mark.django_db
HIER, DEMAIN = timedelta(days=-1), timedelta(days=1)


def sur_place(**champs):
    return RencontreFactory(**champs).formules.get(modalite="presentiel")


def places(formule):
    return Formule.objects.get(pk=formule.pk).places_prises


def objets():
    return list(Envoi.objects.order_by("pk").values_list("objet", flat=True))


def test_a_registration_holds_a_place_and_writes_what_was_typed():
    formule = sur_place()

    inscription = inscrire(formule, " Mailys.Grondin@Example.org ", dejeuner=True, apres_midi=True)

    inscription.refresh_from_db()
    assert (inscription.etat, inscription.formule, inscription.email) == (
        "confirmation",
        formule,
        "mailys.grondin@example.org",
    )
    assert (inscription.matin, inscription.dejeuner, inscription.apres_midi) == (True, True, True)
    assert (inscription.territoire, inscription.fuseau) == ("04", "Indian/Reunion")
    assert places(formule) == 1


def test_registering_writes_one_message_and_one_line_in_the_journal():
    inscription = inscrire(sur_place())

    envoi = Envoi.objects.get()
    assert (envoi.destinataire, envoi.methode) == ("mailys.grondin@example.org", "REQUEST")
    assert envoi.objet.startswith("Invitation\u00a0: 12e Rencontre, ")
    assert envoi.objet.endswith(", sur place")
    fait = Fait.objects.get()
    assert (fait.verbe, fait.acteur, fait.apres) == (
        "inscrire",
        f"inscriptions.inscription:{inscription.pk}",
        {"etat": "confirmation", "formule": "presentiel"},
    )


def test_when_the_last_place_is_gone_the_next_waits_without_place_nor_calendar():
    formule = sur_place(formules=1)
    inscrire(formule, "premiere@example.org")

    inscription = inscrire(formule)

    assert (inscription.etat, inscription.formule) == ("attente", None)
    assert list(Attente.objects.ouvertes().values_list("inscription", "formule")) == [(inscription.pk, formule.pk)]
    envoi = dernier()
    assert (envoi.calendrier, envoi.methode) == ("", "")
    assert "au rang 1" in envoi.texte
    assert places(formule) == 1


def test_a_place_offered_to_someone_counts_as_taken_for_a_newcomer():
    formule = sur_place(formules=1)
    premiere = inscrire(formule, "premiere@example.org")
    inscrire(formule, "deuxieme@example.org")
    actions.annuler(premiere)

    inscription = inscrire(formule)

    assert (inscription.etat, places(formule)) == ("attente", 1)
    assert "au rang 2" in dernier().texte


def test_what_is_online_keeps_nothing_of_the_day_on_site():
    evenement = RencontreFactory()

    inscription = inscrire(
        evenement.formules.get(modalite="distanciel"), matin=True, dejeuner=True, apres_midi=True, regime="sans noix"
    )

    assert (inscription.matin, inscription.dejeuner, inscription.apres_midi) == (False, False, False)
    assert not Besoins.objects.exists()


def test_only_a_participant_takes_a_public_place():
    formule = sur_place(formules=1)
    inscrire(formule, "premiere@example.org")

    intervenante = actions.inscrire(formule, participant=quelqu_un(), categorie=Inscription.Categorie.INTERVENANT)

    assert (intervenante.etat, places(formule)) == ("confirmation", 1)
    actions.annuler(intervenante)
    assert places(formule) == 1


@pytest.mark.parametrize(
    ("champs", "refus"),
    [
        ({"publie_le": None}, "Les inscriptions sont closes."),
        ({"annule_le": timezone.now()}, "L’événement est annulé."),
        ({"inscriptions_ferment_le": timezone.now() - timedelta(hours=1)}, "Les inscriptions sont closes."),
        ({"inscriptions_ouvrent_le": None}, "Les inscriptions ne sont pas encore ouvertes."),
    ],
)
def test_a_closed_event_refuses_with_its_reason_and_writes_nothing(champs, refus):
    formule = EvenementFactory(**champs).formules.get()

    with pytest.raises(actions.InscriptionImpossible) as erreur:
        inscrire(formule)

    assert str(erreur.value) == refus
    assert (Inscription.objects.count(), Envoi.objects.count(), Fait.objects.count()) == (0, 0, 0)


def test_all_is_read_again_under_the_lock_whatever_the_caller_holds():
    formule = sur_place(formules=1)
    perimee = Formule.objects.select_related("evenement").get(pk=formule.pk)
    inscrire(formule, "premiere@example.org")
    assert perimee.places_prises == 0

    assert inscrire(perimee).etat == "attente"


def test_a_formule_that_is_no_longer_there_is_refused():
    formule = FormuleFactory()
    Formule.objects.filter(pk=formule.pk).delete()

    with pytest.raises(actions.InscriptionImpossible, match="n’est plus proposée"):
        inscrire(formule)


def test_a_known_active_registration_is_not_changed_by_what_was_typed():
    evenement = RencontreFactory()
    inscription = inscrire(evenement.formules.get(modalite="presentiel"), regime="sans noix")
    avant = Inscription.objects.filter(pk=inscription.pk).values().get()

    inscrire(evenement.formules.get(modalite="distanciel"), prenom="Intruse", regime="tout", lettre=True)

    assert Inscription.objects.filter(pk=inscription.pk).values().get() == avant
    assert Besoins.objects.get().regime == "sans noix"
    assert not Consentement.objects.filter(finalite="lettre").exists()


def test_a_known_address_receives_its_link_again_once_an_hour_at_most(time_machine):
    formule = sur_place()
    depart = timezone.now()
    time_machine.move_to(depart, tick=False)
    inscription = inscrire(formule)
    for minutes in (0, 59, 61, 100, 122):
        time_machine.move_to(depart + timedelta(minutes=minutes), tick=False)
        inscrire(formule)

    jour = objets()[0].removeprefix("Invitation\u00a0: ").removesuffix(", sur place")
    assert objets()[1:] == [f"Votre inscription\u00a0: {jour}"] * 2
    assert f"/mon-inscription/{inscription.pk}." in dernier().texte


def test_cancelling_frees_the_place_and_tells_the_calendar():
    formule = sur_place()
    inscription = inscrire(formule, liste=True)
    tout_est_parti()

    actions.annuler(inscription)

    inscription.refresh_from_db()
    assert (inscription.etat, inscription.formule, inscription.sur_la_liste) == ("annulation", None, False)
    assert (places(formule), dernier().methode) == (0, "CANCEL")
    assert list(Fait.objects.order_by("pk").values_list("verbe", "avant", "apres"))[1] == (
        "annuler",
        {"etat": "confirmation"},
        {"etat": "annulation", "formule": "presentiel"},
    )


def test_cancelling_twice_is_refused_and_frees_one_place():
    formule = sur_place()
    inscrire(formule, "reste@example.org")
    inscription = inscrire(formule)
    actions.annuler(inscription)

    with pytest.raises(actions.AnnulationImpossible, match=r"^Votre inscription est déjà annulée\.$"):
        actions.annuler(inscription)

    assert places(formule) == 1
    assert Fait.objects.filter(verbe="annuler").count() == 1


def test_leaving_the_queue_closes_the_wait_without_touching_places():
    formule = sur_place(formules=1)
    inscrire(formule, "premiere@example.org")
    inscription = inscrire(formule)

    actions.annuler(inscription)

    assert list(Attente.objects.values_list("issue", flat=True)) == ["renoncement"]
    assert (places(formule), dernier().calendrier) == (1, "")


@pytest.mark.parametrize(
    ("champs", "refus"),
    [
        ({"fin_reelle": timezone.now() - timedelta(hours=1)}, "L’événement est passé"),
        ({"annule_le": timezone.now()}, "L’événement est annulé"),
    ],
)
def test_what_is_over_or_cancelled_is_not_cancelled_again(champs, refus):
    inscription = InscriptionFactory(evenement__fin_reelle=None)
    type(inscription.evenement).objects.filter(pk=inscription.evenement_id).update(**champs)

    with pytest.raises(actions.AnnulationImpossible, match=refus):
        actions.annuler(inscription)


def test_registering_again_reuses_the_row_with_what_is_typed_now_and_new_links():
    formule = sur_place()
    ancienne = inscrire(formule, regime="sans noix", liste=True)
    actions.annuler(ancienne)

    nouvelle = inscrire(formule, prenom="Mélisse", territoire="53")

    assert nouvelle.pk == ancienne.pk
    assert nouvelle.secret != ancienne.secret
    assert (nouvelle.prenom, nouvelle.fuseau, nouvelle.sur_la_liste) == ("Mélisse", "Europe/Paris", False)
    assert (nouvelle.etat, places(formule)) == ("confirmation", 1)
    assert not Besoins.objects.exists()


def test_registering_again_goes_to_the_end_of_the_queue():
    formule = sur_place(formules=1)
    inscrire(formule, "premiere@example.org")
    revenue = inscrire(formule)
    inscrire(formule, "troisieme@example.org")
    actions.annuler(revenue)

    inscrire(formule)

    assert [a.inscription.email for a in Attente.objects.ouvertes()] == [
        "troisieme@example.org",
        "mailys.grondin@example.org",
    ]


def test_each_consent_is_kept_with_the_words_that_were_read():
    inscrire(sur_place(), lettre=True, liste=True, besoins_acces="langue des signes", regime="sans noix")

    assert dict(Consentement.objects.values_list("finalite", "texte")) == TEXTES_LUS
    assert list(Besoins.objects.values_list("acces", "regime")) == [("langue des signes", "sans noix")]


def test_nothing_ticked_is_no_consent():
    inscrire(sur_place())

    assert (Consentement.objects.count(), Besoins.objects.count()) == (0, 0)


def test_cancelling_forgets_the_needs_and_withdraws_what_was_for_this_event_only():
    inscription = inscrire(sur_place(), lettre=True, liste=True, regime="sans noix")

    actions.annuler(inscription)

    assert not Besoins.objects.exists()
    retires = Consentement.objects.filter(retire_le__isnull=False).values_list("finalite", flat=True)
    assert set(retires) == {"liste", "besoins"}


def test_a_place_held_cannot_be_taken_twice():
    inscription = inscrire(sur_place())

    with pytest.raises(ValueError, match="déjà tenue"):
        les_places.prendre(inscription, inscription.formule)


def test_moving_the_event_moves_every_calendar_with_one_mail_each():
    evenement = RencontreFactory(formules=1)
    formule = evenement.formules.get(modalite="presentiel")
    inscrire(formule, "tenue@example.org")
    inscrire(formule, "attend@example.org")
    inscrire(evenement.formules.get(modalite="distanciel"), "en-ligne@example.org")
    actions.annuler(inscrire(evenement.formules.get(modalite="distanciel"), "partie@example.org"))
    tout_est_parti()
    evenement.formules.update(debut=formule.debut + timedelta(days=7), fin=formule.fin + timedelta(days=7))
    type(evenement).objects.filter(pk=evenement.pk).update(revision=2, debut_precedent=evenement.debut)

    assert actions.annoncer_deplacement(evenement) == 3

    ecrits = Envoi.objects.filter(etat="attente").order_by("pk")
    assert list(ecrits.values_list("destinataire", "methode")) == [
        ("tenue@example.org", "REQUEST"),
        ("attend@example.org", ""),
        ("en-ligne@example.org", "REQUEST"),
    ]
    assert all(envoi.objet.startswith("Mise à jour\u00a0:") for envoi in ecrits)
    assert actions.annoncer_deplacement(evenement) == 1  # those whose calendar says it are not told again


def test_cancelling_the_event_cancels_in_every_calendar():
    evenement = RencontreFactory(formules=1, annulation_motif="La salle est inondée.")
    formule = evenement.formules.get(modalite="presentiel")
    inscrire(formule, "tenue@example.org")
    inscrire(formule, "attend@example.org")
    tout_est_parti()

    assert actions.annoncer_annulation(evenement) == 2

    ecrits = Envoi.objects.filter(etat="attente").order_by("pk")
    assert list(ecrits.values_list("destinataire", "methode")) == [
        ("tenue@example.org", "CANCEL"),
        ("attend@example.org", ""),
    ]
    assert all("La salle est inondée." in envoi.texte for envoi in ecrits)


@pytest.mark.parametrize("nombre", [1, 3])
def test_telling_an_event_reads_its_registrations_once(nombre):
    evenement = EvenementFactory()
    for numero in range(nombre):
        inscrire(evenement.formules.get(), f"p{numero}@example.org")
    tout_est_parti()

    with CaptureQueriesContext(connection) as requetes:
        actions.annoncer_annulation(evenement)

    les_notres = [r["sql"] for r in requetes if '"inscriptions_' in r["sql"] or '"evenements_' in r["sql"]]
    # the lock, the formules, the registrations, their waits; then workshops, chosen and waited for, are given up
    assert len(les_notres) == 6


def test_asking_to_be_told_twice_is_once_and_the_mail_erases_the_address():
    evenement = EvenementFactory(inscriptions_ouvrent_le=timezone.now() + DEMAIN)
    actions.demander_avis(evenement, "Curieuse@example.org")
    actions.demander_avis(evenement, "curieuse@example.org")
    assert actions.prevenir_de_l_ouverture() == 0
    type(evenement).objects.filter(pk=evenement.pk).update(inscriptions_ouvrent_le=timezone.now() + HIER)

    assert actions.prevenir_de_l_ouverture() == 1

    assert list(Envoi.objects.values_list("destinataire", flat=True)) == ["curieuse@example.org"]
    assert not AvisOuverture.objects.exists()
    assert actions.prevenir_de_l_ouverture() == 0


def test_asking_too_late_says_and_keeps_nothing():
    actions.demander_avis(EvenementFactory(), "curieuse@example.org")

    assert not AvisOuverture.objects.exists()


def test_an_event_that_will_not_open_forgets_those_who_asked():
    avis = AvisOuverture.objects.create(
        evenement=EvenementFactory(inscriptions_ouvrent_le=None), email="curieuse@example.org"
    )
    type(avis.evenement).objects.filter(pk=avis.evenement_id).update(annule_le=timezone.now())

    assert actions.prevenir_de_l_ouverture() == 0

    assert (AvisOuverture.objects.count(), Envoi.objects.count()) == (0, 0)
