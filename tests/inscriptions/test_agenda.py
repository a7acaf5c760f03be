from datetime import UTC, datetime

import pytest

from courriels.models import Envoi
from inscriptions import actions, agenda, fichiers
from inscriptions.models import Inscription
from socle import liens
from tests.factories import InscriptionFactory, RencontreFactory
from tests.inscriptions.aides import dernier, inscrire, sequence, tout_est_parti, vevent

pytestmark = pytest.mark.django_db
DEBUT = datetime(2027, 7, 6, 6, 30, tzinfo=UTC)  # 8 h 30 in Paris
FIN = datetime(2027, 7, 6, 15, 30, tzinfo=UTC)


def rencontre(**champs):
    return RencontreFactory(debut=DEBUT, fin=FIN, **champs)


def test_the_calendar_says_the_window_and_place_of_the_formule_held():
    formule = rencontre().formules.get(modalite="presentiel")
    inscription = InscriptionFactory(evenement=formule.evenement, formule=formule)

    rendez_vous = agenda.rendez_vous(inscription, ())

    assert (rendez_vous.debut, rendez_vous.fin) == (DEBUT, FIN)
    assert rendez_vous.titre == "12e Rencontre\u00a0: Ensemble, accompagnons les transitions en territoire !"
    assert (rendez_vous.lieu, rendez_vous.lien) == ("Maison des associations, 5 rue Masseran, 75007 Paris", "")
    assert rendez_vous.description.splitlines() == [
        "Sur place.",
        "Un empêchement\u202f? Le lien pour changer ou annuler est dans votre message d’inscription.",
    ]


def test_online_the_place_is_the_personal_link_and_hours_are_said_at_home_too():
    formule = rencontre().formules.get(modalite="distanciel")
    inscription = InscriptionFactory(evenement=formule.evenement, formule=formule, fuseau="Pacific/Tahiti")

    rendez_vous = agenda.rendez_vous(inscription, ())

    assert (rendez_vous.lieu, rendez_vous.lien) == ("En ligne", liens.direct(inscription))
    assert (rendez_vous.debut.hour, rendez_vous.fin.hour) == (7, 10)
    assert rendez_vous.description.splitlines()[0] == (
        "En ligne\u00a0: de 21\u00a0h (la veille, le 5\u00a0juillet) à 0\u00a0h\u00a030 à Tahiti."
    )


@pytest.mark.parametrize("etat", ["attente", "annulation"])
def test_without_a_place_there_is_nothing_in_the_calendar(etat):
    assert agenda.rendez_vous(InscriptionFactory(etat=etat, formule=None), ()) is None


def test_a_public_file_carries_no_personal_link():
    formule = rencontre().formules.get(modalite="distanciel")
    inscrire(formule)

    contenu = fichiers.public(formule).decode().replace("\r\n ", "")

    assert "METHOD:PUBLISH" in contenu
    assert f"UID:formule-{formule.pk}@" in contenu
    assert "DTSTART:20270706T070000Z" in contenu
    assert "ATTENDEE" not in contenu
    assert "/direct/" not in contenu
    assert "/mon-inscription/" not in contenu


def test_register_cancel_register_again_is_one_entry_with_a_rising_sequence():
    formule = rencontre().formules.get(modalite="presentiel")
    dits = []
    for acte in (inscrire, lambda _: actions.annuler(Inscription.objects.get()), inscrire):
        inscription = acte(formule)
        calendrier, evenement = vevent(dernier())
        dits.append((str(calendrier["METHOD"]), int(evenement["SEQUENCE"]), str(evenement["STATUS"])))
        assert str(evenement["UID"]) == inscription.uid
        assert str(evenement["ATTENDEE"]) == "mailto:mailys.grondin@example.org"
        assert (evenement.start, evenement.end) == (DEBUT, FIN)
        tout_est_parti()

    assert dits == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED"), ("REQUEST", 2, "CONFIRMED")]


def test_cancelled_before_anything_left_nothing_is_told_to_the_calendar():
    inscription = inscrire(rencontre().formules.get(modalite="presentiel"))

    actions.annuler(inscription)

    assert list(Envoi.objects.order_by("pk").values_list("etat", "methode")) == [
        ("remplacement", "REQUEST"),
        ("attente", ""),
    ]


def test_changing_formule_by_registering_again_moves_the_same_entry():
    evenement = rencontre()
    inscription = inscrire(evenement.formules.get(modalite="presentiel"))
    tout_est_parti()
    actions.annuler(inscription)
    tout_est_parti()

    inscrire(evenement.formules.get(modalite="distanciel"))

    vevent_ = vevent(dernier())[1]
    assert (str(vevent_["UID"]), str(vevent_["LOCATION"]), vevent_.end.hour) == (inscription.uid, "En ligne", 10)
    assert sequence(inscription) == 2


def test_the_file_to_import_says_what_was_last_told():
    formule = rencontre().formules.get(modalite="presentiel")
    inscription = inscrire(formule)
    tout_est_parti()
    actions.annuler(inscription)
    tout_est_parti()
    inscription = inscrire(formule)

    contenu = fichiers.de_l_inscription(inscription).decode()

    assert "METHOD:PUBLISH" in contenu
    assert f"UID:{inscription.uid}\r\n" in contenu
    assert "SEQUENCE:2\r\n" in contenu
    assert "ATTENDEE" not in contenu
