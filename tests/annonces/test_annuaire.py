from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image

from annonces import actions, annuaire
from annuaire import actions as repertoire
from annuaire.models import Importation, Personne, Structure
from evenements.models import Evenement
from tests.factories import (
    CreneauFactory,
    CycleFactory,
    EvenementFactory,
    InterventionFactory,
    PartenariatFactory,
    PersonneFactory,
    StructureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MEMBRES = "Prénom;Nom;E-mail\r\nJimmy;Begue;jimmy@example.org\r\nx;;\r\n"


def ou_parle(personne=None, structure=None):
    return InterventionFactory(
        creneau=CreneauFactory(evenement=EvenementFactory()), personne=personne, structure=structure
    ).creneau.evenement


def touches():
    return set(Evenement.objects.exclude(revision=1).values_list("pk", flat=True))


def test_a_name_that_changes_renders_its_events_again():
    personne = PersonneFactory(nom="Bouaroja")
    evenement, ailleurs = ou_parle(personne), ou_parle(PersonneFactory())

    annuaire.modifier(personne, par=UserFactory(), nom="Bouaroua")

    assert (Personne.objects.get(pk=personne.pk).nom, touches()) == ("Bouaroua", {evenement.pk})
    assert ailleurs.pk not in touches()


def test_a_logo_that_changes_renders_the_events_of_its_structure_again(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    structure, cycle = StructureFactory(), CycleFactory()
    PartenariatFactory(evenement=None, cycle=cycle, structure=structure)
    concernes = {
        ou_parle(structure=structure).pk,
        PartenariatFactory(structure=structure).evenement.pk,
        EvenementFactory(cycle=cycle).pk,
    }
    EvenementFactory()
    image = BytesIO()
    Image.new("RGB", (8, 8)).save(image, "PNG")
    logo = SimpleUploadedFile("x.png", image.getvalue())

    annuaire.modifier_structure(structure, par=UserFactory(), logo=logo)

    assert Structure.objects.get().logo.name.startswith("logos/structure-")
    assert touches() == concernes


def test_a_merge_and_its_undoing_render_the_events_of_both_again():
    gardee, perdue = PersonneFactory.create_batch(2)
    evenement = ou_parle(perdue)

    fusion = annuaire.fusionner(gardee, perdue, par=None)
    assert touches() == {evenement.pk}
    annuaire.defaire(fusion, par=None)

    assert Evenement.objects.get(pk=evenement.pk).revision == 3


def test_an_import_renders_the_events_of_those_it_changes_again():
    evenement = ou_parle(PersonneFactory(nom="Bègue", prenom="J.", email="jimmy@example.org"))
    ou_parle(PersonneFactory())
    importation = repertoire.deposer(MEMBRES.encode(), nom_fichier="m.csv", source="x", par=None)

    annuaire.importer(importation, par=None)

    assert touches() == {evenement.pk}


def test_the_clock_forgets_files_that_nobody_confirmed(time_machine):
    time_machine.move_to("2026-11-21T12:00:00Z")
    repertoire.deposer(MEMBRES.encode(), nom_fichier="m.csv", source="x", par=None)
    time_machine.move_to("2026-11-21T13:59:00Z")
    assert actions.planifier()["tableurs oubliés"] == 0
    time_machine.move_to("2026-11-21T14:00:00Z")

    assert actions.planifier()["tableurs oubliés"] == 1
    assert not Importation.objects.exists()


def commander(tmp_path, *options, contenu=MEMBRES):
    (tmp_path / "membres.csv").write_bytes(contenu.encode())
    sortie = StringIO()
    call_command("importer_annuaire", tmp_path / "membres.csv", "--source", "Fichier", *options, stdout=sortie)
    return sortie.getvalue().replace("\xa0", " ")


def test_the_command_imports_and_says_what_it_left_out(tmp_path):
    faute = "Ligne 3, Nom : le nom manque.\n"

    assert commander(tmp_path) == (
        "1 fiche créée, 0 fiche modifiée, 0 fiche inchangée, 1 ligne laissée de côté.\n" + faute
    )
    assert commander(tmp_path) == (
        "0 fiche créée, 0 fiche modifiée, 1 fiche inchangée, 1 ligne laissée de côté.\n" + faute
    )
    assert Personne.objects.get().source.startswith("Fichier, importé le")


def test_the_command_says_likely_duplicates(tmp_path):
    jimmy = PersonneFactory(prenom="Jimmy", nom="Bègue")

    recit = commander(tmp_path).splitlines()

    assert recit[-1] == (
        f"Ligne 2, Jimmy Begue : ressemble à Jimmy Bègue (fiche {jimmy.pk}, même nom, aux accents, majuscules ou "
        "traits d’union près, structure inconnue)."
    )


def test_a_blank_run_writes_nothing(tmp_path):
    assert commander(tmp_path, "--a-blanc").startswith("À blanc, rien n’est écrit : 1 fiche créée,")
    assert (Personne.objects.count(), Importation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "mots"),
    [
        (["absent.csv", "--source", "x"], "ne s’ouvre pas"),
        (["vide.csv", "--source", "x"], "Ce fichier est vide."),
        (["vide.csv", "--source", " "], "--source est vide"),
    ],
)
def test_what_the_command_cannot_do_is_one_sentence(tmp_path, monkeypatch, arguments, mots):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vide.csv").touch()

    with pytest.raises(CommandError, match=mots):
        call_command("importer_annuaire", *arguments)
