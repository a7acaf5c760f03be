from datetime import timedelta

import pytest
from django.utils import timezone

from courriels.models import Envoi
from inscriptions import actions, ateliers
from inscriptions.models import Attente, ChoixAtelier, Inscription
from programmes import actions as programmes
from programmes.models import Creneau
from tests.factories import EvenementFactory
from tests.inscriptions.aides import dernier, inscrire, sequence, tout_est_parti, vevent
from tests.inscriptions.ateliers import comptes, file_de, rencontre_a_ateliers, sur_place, tenus, un_atelier

pytestmark = pytest.mark.django_db
MOI = "mailys.grondin@example.org"


def choisir(inscription, creneau):
    return actions.choisir_un_atelier(inscription, creneau.pk)


def quitter(inscription, creneau):
    return actions.quitter_un_atelier(inscription, creneau.pk)


def plat(texte):
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_workshop_is_chosen_while_registering_and_the_confirmation_says_it():
    evenement, a = rencontre_a_ateliers()

    inscription = sur_place(evenement, ateliers=[a["A"], a["B"]])

    assert (tenus(a["A"]), tenus(a["B"])) == ([MOI], [MOI])
    assert comptes(evenement) == [(1, 1), (1, 1), (0, 0), (0, 0)]
    envoi = Envoi.objects.get()
    assert "Atelier A : Le travail A, de 9 h 30 à 10 h 30" in plat(envoi.texte)
    assert "Atelier A : Le travail A, de 9 h 30 à 10 h 30." in plat(vevent(envoi)[1]["DESCRIPTION"])
    assert "Atelier C" not in envoi.texte
    assert [atelier.pk for atelier in ateliers.choisis(inscription)] == [a["A"].pk, a["B"].pk]


def test_choosing_later_is_one_mail_and_the_same_calendar_sequence():
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)
    tout_est_parti()

    assert choisir(inscription, a["A"]) is True

    envoi = dernier()
    assert (Envoi.objects.count(), sequence(inscription)) == (2, 0)
    assert plat(envoi.objet).startswith("Vos ateliers : 12e Rencontre")
    assert "Votre place est réservée : Atelier A : Le travail A." in plat(envoi.texte)
    evenement_lu = vevent(envoi)[1]
    assert (evenement_lu["UID"], evenement_lu["SEQUENCE"]) == (inscription.uid, 0)
    assert "Atelier A" in evenement_lu["DESCRIPTION"]
    assert f"/mon-inscription/{inscription.pk}." in envoi.texte
    assert "/ateliers/" in envoi.texte


def test_choosing_before_the_confirmation_has_left_is_one_mail_that_stands_alone():
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)

    choisir(inscription, a["A"])

    assert list(Envoi.objects.values_list("etat", flat=True).order_by("pk")) == ["remplacement", "attente"]
    assert "Maison des associations, 5 rue Masseran" in dernier().texte
    assert "Votre code d’entrée" in dernier().texte


def test_the_second_click_changes_nothing_and_writes_nothing():
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement, ateliers=[a["A"]])

    assert choisir(inscription, a["A"]) is True
    quitter(inscription, a["B"])

    assert (comptes(evenement)[0], Envoi.objects.count()) == ((1, 1), 1)


def test_another_of_the_same_hour_is_a_swap():
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement, ateliers=[a["A"], a["B"]])

    choisir(inscription, a["C"])

    assert [tenus(a[lettre]) for lettre in "ABC"] == [[MOI], [], [MOI]]
    assert comptes(evenement) == [(1, 1), (0, 0), (1, 1), (0, 0)]


def test_two_that_overlap_are_refused_with_both_names():
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement, ateliers=[a["B"]])

    with pytest.raises(actions.AtelierImpossible) as refus:
        choisir(inscription, a["D"])

    assert plat(str(refus.value)) == (
        "« Atelier B : Le travail B » et « Atelier D : Le travail D » ont lieu en même temps : gardez-en un seul. "
        "Laissez d’abord le premier."
    )
    assert comptes(evenement) == [(0, 0), (1, 1), (0, 0), (0, 0)]


def test_registering_with_two_that_overlap_registers_nobody():
    evenement, a = rencontre_a_ateliers()

    with pytest.raises(actions.InscriptionImpossible, match="ont lieu en même temps"):
        sur_place(evenement, ateliers=[a["B"], a["D"]])

    assert (Inscription.objects.count(), Envoi.objects.count(), ChoixAtelier.objects.count()) == (0, 0, 0)


def test_a_full_workshop_is_waited_for_and_a_freed_place_goes_to_the_first():
    evenement, a = rencontre_a_ateliers(places=1)
    premiere = sur_place(evenement, "premiere@example.org", ateliers=[a["A"]])
    for nom in ("deuxieme", "troisieme"):
        assert choisir(sur_place(evenement, f"{nom}@example.org"), a["A"]) is False
    tout_est_parti()

    quitter(premiere, a["A"])

    assert (tenus(a["A"]), file_de(a["A"])) == (["deuxieme@example.org"], ["troisieme@example.org"])
    assert list(Attente.objects.exclude(issue="").values_list("issue", flat=True)) == ["acceptation"]
    envoi = dernier("deuxieme@example.org")
    assert "Une place s’est libérée pour vous : Atelier A : Le travail A." in plat(envoi.texte)
    assert "/ateliers/" in envoi.texte
    assert dernier("troisieme@example.org").etat == "envoi"


def test_who_waits_keeps_the_other_of_that_hour_until_the_place_comes():
    evenement, a = rencontre_a_ateliers(places=1)
    premiere = sur_place(evenement, "premiere@example.org", ateliers=[a["B"]])
    moi = sur_place(evenement, ateliers=[a["C"]])
    voisine = sur_place(evenement, "voisine@example.org")
    choisir(moi, a["B"])
    choisir(voisine, a["C"])

    assert (tenus(a["C"]), file_de(a["B"]), file_de(a["C"])) == ([MOI], [MOI], ["voisine@example.org"])
    quitter(premiere, a["B"])

    assert (tenus(a["B"]), tenus(a["C"]), Attente.objects.ouvertes().count()) == ([MOI], ["voisine@example.org"], 0)
    assert comptes(evenement) == [(0, 0), (1, 1), (1, 1), (0, 0)]


def test_who_waits_cannot_choose_what_overlaps():
    evenement, a = rencontre_a_ateliers(places=1)
    sur_place(evenement, "premiere@example.org", ateliers=[a["B"]])
    moi = sur_place(evenement, ateliers=[a["B"]])

    with pytest.raises(actions.AtelierImpossible, match=r"Atelier B.*Atelier D"):
        choisir(moi, a["D"])

    assert "En liste d’attente : Atelier B" in plat(dernier().texte)


def test_cancelling_gives_workshops_back_to_those_who_wait():
    evenement, a = rencontre_a_ateliers(places=1)
    moi = sur_place(evenement, ateliers=[a["A"], a["B"]])
    voisine = sur_place(evenement, "voisine@example.org", ateliers=[a["B"]])

    actions.annuler(moi)

    assert (tenus(a["A"]), tenus(a["B"])) == ([], ["voisine@example.org"])
    assert comptes(evenement) == [(0, 0), (1, 1), (0, 0), (0, 0)]
    assert "Atelier" not in dernier().texte
    assert not voisine.attentes.ouvertes().exists()


def test_cancelling_while_waiting_leaves_the_queue():
    evenement, a = rencontre_a_ateliers(places=1)
    premiere = sur_place(evenement, "premiere@example.org", ateliers=[a["A"]])
    moi = sur_place(evenement, ateliers=[a["A"]])

    actions.annuler(moi)
    actions.annuler(premiere)

    assert (tenus(a["A"]), file_de(a["A"]), comptes(evenement)[0]) == ([], [], (0, 0))


def test_the_cancellation_of_the_event_frees_all():
    evenement, a = rencontre_a_ateliers(places=1)
    sur_place(evenement, "premiere@example.org", ateliers=[a["A"]])
    sur_place(evenement, ateliers=[a["A"]])
    evenement.annule_le = timezone.now()
    evenement.save()

    actions.annoncer_annulation(evenement)

    assert (comptes(evenement)[0], ChoixAtelier.objects.count()) == ((0, 0), 0)
    assert list(Attente.objects.values_list("issue", flat=True)) == ["cloture"]


def test_a_larger_capacity_serves_those_who_wait():
    evenement, a = rencontre_a_ateliers(places=1)
    for nom in ("premiere", "deuxieme", "troisieme", "quatrieme"):
        sur_place(evenement, f"{nom}@example.org", ateliers=[a["A"]])
    Creneau.objects.filter(pk=a["A"].pk).update(capacite=3)

    assert actions.servir_les_ateliers(evenement) == 2

    assert (file_de(a["A"]), comptes(evenement)[0]) == (["quatrieme@example.org"], (3, 3))


@pytest.mark.parametrize("qui", ["en ligne", "en attente", "annulee"])
def test_workshops_go_with_a_place_on_site(qui):
    evenement, a = rencontre_a_ateliers(formules=1)
    premiere = sur_place(evenement, "premiere@example.org")
    inscription = {
        "en ligne": lambda: inscrire(evenement.formules.get(modalite="distanciel"), ateliers=(a["A"].pk,)),
        "en attente": lambda: sur_place(evenement, ateliers=[a["A"]]),
        "annulee": lambda: actions.annuler(premiere),
    }[qui]()

    with pytest.raises(actions.AtelierImpossible, match="avec une place sur place"):
        choisir(inscription, a["A"])

    assert ChoixAtelier.objects.count() == 0


@pytest.mark.parametrize("quoi", ["ailleurs", "brouillon", "conference", "retire", "sans heure", "inconnu"])
def test_what_is_not_a_published_workshop_of_this_event_is_not_found(quoi):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)
    if quoi == "ailleurs":
        creneau = rencontre_a_ateliers()[1]["A"]
    elif quoi == "inconnu":
        creneau = Creneau(pk=999_999)
    elif quoi == "retire":
        creneau = a["A"]
        Creneau.objects.filter(pk=creneau.pk).update(retire_le=timezone.now())
    else:
        champs = {"conference": {"nature": "intervention"}, "sans heure": {"debut": None, "fin": None}}.get(quoi, {})
        creneau = un_atelier(evenement, "A", **champs)
        if quoi != "brouillon":
            programmes.publier(evenement, par=None)

    with pytest.raises(actions.AtelierImpossible, match="n’est plus proposé"):
        choisir(inscription, creneau)

    assert ChoixAtelier.objects.count() == 0


def test_a_workshop_that_has_begun_is_closed(time_machine):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)
    time_machine.move_to(a["A"].debut + timedelta(minutes=1), tick=False)

    with pytest.raises(actions.AtelierImpossible, match="a déjà commencé"):
        choisir(inscription, a["A"])


def test_a_slot_that_is_published_no_more_is_in_no_calendar_and_can_be_left():
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement, ateliers=[a["A"]])
    Creneau.objects.filter(pk=a["A"].pk).update(retire_le=timezone.now(), titre="Nouveau titre")

    choix = ateliers.de_la_personne(inscription, timezone.now())
    quitter(inscription, a["A"])

    assert (ateliers.choisis(inscription), choix.disparus) == ((), 1)
    assert "Nouveau titre" not in dernier().texte
    assert "Vous avez quitté : un atelier retiré du programme." in plat(dernier().texte)
    assert comptes(evenement)[0] == (0, 0)


def test_what_is_read_is_what_was_published_not_the_draft():
    evenement, a = rencontre_a_ateliers()
    a["A"].titre = "Un titre secret"
    a["A"].save()

    lus = [atelier.titre for atelier in ateliers.publies(evenement)]

    assert lus == ["Le travail A", "Le travail B", "Le travail C", "Le travail D"]


@pytest.mark.parametrize(
    ("capacite", "prises", "mots"),
    [
        (None, 300, "places disponibles"),
        (20, 0, "places disponibles"),
        (20, 15, "dernières places"),
        (20, 20, "complet, liste d’attente ouverte"),
    ],
)
def test_the_state_is_a_word(capacite, prises, mots):
    evenement, a = rencontre_a_ateliers(lettres="A")
    Creneau.objects.filter(pk=a["A"].pk).update(capacite=capacite, places_prises=prises)

    assert ateliers.publies(evenement)[0].places == mots


def test_an_event_without_workshops_has_none():
    evenement = EvenementFactory()

    assert (ateliers.publies(evenement), ateliers.a_choisir(evenement, timezone.now())) == ((), ())


@pytest.mark.parametrize("lettres", ["A", "ABC"])
def test_reading_a_persons_workshops_takes_four_queries(lettres, django_assert_num_queries):
    evenement, a = rencontre_a_ateliers(lettres=lettres, places=1)
    sur_place(evenement, "autre@example.org", ateliers=[a[lettres[-1]]])
    inscription = sur_place(evenement, ateliers=[a[lettres[-1]]])

    with django_assert_num_queries(4):
        choix = ateliers.de_la_personne(inscription, timezone.now())

    assert sum(len(lignes) for _heure, lignes in choix.heures) == len(lettres)


def test_switching_online_gives_workshops_back_to_those_who_wait():
    evenement, a = rencontre_a_ateliers(places=1)
    moi = sur_place(evenement, ateliers=[a["A"], a["B"]])
    sur_place(evenement, "voisine@example.org", ateliers=[a["B"]])

    actions.changer_de_formule(moi, evenement.formules.get(modalite="distanciel"))

    assert (tenus(a["A"]), tenus(a["B"]), file_de(a["B"])) == ([], ["voisine@example.org"], [])
    assert comptes(evenement) == [(0, 0), (1, 1), (0, 0), (0, 0)]
    assert "Atelier" not in vevent(dernier())[1]["DESCRIPTION"]
