import io
from datetime import date

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from annuaire import actions
from annuaire.colonnes import Faute
from annuaire.importation import Creation, Modification, planifier
from annuaire.models import Importation, Personne, Structure
from journal.models import Fait
from socle import tableurs
from tests.factories import PersonneFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
LE_21_NOVEMBRE = date(2026, 11, 21)
ENTETE = "Prénom;Nom;E-mail;Structure;Profil;Territoire;Membre depuis"
JIMMY = "Jimmy;Begue;jimmy@example.org;Maison des associations;Association;La Réunion;31/01/2019"
LEA = "Léa;Bouaroua;lea@example.org;RNMA;Association;Île-de-France;2021-03-01"


def fichier(*lignes, entete=ENTETE):
    return "\r\n".join([entete, *lignes]).encode()


def plan_de(*lignes, entete=ENTETE, choix=None):
    return planifier(fichier(*lignes, entete=entete), aujourd_hui=LE_21_NOVEMBRE, choix=choix)


def importer(*lignes, entete=ENTETE, par=None, choix=None):
    importation = deposer(*lignes, entete=entete)
    return actions.importer(importation, par=par, choix=choix).plan


def deposer(*lignes, entete=ENTETE):
    contenu = fichier(*lignes, entete=entete)
    return actions.deposer(contenu, nom_fichier="membres.csv", source="Fichier des membres", par=None)


def table():
    """Everything the directory says, to compare whole."""
    return list(Personne.objects.order_by("pk").values()), list(Structure.objects.order_by("pk").values())


def resume(plan):
    return [len(plan.creations), len(plan.modifications), len(plan.inchangees), plan.lignes_fautives]


@time_machine.travel("2026-11-21T12:00:00Z")
def test_members_are_created_with_their_source_and_date():
    importer(JIMMY, par=UserFactory())

    personne = Personne.objects.get()
    assert [getattr(personne, nom) for nom in ("prenom", "nom", "email", "profil", "territoire", "est_membre")] == [
        *("Jimmy", "Begue", "jimmy@example.org", "association", "04", True)
    ]
    assert (personne.structure.nom, personne.membre_depuis) == ("Maison des associations", date(2019, 1, 31))
    assert personne.source == "Fichier des membres, importé le 21\xa0novembre 2026 (membres.csv)"


def test_a_preview_writes_nothing():
    PersonneFactory(prenom="Lea", nom="Bouaroja", email="lea@example.org")
    avant = table()

    plan = plan_de(JIMMY, LEA, "x;;pas une adresse;;;;")

    assert resume(plan) == [1, 1, 0, 1]
    assert (table(), Importation.objects.count(), Fait.objects.count()) == (avant, 0, 0)


def test_the_preview_says_before_and_after_and_new_structures():
    lea = PersonneFactory(prenom="Lea", nom="Bouaroja", email="lea@example.org")

    plan = plan_de(JIMMY, LEA)

    assert plan.creations == [
        Creation(
            2,
            {
                "prenom": "Jimmy",
                "nom": "Begue",
                "email": "jimmy@example.org",
                "structure": "Maison des associations",
                "profil": "association",
                "territoire": "04",
                "membre_depuis": "2019-01-31",
                "est_membre": True,
            },
        )
    ]
    avant = {
        "nom": "Bouaroja",
        "structure": "",
        "profil": "",
        "territoire": "",
        "est_membre": False,
        "membre_depuis": "",
    }
    apres = {
        "nom": "Bouaroua",
        "structure": "RNMA",
        "profil": "association",
        "territoire": "11",
        "est_membre": True,
        "membre_depuis": "2021-03-01",
    }
    assert plan.modifications == [Modification(3, lea.pk, "Lea Bouaroja", "même adresse", avant, apres)]
    assert plan.structures == ["Maison des associations", "RNMA"]


def test_the_same_file_again_changes_nothing():
    lignes = (JIMMY, LEA, "Sans;Adresse;;RNMA;;;", "Ni;Structure;;;;;", "Une;Nouvelle;;Une Structure;;;2015")
    importer(*lignes)
    avant = table()

    plan = importer(*lignes)

    assert (resume(plan), table()) == ([0, 0, 5, 0], avant)


def test_an_empty_cell_an_accent_or_a_capital_changes_nothing():
    rnma = StructureFactory(nom="Réseau", sigle="RNMA")
    PersonneFactory(
        prenom="Éloïse",
        nom="L’Hénaff",
        email="e@example.org",
        structure=rnma,
        profil="expert",
        est_membre=True,
        territoire="53",
    )

    plan = plan_de("ELOISE;L HENAFF;E@EXAMPLE.ORG;rnma;;;", "", ";;;;;;")

    assert (resume(plan), plan.structures) == ([0, 0, 1, 0], [])


def test_an_opposition_is_never_overwritten():
    personne = actions.opposer(PersonneFactory(email="jimmy@example.org"), par=None)

    importer(JIMMY + ";non", entete=f"{ENTETE};Opposition aux invitations")

    apres = Personne.objects.get()
    assert (apres.nom, apres.opposition_invitations_le) == ("Begue", personne.opposition_invitations_le)


@pytest.mark.parametrize(
    ("ligne", "fautes"),
    [
        ("Jimmy;;;;;;", [("Nom", "le nom manque.")]),
        ("Jimmy;-;;;;;", [("Nom", "« - » n’est pas un nom.")]),
        ("A;" + "x" * 101 + ";;;;;", [("Nom", "100 caractères au plus.")]),
        ("A;B;jimmy@;;;;", [("E-mail", "« jimmy@ » n’est pas une adresse : attendu nom@domaine.fr.")]),
        ("A;B;;;;Atlantide;", [("Territoire", "« Atlantide » est inconnu")]),
        ("A;B;;;Poète;;", [("Profil", "« Poète » est inconnu : attendu Entreprise ou acteur économique")]),
        ("A;B;;;;;31/02/2020", [("Membre depuis", "« 31/02/2020 » n’est pas une date")]),
        ("A;B;;;;;01/01/2027", [("Membre depuis", "est dans l’avenir")]),
        ("A;B;;;;;;;trop", [("", "2 cellule(s) de plus que d’en-têtes")]),
        ("A;B;x;;y;;", [("E-mail", "« x »"), ("Profil", "« y »")]),
    ],
)
def test_a_line_at_fault_says_its_column_and_why_and_the_others_pass(ligne, fautes):
    plan = plan_de(ligne, JIMMY)

    assert [(f.ligne, f.colonne) for f in plan.fautes] == [(2, colonne) for colonne, _ in fautes]
    assert [mots in f.raison for f, (_, mots) in zip(plan.fautes, fautes, strict=True)] == [True] * len(fautes)
    assert resume(plan) == [1, 0, 0, 1]


def test_a_person_written_twice_in_the_file_counts_once():
    plan = plan_de(JIMMY, JIMMY.upper(), "Ann;O;;X;;;", "ANN;O;;x;;;")

    assert plan.fautes == [
        Faute(3, "", "même adresse que la ligne 2."),
        Faute(5, "", "même nom et même structure que la ligne 4, sans adresse pour les distinguer."),
    ]


@pytest.mark.parametrize("ecrit", ["2019", "1er janvier 2019", "01/01/19", "2019-01-01"])
def test_a_year_alone_is_its_first_day_and_the_preview_says_so(ecrit):
    plan = plan_de(f"Jimmy;Begue;;;;;{ecrit}")

    assert plan.creations[0].champs["membre_depuis"] == "2019-01-01"
    assert plan.annees_seules == ([2] if ecrit == "2019" else [])


@pytest.mark.parametrize(
    ("colonne", "ecrit", "lu"),
    [
        ("Profil", "Acteurs économiques", "entreprise"),
        ("Profil", "ASSOCIATIONS", "association"),
        ("Profil", "collectivité", "public"),
        ("Échelle", "Nationale", "nationale"),
        ("Échelle", "local", "locale"),
        ("Région", "Réunion", "04"),
        ("Région", "PACA", "93"),
        ("Région", "ile de france", "11"),
        ("Civilité", "Mme", "madame"),
        ("Civilité", "M.", "monsieur"),
        ("Mél", "mailto:Jimmy@Example.org", "jimmy@example.org"),
        ("Organisme", "  CCO   Villeurbanne ", "CCO Villeurbanne"),
    ],
)
def test_cells_are_read_in_the_words_of_spreadsheets(colonne, ecrit, lu):
    plan = plan_de(f"Begue;{ecrit}", entete=f"Nom;{colonne}")

    assert lu in plan.creations[0].champs.values()


def test_two_homonyms_are_proposed_and_never_merged_alone():
    martin = PersonneFactory(
        prenom="Jean", nom="Martin", email="jean@rnma.example", structure=StructureFactory(nom="RNMA")
    )
    ligne = "Jean;Martin;jean@cco.example;CCO;;;"

    plan = importer(ligne)

    assert [(p.ligne, p.personne, p.score, p.raisons) for p in plan.propositions] == [
        (2, martin.pk, 90, ("même nom", "deux structures : CCO, RNMA"))
    ]
    assert sorted(Personne.objects.values_list("email", flat=True)) == ["jean@cco.example", "jean@rnma.example"]
    martin.refresh_from_db()
    assert (martin.est_membre, martin.structure.nom) == (False, "RNMA")


def test_a_likeness_is_followed_only_when_someone_says_so():
    lea = PersonneFactory(prenom="Léa", nom="Bouaroja", email=None, structure=StructureFactory(nom="CCO"))

    plan = plan_de(LEA)
    importer(LEA, choix={2: lea.pk})

    [proposition] = plan.propositions
    assert (proposition.personne, proposition.score, proposition.apres["nom"]) == (lea.pk, 83, "Bouaroua")
    lea.refresh_from_db()
    assert (Personne.objects.count(), lea.nom, lea.email, lea.structure.nom) == (
        1,
        "Bouaroua",
        "lea@example.org",
        "RNMA",
    )
    assert resume(importer(LEA)) == [0, 0, 1, 0]


def test_a_choice_must_be_among_what_was_proposed():
    lea = PersonneFactory(prenom="Léa", nom="Bouaroja", email=None)
    autre = PersonneFactory(prenom="Michael", nom="Restier")
    avant = table()

    for choix, mots in (
        ({2: autre.pk}, "ne fait pas partie de celles proposées"),
        ({9: lea.pk}, "aucune fiche n’était proposée"),
        ({2: lea.pk, 3: lea.pk}, "Les lignes 2 et 3 désignent la même fiche, Léa Bouaroja"),
    ):
        with pytest.raises(actions.ImportationImpossible, match=mots):
            importer(LEA, "Léa;Bouarouja;l2@example.org;;;;", choix=choix)

    assert table() == avant


def test_a_line_without_address_is_the_only_row_of_that_name_there():
    rnma = StructureFactory(nom="RNMA")
    seule = PersonneFactory(prenom="Ann", nom="O", email=None, structure=rnma)
    for _ in range(2):
        PersonneFactory(prenom="Jean", nom="Martin", email=None, structure=rnma)

    plan = plan_de("Ann;O;;RNMA;Expert;;", "Jean;Martin;;RNMA;Expert;;", "Ann;O;;CCO;;;")

    assert [(m.personne, m.raison) for m in plan.modifications] == [(seule.pk, "même nom, même structure")]
    assert plan.fautes == [Faute(3, "E-mail", "2 fiches portent ce nom dans cette structure : donnez l’adresse.")]
    assert [c.ligne for c in plan.creations] == [4]


def test_homonyms_of_one_structure_are_told_apart_by_their_address():
    importer("Jean;Martin;j1@example.org;RNMA;;;", "Jean;Martin;j2@example.org;RNMA;;;", "Jean;Martin;;RNMA;;;")
    avant = table()

    plan = importer("Jean;Martin;;RNMA;;;", "Jean;Martin;j2@example.org;RNMA;;;", "Jean;Martin;j1@example.org;RNMA;;;")

    assert (resume(plan), len(avant[0]), table()) == ([0, 0, 3, 0], 3, avant)


def test_rows_that_were_merged_are_not_made_again():
    lignes = ("Léa;Bouaroua;lea@rnma.example;RNMA;;;", "Léa;Bouaroja;lea@cco.example;CCO;;;")
    importer(*lignes)
    gardee, perdue = Personne.objects.order_by("pk")
    actions.fusionner(gardee, perdue, par=None)
    avant = table()

    assert (resume(importer(*lignes)), table()) == ([0, 0, 2, 0], avant)
    assert (resume(importer(lignes[1])), table()) == ([0, 0, 1, 0], avant)


def test_members_that_the_file_does_not_name_are_counted_and_left_alone():
    PersonneFactory(est_membre=True)
    PersonneFactory()

    assert plan_de(JIMMY).absents == 1
    importer(JIMMY)
    assert Personne.objects.membres().count() == 2


def test_what_was_read_is_what_is_applied_or_nothing():
    importation = deposer(LEA)
    lu = actions.apercevoir(importation).empreinte
    PersonneFactory(email="lea@example.org", nom="Entretemps")
    avant = table()

    with pytest.raises(actions.ImportationImpossible, match="L’annuaire a changé depuis cet aperçu"):
        actions.importer(importation, par=None, apercu=lu)
    assert table() == avant

    actions.importer(importation, par=None, apercu=actions.apercevoir(importation).empreinte)
    assert Personne.objects.get().nom == "Bouaroua"


def test_a_file_is_applied_once_and_then_forgotten():
    importation = deposer(JIMMY, LEA, "x;;;;;;")

    faite = actions.importer(importation, par=UserFactory()).importation

    assert (faite.contenu, faite.creees, faite.modifiees, faite.inchangees, faite.fautes) == (None, 2, 0, 0, 1)
    for acte in (lambda: actions.importer(importation, par=None), lambda: actions.apercevoir(faite)):
        with pytest.raises(actions.ImportationImpossible, match="déjà été importé"):
            acte()
    assert Personne.objects.count() == 2


def test_nothing_is_half_written(monkeypatch):
    ecrire, lignes = Personne.save, []

    def ecrire_puis_tomber(personne, *args, **kwargs):
        lignes.append(personne.nom)
        if len(lignes) == 2:
            raise RuntimeError("panne")
        ecrire(personne, *args, **kwargs)

    importation = deposer(JIMMY, LEA)
    monkeypatch.setattr(Personne, "save", ecrire_puis_tomber)
    with pytest.raises(RuntimeError):
        actions.importer(importation, par=None)

    importation.refresh_from_db()
    assert (table(), Fait.objects.count(), importation.appliquee_le) == (([], []), 0, None)


def test_an_address_taken_between_reading_and_writing_undoes_everything(monkeypatch):
    importation = deposer(JIMMY, LEA)
    from annuaire.actions import importations

    vrai = importations._appliquer

    def entretemps(*args, **kwargs):
        PersonneFactory(email="lea@example.org", nom="Entretemps")
        vrai(*args, **kwargs)

    monkeypatch.setattr(importations, "_appliquer", entretemps)
    with pytest.raises(actions.ImportationImpossible, match="L’annuaire a changé"):
        actions.importer(importation, par=None)

    assert "Begue" not in {p["nom"] for p in table()[0]}


def test_a_preview_expires_and_its_bytes_go():
    with time_machine.travel("2026-11-21T12:00:00Z"):
        ancienne = deposer(JIMMY)
    with time_machine.travel("2026-11-21T14:00:00Z"):
        with pytest.raises(actions.ImportationImpossible, match="a expiré"):
            actions.importer(ancienne, par=None)
        nouvelle = deposer(LEA)

    assert list(Importation.objects.all()) == [nouvelle]
    actions.abandonner(nouvelle)
    assert not Importation.objects.exists()


def test_bytes_that_changed_under_the_preview_are_refused():
    importation = deposer(JIMMY)
    Importation.objects.update(contenu=fichier(LEA))
    importation.refresh_from_db()

    with pytest.raises(actions.ImportationImpossible, match="a changé depuis son dépôt"):
        actions.importer(importation, par=None)


@pytest.mark.parametrize(
    ("nom", "garde"),
    [
        ("C:\\Users\\x\\membres.csv", "membres.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\x00\u202eb.csv\n", "a \u202eb.csv"),
        ("", "fichier sans nom"),
        ("x" * 300, "x" * 150),
    ],
)
def test_the_name_of_the_file_is_only_words(nom, garde):
    importation = actions.deposer(fichier(JIMMY), nom_fichier=nom, source=" Fichier\n2026 ", par=None)

    assert (importation.nom_fichier, importation.source) == (garde, "Fichier 2026")


@time_machine.travel("2026-11-21T12:00:00Z")
def test_each_change_is_in_the_journal_with_before_and_after():
    PersonneFactory(prenom="Jimmy", nom="Bègue", email="jimmy@example.org", source="Appel", est_membre=True)
    importer("Jimmy;Begue;jimmy@example.org;;Expert;;", LEA, par=UserFactory(email="camille@example.org"))

    source = "Fichier des membres, importé le 21\xa0novembre 2026 (membres.csv)"
    faits = Fait.objects.order_by("pk").values_list("verbe", "avant", "apres")
    assert list(faits)[:2] == [
        ("créer la fiche (import)", {}, {}),
        (
            "modifier la fiche (import)",
            {"profil": "", "source": "Appel"},
            {"profil": "expert", "source": source},
        ),
    ]
    assert [faits[2][0], faits[2][2]["creees"], faits[2][2]["modifiees"]] == ["importer des membres", 1, 1]


def test_a_workbook_is_read_like_a_csv():
    livre = Workbook()
    for rangee in (ENTETE.split(";"), [*JIMMY.split(";")[:6], date(2019, 1, 31)]):
        livre.active.append(rangee)
    sortie = io.BytesIO()
    livre.save(sortie)

    plan = planifier(sortie.getvalue(), aujourd_hui=LE_21_NOVEMBRE)

    assert plan.creations == plan_de(JIMMY).creations


def test_what_cannot_be_read_at_all_is_refused_at_once():
    with pytest.raises(tableurs.TableurIllisible, match="la colonne « Nom » manque"):
        actions.deposer(b"Ville;Age\r\nx;3", nom_fichier="x.csv", source="x", par=None)
    assert not Importation.objects.exists()


@pytest.mark.parametrize("nombre", [1, 3, 40])
def test_a_plan_takes_as_many_queries_whatever_the_size(nombre, django_assert_num_queries):
    PersonneFactory.create_batch(nombre)
    lignes = [f"Prenom{n};Nom{n};p{n}@example.org;S{n};;;" for n in range(nombre)]

    with django_assert_num_queries(3):
        plan_de(*lignes)


HOSTILES = [
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "'; DROP TABLE",
    "%s{0}",
    "\u202egnp",
    "  ",
    "É" * 90,
    "李雷",
    "o'",
]


@pytest.mark.parametrize("nom", [n for n in HOSTILES if any(c.isalnum() for c in n)])
def test_hostile_names_are_only_names(nom):
    importer(f'Jimmy;"{nom}";;;;;')

    assert (Personne.objects.get().nom, resume(importer(f'Jimmy;"{nom}";;;;;'))) == (nom, [0, 0, 1, 0])


cellules = st.sampled_from(["Jean", "Martin", "RNMA", "CCO", "a@b.fr", "c@d.fr", "", "2019", "x;y", *HOSTILES])


@pytest.mark.long
@given(lignes=st.lists(st.lists(cellules, min_size=7, max_size=7), max_size=6))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_whatever_the_file_a_second_import_changes_nothing(lignes):
    Personne.objects.all().delete()
    textes = [";".join(f'"{cellule}"' for cellule in ligne) for ligne in lignes]
    premier = importer(*textes)
    avant = table()

    second = importer(*textes)

    assert table() == avant
    assert resume(second) == [0, 0, len(premier.creations) + len(premier.inchangees), premier.lignes_fautives]
