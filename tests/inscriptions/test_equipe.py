from datetime import timedelta

import pytest
from django.utils import timezone

from courriels.models import Envoi
from inscriptions import actions
from inscriptions.models import Inscription, Note
from journal.models import Fait
from tests.factories import EvenementFactory, RencontreFactory, UserFactory
from tests.inscriptions.aides import dernier, inscrire, quelqu_un

pytestmark = pytest.mark.django_db
SOURCE = "la Région Bretagne"


def ajouter(formule, **options):
    options = {"participant": quelqu_un(), "inscrite_par": SOURCE, "par": UserFactory()} | options
    return actions.ajouter(formule, **options)


def sur_place(places=1, **evenement):
    return RencontreFactory(formules=places, **evenement).formules.get(modalite="presentiel")


@pytest.mark.parametrize(
    ("categorie", "prises"), [("participant", 1), ("partenaire", 0), ("equipe", 0), ("presse", 0), ("intervenant", 0)]
)
def test_only_a_participant_added_by_hand_takes_a_public_place(categorie, prises):
    formule = sur_place()

    inscription = ajouter(formule, categorie=categorie)

    formule.refresh_from_db()
    assert (inscription.etat, inscription.categorie, formule.places_prises) == ("confirmation", categorie, prises)


def test_partners_and_press_enter_a_full_day():
    formule = sur_place()
    inscrire(formule, "premiere@example.org")

    inscription = ajouter(formule, categorie="presse")

    formule.refresh_from_db()
    assert (inscription.est_confirmee, formule.places_prises) == (True, 1)


def test_the_first_mail_says_who_gave_the_address_and_how_to_object():
    inscription = ajouter(sur_place())

    for corps in (dernier().texte, dernier().html):
        assert SOURCE in corps
        assert f"/mon-inscription/{inscription.get_absolute_url().split('/')[2]}/donnees/effacer/" in corps
        assert "votre adresse a servi" not in corps


def test_who_registers_herself_reads_nothing_of_that():
    inscription = inscrire(sur_place())

    assert (inscription.inscrite_par, "nous ont été donnés" in dernier().texte) == ("", False)
    assert "votre adresse a servi" in dernier().texte.replace("\xa0", " ")


def test_who_comes_back_by_herself_is_no_more_registered_by_somebody():
    formule = sur_place()
    actions.annuler(ajouter(formule))

    revenue = inscrire(formule)

    assert (revenue.pk, revenue.inscrite_par) == (Inscription.objects.get().pk, "")


def test_a_participant_waits_behind_the_queue_unless_the_team_chooses():
    formule = sur_place(places=2)
    inscrire(formule, "premiere@example.org")
    inscrire(formule, "deuxieme@example.org")
    inscrire(formule, "attend@example.org")
    actions.annuler(Inscription.objects.get(email="premiere@example.org"))
    formule.refresh_from_db()
    libre = not formule.est_complete

    derriere = ajouter(formule, participant=quelqu_un("derriere@example.org"))

    assert derriere.est_en_attente
    if libre:
        devant = ajouter(formule, participant=quelqu_un("devant@example.org"), avant_la_file=True)
        assert devant.est_confirmee


def test_nobody_passes_over_the_capacity():
    formule = sur_place()
    inscrire(formule, "premiere@example.org")

    with pytest.raises(actions.AjoutImpossible, match="augmentez d’abord sa capacité") as refus:
        ajouter(formule, avant_la_file=True)

    assert (refus.value.champ, Inscription.objects.count()) == ("avant_la_file", 1)


def test_after_the_closing_the_team_must_say_so():
    evenement = EvenementFactory(inscriptions_ferment_le=timezone.now() - timedelta(hours=1))
    formule = evenement.formules.get()

    with pytest.raises(actions.AjoutImpossible) as refus:
        ajouter(formule)
    ajoutee = ajouter(formule, malgre_la_cloture=True)

    assert (refus.value.champ, ajoutee.est_confirmee) == ("malgre_la_cloture", True)


@pytest.mark.parametrize(
    "etat",
    [
        {"annule_le": timezone.now()},
        {"publie_le": None},
        {"debut": timezone.now() - timedelta(days=2), "fin": timezone.now() - timedelta(days=1)},
    ],
)
def test_a_draft_a_cancelled_or_a_past_event_takes_nobody(etat):
    evenement = EvenementFactory(**etat)

    with pytest.raises(actions.AjoutImpossible):
        ajouter(evenement.formules.get(), malgre_la_cloture=True)

    assert (Inscription.objects.count(), Envoi.objects.count()) == (0, 0)


def test_an_address_already_registered_is_refused_and_unchanged():
    formule = sur_place(places=5)
    inscrire(formule)
    avant = Inscription.objects.values().get()

    with pytest.raises(actions.AjoutImpossible) as refus:
        ajouter(formule, participant=quelqu_un(nom="Autre"), categorie="presse")

    assert (refus.value.champ, Inscription.objects.values().get()) == ("email", avant)


def test_the_journal_names_the_member_of_staff():
    camille = UserFactory()
    ajouter(sur_place(), par=camille)

    assert Fait.objects.get(verbe="inscrire").acteur == f"comptes.user:{camille.pk}"


def test_a_note_is_written_and_withdrawn_and_the_journal_does_not_quote_it():
    camille, inscription = UserFactory(), inscrire(sur_place())

    note = actions.annoter(inscription, texte="Vient en fauteuil", par=camille)
    actions.retirer_la_note(note, par=camille)

    faits = Fait.objects.filter(acteur=f"comptes.user:{camille.pk}").order_by("pk")
    assert [fait.verbe for fait in faits] == ["annoter", "retirer une note"]
    assert "fauteuil" not in "".join(f"{fait.avant}{fait.apres}{fait.objet_nom}" for fait in faits)
    assert not Note.objects.exists()


def test_nothing_is_written_about_who_was_erased():
    inscription = inscrire(sur_place())
    Inscription.objects.update(email=None, secret="", effacee_le=timezone.now())

    with pytest.raises(actions.NoteImpossible):
        actions.annoter(inscription, texte="Mot", par=UserFactory())
