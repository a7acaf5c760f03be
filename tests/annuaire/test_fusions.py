from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from annuaire import actions
from annuaire.actions import fusions
from annuaire.models import DoublonEcarte, Fusion, Personne
from courriels.models import Envoi
from donnees import actions as donnees
from journal.models import Fait, reference
from tests.factories import InscriptionFactory, InterventionFactory, PersonneFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db


def bouarouas(**champs):
    """The same woman spelt two ways, for two structures, with what hangs from each row."""
    gardee = PersonneFactory(
        prenom="Léa", nom="Bouaroua", email="lea@rnma.example", structure=StructureFactory(nom="RNMA"), profil=""
    )
    valeurs = {"prenom": "Léa", "nom": "Bouaroja", "email": "lea@cco.example", "profil": "association", **champs}
    perdue = PersonneFactory(structure=StructureFactory(nom="CCO"), **valeurs)
    InscriptionFactory(personne=gardee)
    return gardee, perdue


def monde():
    """Every row of every table of ours, but the journal."""
    return {
        modele._meta.label: list(modele._base_manager.order_by("pk").values())
        for modele in apps.get_models()
        if modele._meta.app_label in {"annuaire", "inscriptions", "programmes", "evenements", "presences"}
    }


def test_what_hangs_from_one_row_moves_to_the_other_which_alone_stays():
    gardee, perdue = bouarouas()
    inscriptions = [InscriptionFactory(personne=perdue), InscriptionFactory(personne=perdue)]
    intervention = InterventionFactory(personne=perdue)
    ailleurs = InscriptionFactory(personne=PersonneFactory())

    fusion = actions.fusionner(gardee, perdue, par=UserFactory())

    assert fusion.deplacements == {
        "inscriptions.inscription.personne": [i.pk for i in inscriptions],
        "programmes.intervention.personne": [intervention.pk],
    }
    assert (gardee.inscriptions.count(), gardee.interventions.get()) == (3, intervention)
    assert list(Personne.objects.order_by("pk")) == [gardee, ailleurs.personne]


def test_empty_fields_are_filled_and_the_others_stay_unless_chosen():
    gardee, perdue = bouarouas(appel="Madame la Directrice", source="Programme 2023")

    actions.fusionner(gardee, perdue, depuis_perdue={"email", "structure"}, par=None)

    lue = Personne.objects.get()
    assert (lue.nom, lue.email, lue.structure.nom) == ("Bouaroua", "lea@cco.example", "CCO")
    assert (lue.profil, lue.appel, lue.source) == ("association", "Madame la Directrice", "Programme 2023")


@pytest.mark.parametrize("sens", [1, -1])
def test_a_membership_and_an_opposition_are_never_lost(sens):
    moment = datetime(2025, 3, 1, 9, tzinfo=UTC)
    une = PersonneFactory(est_membre=True, membre_depuis=date(2021, 1, 1))
    autre = PersonneFactory(est_membre=True, membre_depuis=date(2017, 1, 1), opposition_invitations_le=moment)

    actions.fusionner(*[une, autre][::sens], par=None)

    lue = Personne.objects.get()
    assert (lue.est_membre, lue.membre_depuis, lue.opposition_invitations_le) == (True, date(2017, 1, 1), moment)
    assert not Personne.objects.joignables().exists()


def test_the_preview_says_what_is_chosen_what_is_kept_and_what_moves():
    gardee, perdue = bouarouas(est_membre=True, membre_depuis=date(2019, 1, 1))
    InscriptionFactory.create_batch(2, personne=perdue)
    InterventionFactory(personne=perdue)

    vue = actions.comparer(gardee, perdue)

    lignes = {ligne.champ: (ligne.gardee, ligne.perdue, ligne.resultat, ligne.est_au_choix) for ligne in vue.lignes}
    assert lignes["nom"] == ("Bouaroua", "Bouaroja", "", True)
    assert lignes["prenom"] == ("Léa", "Léa", "Léa", False)
    assert lignes["profil"] == ("", "Association", "Association", False)
    assert lignes["membre_depuis"] == ("", *["membre depuis le 1er\xa0janvier 2019"] * 2, False)
    assert lignes["opposition_invitations_le"] == ("", "", "", False)
    assert (vue.deplacements, vue.sont_ecartees) == (["1\xa0intervention", "2\xa0inscriptions"], False)
    assert not Fusion.objects.exists()


@pytest.mark.parametrize("depuis_perdue", [set(), {"email"}, set(fusions.AU_CHOIX)])
def test_undone_a_merge_leaves_everything_as_it_was(depuis_perdue):
    gardee, perdue = bouarouas(
        est_membre=True, membre_depuis=date(2019, 1, 1), opposition_invitations_le=timezone.now(), territoire="04"
    )
    InscriptionFactory(personne=perdue)
    InterventionFactory(personne=perdue)
    autre = PersonneFactory()
    actions.ecarter(autre, perdue, par=None)
    avant = monde()
    ecarts = avant.pop("annuaire.DoublonEcarte")

    fusion = actions.fusionner(gardee, perdue, depuis_perdue=depuis_perdue, par=UserFactory())
    assert actions.defaire(fusion, par=None) == perdue

    apres = monde()
    rendus = apres.pop("annuaire.DoublonEcarte")
    assert apres == avant
    assert [{**e, "id": 0} for e in rendus] == [{**e, "id": 0} for e in ecarts]


def test_merges_over_merges_are_undone_one_by_one():
    a, b, c = PersonneFactory.create_batch(3)
    inscription = InscriptionFactory(personne=b)
    avant = monde()
    premiere = actions.fusionner(a, b, par=None)
    seconde = actions.fusionner(c, a, par=None)
    premiere.refresh_from_db()
    assert (premiere.gardee, c.inscriptions.get()) == (c, inscription)

    actions.defaire(seconde, par=None)
    premiere.refresh_from_db()
    actions.defaire(premiere, par=None)

    assert monde() == avant


@pytest.mark.parametrize(
    ("depuis", "raison"),
    [
        (lambda g, p: Personne.objects.filter(pk=g.pk).update(profil="expert"), "a été modifiée depuis : profil"),
        (lambda g, p: g.inscriptions.exclude(pk=0).update(personne=None), "1 inscription n’appartient plus"),
        (lambda g, p: PersonneFactory(email="lea@cco.example"), "lea@cco.example est maintenant celle d’une autre"),
        (
            lambda g, p: Personne.objects.filter(pk=g.pk).update(email="lea@cco.example"),
            "lea@cco.example est maintenant celle de la fiche gardée",
        ),
        (lambda g, p: p.structure.delete(), "Une structure de ces fiches n’existe plus"),
    ],
)
def test_what_moved_on_cannot_be_undone_and_says_why(depuis, raison):
    gardee, perdue = bouarouas()
    InscriptionFactory(personne=perdue)
    fusion = actions.fusionner(gardee, perdue, par=None)
    depuis(gardee, perdue)
    apres = monde()

    with pytest.raises(actions.FusionImpossible) as refus:
        actions.defaire(fusion, par=None)

    assert raison in str(refus.value).replace("\xa0", " ")
    assert monde() == apres


def test_an_address_given_up_by_the_merge_and_taken_since_is_not_taken_back():
    gardee, perdue = bouarouas()
    fusion = actions.fusionner(gardee, perdue, depuis_perdue={"email"}, par=None)
    PersonneFactory(email="lea@rnma.example")

    with pytest.raises(actions.FusionImpossible, match="est maintenant celle d’une autre fiche"):
        actions.defaire(fusion, par=None)


def test_a_merge_is_undone_once():
    fusion = actions.fusionner(*bouarouas(), par=None)
    actions.defaire(Fusion.objects.get(), par=None)

    with pytest.raises(actions.FusionImpossible, match="déjà été défaite"):
        actions.defaire(fusion, par=None)


def test_rows_that_came_since_stay_with_the_one_kept():
    gardee, perdue = bouarouas()
    fusion = actions.fusionner(gardee, perdue, par=None)
    nouvelle = InscriptionFactory(personne=gardee)

    actions.defaire(fusion, par=None)

    assert list(gardee.inscriptions.order_by("pk"))[1:] == [nouvelle]


@pytest.mark.parametrize(
    ("essai", "raison"),
    [
        (lambda g, p: actions.fusionner(g, g, par=None), "une seule et même fiche"),
        (lambda g, p: actions.fusionner(g, p, depuis_perdue={"est_membre"}, par=None), "Champs inconnus : est_membre"),
        (lambda g, p: p.delete() and actions.fusionner(g, Personne(pk=10_000), par=None), "n’existe plus"),
        (lambda g, p: actions.ecarter(p, g, par=None) or actions.fusionner(g, p, par=None), "dites différentes"),
        (lambda g, p: actions.ecarter(p, p, par=None), "une seule et même fiche"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(essai, raison):
    with pytest.raises(actions.FusionImpossible, match=raison):
        essai(*bouarouas())
    assert not Fusion.objects.exists()


def test_not_the_same_is_remembered_once_and_can_be_taken_back():
    une, autre = PersonneFactory.create_batch(2)

    actions.ecarter(autre, une, par=UserFactory())
    actions.ecarter(une, autre, par=None)
    assert list(DoublonEcarte.objects.values_list("premiere", "seconde")) == [(une.pk, autre.pk)]

    actions.remettre(autre, une, par=None)
    actions.remettre(autre, une, par=None)
    assert (DoublonEcarte.objects.count(), Fait.objects.count()) == (0, 2)


def test_who_was_not_one_is_not_the_merged_one_either():
    gardee, perdue = bouarouas()
    autre = PersonneFactory()
    actions.ecarter(autre, perdue, par=None)

    actions.fusionner(gardee, perdue, par=None)

    assert list(DoublonEcarte.objects.values_list("premiere", "seconde")) == [(gardee.pk, autre.pk)]


def test_the_snapshot_goes_with_the_person_it_tells_about():
    gardee, perdue = bouarouas()
    actions.fusionner(gardee, perdue, par=None)
    gardee.inscriptions.all().delete()

    gardee.delete()

    assert not Fusion.objects.exists()


def test_the_journal_says_the_merge_and_its_undoing():
    fusion = actions.fusionner(*bouarouas(), par=UserFactory())
    actions.defaire(fusion, par=None)

    verbes = list(Fait.objects.order_by("pk").values_list("verbe", flat=True))
    assert verbes == ["fusionner", "défaire la fusion", "revenir d’une fusion"]


def journal():
    return list(Fait.objects.order_by("pk").values_list("verbe", "objet", "acteur"))


def test_the_lines_of_the_journal_and_the_messages_follow_the_row_and_come_back():
    gardee, perdue = bouarouas()
    actions.modifier(perdue, par=perdue, appel="Madame Bouaroja")
    envoi = Envoi.objects.create(cle="x", message_id="<x@x>", reference=reference(perdue))
    avant, ici, la = journal(), reference(gardee), reference(perdue)

    fusion = actions.fusionner(gardee, perdue, par=None)

    envoi.refresh_from_db()
    assert (journal(), envoi.reference) == ([("modifier la fiche", ici, ici), ("fusionner", ici, "")], ici)
    actions.defaire(fusion, par=None)
    envoi.refresh_from_db()
    assert (journal()[:1], envoi.reference) == (avant, la)


@pytest.mark.parametrize("adresse", ["lea@rnma.example", "lea@cco.example"])
def test_once_erased_nothing_says_any_of_the_names_a_merged_person_went_by(adresse):
    gardee, perdue = bouarouas()
    actions.modifier(gardee, par=None, source="Bouaroua, RNMA")
    actions.modifier(perdue, par=None, appel="Madame Bouaroja")
    actions.fusionner(gardee, perdue, depuis_perdue={"email"} if "cco" in adresse else set(), par=None)
    gardee.inscriptions.all().delete()

    donnees.effacer(adresse)

    lignes = [str(ligne) for modele in apps.get_models() for ligne in modele._base_manager.values()]
    mots = ("bouaroua", "bouaroja", "lea@rnma", "lea@cco")
    assert [ligne for ligne in lignes if any(mot in ligne.lower() for mot in mots)] == []


def test_every_relation_to_a_person_is_one_that_a_merge_can_move():
    relations = [r for r in Personne._meta.get_fields() if r.is_relation and r.auto_created]

    assert {type(r.field) for r in relations} == {models.ForeignKey}
    assert {lien.nom for lien in fusions._liens()} >= {
        "annuaire.fusion.gardee",
        "inscriptions.inscription.personne",
        "programmes.intervention.personne",
    }
