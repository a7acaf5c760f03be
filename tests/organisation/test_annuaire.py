import re
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from annuaire import actions
from annuaire.models import DoublonEcarte, Fusion, Importation, Personne, Structure
from evenements.models import Acces
from journal.models import Fait
from organisation import urls
from tests.factories import (
    AccesFactory,
    CreneauFactory,
    EvenementFactory,
    InscriptionFactory,
    InterventionFactory,
    PartenariatFactory,
    PersonneFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db
ENTETE = "Prénom;Nom;E-mail;Structure;Membre depuis\r\n"


def adresse(nom, *args):
    return reverse(f"organisation:{nom}", args=args)


def mots(reponse):
    """The text of the page's middle, without marks: what a person reads there."""
    milieu = reponse.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", milieu).replace("\xa0", " ").replace("&nbsp;", " ").split())


@pytest.fixture
def jimmy():
    return PersonneFactory(prenom="Jimmy", nom="Bègue", email="jimmy@example.org", est_membre=True)


@pytest.mark.parametrize("motif", urls.annuaire_urls, ids=lambda m: m.name)
@pytest.mark.parametrize(
    ("role", "partout"),
    [(Acces.Role.CONSULTATION, True), (Acces.Role.POINTAGE, True), (Acces.Role.ORGANISATION, False)],
)
def test_the_directory_is_for_those_who_organise_everything(client, jimmy, motif, role, partout):
    client.force_login(AccesFactory(role=role, evenement=None if partout else EvenementFactory()).user)
    noms = {"pk": jimmy.pk, "autre": PersonneFactory().pk, "acte": "noter"}
    chemin = adresse(motif.name, *[noms[nom] for nom in motif.pattern.converters])

    reponses = [client.get(chemin), client.post(chemin)]

    assert [(r.status_code, "Bègue" in r.text) for r in reponses] == [(403, False)] * 2
    assert not Personne.objects.get(pk=jimmy.pk).s_oppose


@pytest.mark.parametrize("partout", [True, False])
def test_the_menu_leads_to_the_directory_those_who_may_open_it(client, partout):
    evenement = EvenementFactory()
    client.force_login(AccesFactory(evenement=None if partout else evenement).user)

    pages = [client.get(adresse("accueil")), client.get(adresse("evenement", evenement.slug))]

    assert [f'href="{adresse("annuaire")}"' in page.text for page in pages] == [partout] * 2


@pytest.mark.parametrize("q", ["begue", "BÈGUE jim", "gue", ""])
@pytest.mark.parametrize("htmx", [True, False])
def test_people_are_found_whatever_the_accents(client, camille, jimmy, q, htmx):
    Personne.objects.create(nom="", source="fiche effacée")
    reponse = client.get(adresse("annuaire"), {"q": q}, headers={"hx-request": "true"} if htmx else {})

    assert list(reponse.context["page"].object_list) == [jimmy]
    assert ("<main" in reponse.text, reponse["Cache-Control"]) == (not htmx, "private, no-store")


@pytest.mark.parametrize(
    ("filtre", "trouves"),
    [
        ("membre=oui", ["Membre"]),
        ("membre=non", ["Opposee", "Simple"]),
        ("opposition=oui", ["Opposee"]),
        ("opposition=non", ["Membre", "Simple"]),
        ("profil=expert", ["Simple"]),
        ("territoire=04", ["Opposee"]),
        ("structure={pk}", ["Membre"]),
        ("structure=999&profil=inconnu&membre=x&page=9&tri=y", ["Membre", "Opposee", "Simple"]),
        ("membre=oui&opposition=oui", []),
        ("tri=recentes", ["Simple", "Opposee", "Membre"]),
    ],
)
def test_the_list_is_filtered(client, camille, filtre, trouves):
    structure = StructureFactory()
    PersonneFactory(nom="Membre", est_membre=True, structure=structure)
    PersonneFactory(nom="Opposee", opposition_invitations_le=timezone.now(), territoire="04")
    PersonneFactory(nom="Simple", profil="expert")

    reponse = client.get(f"{adresse('annuaire')}?{filtre.format(pk=structure.pk)}")

    assert [p.nom for p in reponse.context["page"].object_list] == trouves


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_takes_constant_queries(client, camille, nombre, django_assert_num_queries):
    for _ in range(nombre):
        PersonneFactory(structure=StructureFactory())

    with django_assert_num_queries(6):
        client.get(adresse("annuaire"))


def test_an_empty_directory_says_how_to_fill_it(client, camille):
    assert "L’annuaire est vide" in mots(client.get(adresse("annuaire")))
    PersonneFactory()
    assert "Personne pour « zz »" in mots(client.get(adresse("annuaire"), {"q": "zz"}))


def test_a_person_s_page_says_what_is_known_and_what_is_only_a_same_address(client, camille, jimmy):
    InscriptionFactory(personne=jimmy, email="autre@example.org", evenement=EvenementFactory(titre="La prouvée"))
    InscriptionFactory(email=jimmy.email, evenement=EvenementFactory(titre="La probable"))
    autre = EvenementFactory(titre="La sienne à elle")
    InscriptionFactory(email=jimmy.email, personne=PersonneFactory(), evenement=autre)
    InterventionFactory(personne=jimmy, creneau=CreneauFactory(titre="Son créneau"))

    page = client.get(adresse("personne", jimmy.pk))

    lu = mots(page)
    assert [("La prouvée" in lu), ("La probable" in lu), ("Son créneau" in lu)] == [True] * 3
    assert "La sienne à elle" not in lu
    assert lu.count("même adresse, pas encore prouvée") == 1
    assert [i.personne_id for i in page.context["inscriptions"] if i.evenement.titre == "La probable"] == [None]


def test_a_person_without_address_is_not_every_erased_registration(client, camille):
    personne = PersonneFactory(email=None)
    InscriptionFactory(email=None, secret="", effacee_le=timezone.now(), etat="annulation", formule=None)

    assert "Aucune inscription." in mots(client.get(adresse("personne", personne.pk)))


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_person_s_page_takes_constant_queries(client, camille, jimmy, nombre, django_assert_num_queries):
    for _ in range(nombre):
        InscriptionFactory(personne=jimmy)
        InterventionFactory(personne=jimmy)
        actions.fusionner(jimmy, PersonneFactory(), par=camille)
        PersonneFactory(prenom="Jimmy", nom="Begue")

    with django_assert_num_queries(10):
        page = client.get(adresse("personne", jimmy.pk))

    assert len(page.context["proches"]) == len(page.context["fusions"]) == nombre


def test_an_erased_person_has_no_page(client, camille):
    effacee = Personne.objects.create(nom="")

    assert client.get(adresse("personne", effacee.pk)).status_code == 404


def formulaire(**champs):
    vide = dict.fromkeys(
        ["civilite", "prenom", "appel", "email", "profil", "echelle", "territoire", "membre_depuis"], ""
    )
    return {**vide, "nom": "Bègue", "source": "Appel", "structure": "", **champs}


def test_a_row_is_edited_and_the_journal_keeps_before_and_after(client, camille, jimmy):
    evenement = InterventionFactory(personne=jimmy, creneau=CreneauFactory()).creneau.evenement
    envoi = formulaire(prenom="Jimmy", nom="Bégué", email="J@Example.org", est_membre="on", structure="CCO", source="")

    reponse = client.post(adresse("modifier_personne", jimmy.pk), envoi)

    assert reponse.headers["Location"] == adresse("personne", jimmy.pk)
    jimmy.refresh_from_db()
    evenement.refresh_from_db()
    assert (jimmy.nom, jimmy.email, jimmy.structure.nom, evenement.revision) == ("Bégué", "j@example.org", "CCO", 2)
    assert list(Fait.objects.values_list("acteur_nom", "avant", "apres")) == [
        (
            str(camille),
            {"nom": "Bègue", "email": "jimmy@example.org", "structure": None},
            {"nom": "Bégué", "email": "j@example.org", "structure": "CCO"},
        )
    ]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"email": "PRISE@example.org"}, "Une autre fiche a déjà cette adresse."),
        ({"nom": ""}, "Ce champ est à remplir."),
        ({"membre_depuis": "2020-01-01"}, "Une date d’entrée ne va qu’à un membre du Réseau."),
        ({"email": "x"}, "Donnez une adresse complète, comme prenom.nom@exemple.fr."),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_changes(client, camille, jimmy, champs, phrase):
    PersonneFactory(email="prise@example.org")
    avant = Personne.objects.values().get(pk=jimmy.pk)

    reponse = client.post(adresse("modifier_personne", jimmy.pk), formulaire(**champs))

    assert (reponse.status_code, phrase in reponse.text) == (422, True)
    assert Personne.objects.values().get(pk=jimmy.pk) == avant


def test_two_people_at_work_on_one_row_keep_what_each_wrote(client, camille, jimmy):
    actions.modifier(jimmy, par=None, profil="expert")
    envoi = formulaire(prenom="Jimmy", email=jimmy.email, est_membre="on", territoire="04", profil="expert", source="")
    Personne.objects.filter(pk=jimmy.pk).update(appel="Monsieur le Directeur")

    client.post(adresse("modifier_personne", jimmy.pk), {**envoi, "appel": "Monsieur le Directeur"})

    jimmy.refresh_from_db()
    assert (jimmy.territoire, jimmy.appel, jimmy.profil) == ("04", "Monsieur le Directeur", "expert")


def test_a_new_person_who_looks_like_a_known_one_is_asked_about_first(client, camille, jimmy):
    envoi = formulaire(prenom="Jimmy", nom="Begue", email="autre@example.org")

    refus = client.post(adresse("ajouter_personne"), envoi)
    assert (refus.status_code, Personne.objects.count()) == (422, 1)
    assert "L’annuaire a déjà : Jimmy Bègue. Cochez si c’est quelqu’un d’autre." in refus.text
    client.post(adresse("ajouter_personne"), {**envoi, "autre_personne": "on"})

    nouvelle = Personne.objects.get(email="autre@example.org")
    assert (nouvelle.source, nouvelle.est_membre) == ("Appel", False)


@pytest.mark.parametrize("acte", ["noter", "retirer"])
def test_an_opposition_is_set_and_withdrawn_by_a_post_only(client, camille, jimmy, acte):
    depart = None if acte == "noter" else timezone.now()
    Personne.objects.update(opposition_invitations_le=depart)
    chemin = adresse("opposition", jimmy.pk, acte)

    page = client.get(chemin)
    assert ("Ce qui va se passer" in page.text, Personne.objects.get().s_oppose) == (True, acte == "retirer")
    client.post(chemin)

    assert Personne.objects.get().s_oppose is (acte == "noter")
    assert client.get(adresse("opposition", jimmy.pk, "autre")).status_code == 404


def test_hostile_names_are_shown_as_text(client, camille):
    nom = '<script>alert("x")</script>'
    structure = StructureFactory(nom=nom + "s")
    une = PersonneFactory(nom=nom, source=nom, structure=structure)
    deux = PersonneFactory(nom=nom, structure=structure)
    chemins = [
        *(adresse("annuaire"), adresse("personne", une.pk), adresse("doublons"), adresse("structures")),
        *(adresse("structure", structure.pk), adresse("reunir", une.pk, deux.pk), adresse("modifier_personne", une.pk)),
    ]

    pages = [client.get(chemin).text for chemin in chemins]

    assert [nom in page for page in pages] == [False] * len(pages)
    assert ["&lt;script&gt;alert(" in page for page in pages] == [True] * len(pages)


# --- structures


def test_structures_are_listed_found_and_counted(client, camille, django_assert_num_queries):
    rnma = StructureFactory(nom="Réseau des Maisons", sigle="RNMA")
    PersonneFactory.create_batch(2, structure=rnma)
    StructureFactory(nom="Autre")

    with django_assert_num_queries(5):
        page = client.get(adresse("structures"), {"q": "rnma reseau"})

    assert [(s, s.nombre) for s in page.context["page"].object_list] == [(rnma, 2)]


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_structure_s_page_takes_constant_queries(client, camille, nombre, django_assert_num_queries):
    structure = StructureFactory()
    for _ in range(nombre):
        PersonneFactory(structure=structure)
        PartenariatFactory(structure=structure)
        InterventionFactory(structure=structure, creneau=CreneauFactory())

    with django_assert_num_queries(8):
        page = client.get(adresse("structure", structure.pk))

    assert len(page.context["partenariats"]) == len(page.context["interventions"]) == nombre


def logo():
    tampon = BytesIO()
    Image.new("RGB", (10, 10)).save(tampon, "PNG")
    return SimpleUploadedFile("logo.exe", tampon.getvalue())


def test_a_structure_is_made_and_changed_with_its_logo(client, camille, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    client.post(adresse("ajouter_structure"), {"nom": "CCO", "sigle": "", "site": "cco.example", "logo": logo()})
    structure = Structure.objects.get()
    page = client.get(adresse("structure", structure.pk))
    client.post(adresse("modifier_structure", structure.pk), {"nom": "CCO Villeurbanne", "sigle": "CCO", "site": ""})

    assert (structure.site, structure.logo.name) == ("https://cco.example", "logos/cco.png")
    assert f'src="{reverse("portail:logo", args=[structure.pk])}"' in page.text
    structure.refresh_from_db()
    assert (structure.nom, structure.sigle, structure.logo.name) == ("CCO Villeurbanne", "CCO", "logos/cco.png")


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({"nom": "CCO"}, "L’annuaire a déjà une structure de ce nom."),
        ({"nom": "cco"}, "L’annuaire a déjà « CCO »."),
        ({"nom": "X", "logo": SimpleUploadedFile("x.png", b"<svg onload=1>")}, "n’est pas une image"),
    ],
)
def test_a_structure_that_cannot_be_is_refused_beside_its_field(client, camille, envoi, phrase):
    StructureFactory(nom="CCO")

    reponse = client.post(adresse("ajouter_structure"), {"sigle": "", "site": "", **envoi})

    assert (reponse.status_code, phrase in reponse.text, Structure.objects.count()) == (422, True, 1)


# --- a spreadsheet of members


def envoyer(client, *lignes, nom="membres.csv", source="Fichier des membres"):
    contenu = (ENTETE + "\r\n".join(lignes)).encode()
    return client.post(adresse("importer_membres"), {"fichier": SimpleUploadedFile(nom, contenu), "source": source})


def test_a_file_is_shown_then_applied_as_it_was_shown(client, camille, jimmy):
    arrivee = envoyer(client, "Jimmy;Bègue;jimmy@example.org;CCO;2019", "Léa;Bouaroua;lea@example.org;;", "x;;;;")
    apercu = client.get(arrivee.headers["Location"])

    lu = mots(apercu)
    assert "1 à créer 1 à modifier 0 sans changement 1 de côté" in lu
    assert "Structure : (vide) → CCO Membre depuis : (vide) → 1er janvier 2019" in lu
    assert "Ligne 4 Nom Le nom manque." in lu
    assert (Personne.objects.count(), Structure.objects.count()) == (1, 0)

    reponse = client.post(arrivee.headers["Location"], {"apercu": apercu.context["plan"].empreinte}, follow=True)

    assert "Import fait : 1 fiche créée, 1 modifiée, 0 inchangée ; 1 ligne laissée de côté." in mots(reponse)
    jimmy.refresh_from_db()
    assert (jimmy.membre_depuis, jimmy.structure.nom, Personne.objects.count()) == (date(2019, 1, 1), "CCO", 2)
    assert Importation.objects.get().contenu is None
    assert "Ce fichier a déjà été importé." in mots(client.get(arrivee.headers["Location"], follow=True))


def test_a_confirmation_without_its_preview_or_of_another_one_writes_nothing(client, camille):
    chemin = envoyer(client, "Léa;Bouaroua;lea@example.org;;").headers["Location"]
    ancien = client.get(chemin).context["plan"].empreinte
    PersonneFactory(email="lea@example.org", nom="Entretemps")

    reponses = [client.post(chemin, {"apercu": empreinte}) for empreinte in ("", "x", ancien)]

    assert [r.status_code for r in reponses] == [422] * 3
    assert "L’annuaire a changé depuis cet aperçu : relisez-le" in mots(reponses[-1])
    assert "Nom : Entretemps → Bouaroua" in mots(reponses[-1])
    assert Personne.objects.get().nom == "Entretemps"
    nouveau = reponses[-1].context["plan"].empreinte
    assert client.post(chemin, {"apercu": nouveau}).status_code == 302


def test_a_likeness_is_answered_line_by_line(client, camille):
    lea = PersonneFactory(prenom="Léa", nom="Bouaroja", email=None, opposition_invitations_le=timezone.now())
    chemin = envoyer(client, "Léa;Bouaroua;lea@example.org;;").headers["Location"]
    page = client.get(chemin)
    empreinte = page.context["plan"].empreinte

    assert "Orthographe proche : « Bouaroua » et « Bouaroja »" in mots(page)
    assert "S’oppose aux invitations, et cela reste." in mots(page)
    refus = client.post(chemin, {"apercu": empreinte, "ligne-2": "999"})
    assert (refus.status_code, Personne.objects.count()) == (422, 1)
    client.post(chemin, {"apercu": empreinte, "ligne-2": str(lea.pk)})

    lue = Personne.objects.get()
    assert (lue.nom, lue.email, lue.s_oppose) == ("Bouaroua", "lea@example.org", True)


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "Ce fichier est vide."),
        (b"%PDF-1.7", "Ce fichier est un PDF, pas un tableau"),
        (b"Ville\r\nx", "la colonne « Nom » manque"),
        (b"PK\x03\x04zz", "archive abîmée"),
        (bytes(range(256)) * 40, "de ce fichier sont illisibles"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(client, camille, contenu, phrase):
    fichier = SimpleUploadedFile("membres.xlsx", contenu)

    reponse = client.post(adresse("importer_membres"), {"fichier": fichier, "source": "x"})

    assert (reponse.status_code, phrase in reponse.text, Importation.objects.count()) == (422, True, 0)


def test_a_file_can_be_forgotten_and_one_that_expired_is_not_shown(client, camille):
    chemins = [envoyer(client, f"Léa;Bouaroua{n};;;").headers["Location"] for n in range(2)]
    client.post(adresse("abandonner_membres", Importation.objects.earliest("pk").pk))
    Importation.objects.update(expire_le=timezone.now())

    assert client.get(chemins[0]).status_code == 404
    assert "Cet aperçu a expiré" in mots(client.get(chemins[1], follow=True))
    assert Personne.objects.count() == 0


def test_a_large_file_keeps_a_page_that_can_be_read(client, camille):
    chemin = envoyer(client, *[f"P{n};Nom{n};p{n}@example.org;;" for n in range(260)]).headers["Location"]

    lu = mots(client.get(chemin))

    assert ("260 à créer" in lu, "Et 60 de plus." in lu) == (True, True)


# --- likely duplicates


@pytest.fixture
def bouarouas():
    return (
        PersonneFactory(prenom="Léa", nom="Bouaroua", structure=StructureFactory(nom="RNMA"), email="lea@rnma.example"),
        PersonneFactory(prenom="Léa", nom="Bouaroja", structure=StructureFactory(nom="CCO"), email="lea@cco.example"),
    )


def test_a_likely_pair_is_proposed_with_its_score_and_reasons(client, camille, bouarouas):
    lu = mots(client.get(adresse("doublons")))

    assert "83 sur 100 Orthographe proche : « Bouaroua » et « Bouaroja », deux structures : RNMA, CCO" in lu
    assert Personne.objects.count() == 2


def test_not_the_same_is_remembered_and_can_be_taken_back(client, camille, bouarouas):
    une, autre = (p.pk for p in bouarouas)

    client.post(adresse("trancher_doublon", autre, une, "ecarter"))
    page = mots(client.get(adresse("doublons")))
    assert ("Aucun doublon probable" in page, "Dites différentes Léa Bouaroua et Léa Bouaroja" in page) == (True, True)
    assert "ont été dites différentes" in mots(client.get(adresse("reunir", une, autre)))
    assert client.post(adresse("reunir", une, autre)).status_code == 422

    client.post(adresse("trancher_doublon", une, autre, "remettre"))
    assert (DoublonEcarte.objects.count(), Personne.objects.count()) == (0, 2)


def test_two_rows_are_merged_after_a_preview_and_separated_again(client, camille, bouarouas):
    une, autre = bouarouas
    inscription = InscriptionFactory(personne=autre)
    page = client.get(adresse("reunir", une.pk, autre.pk))
    assert ("1 inscription" in mots(page), Fusion.objects.count()) == (True, 0)

    client.post(adresse("reunir", une.pk, autre.pk), {"nom": "gardee", "email": "perdue", "structure": "gardee"})

    lue = Personne.objects.get()
    assert (lue.pk, lue.nom, lue.email, lue.inscriptions.get()) == (une.pk, "Bouaroua", "lea@cco.example", inscription)
    fusion = Fusion.objects.get()
    assert "La fiche de Léa Bouaroja" in mots(client.get(adresse("personne", une.pk)))
    assert "Rendre sa fiche à Léa Bouaroja ?" in mots(client.get(adresse("defaire_fusion", fusion.pk)))
    retour = client.post(adresse("defaire_fusion", fusion.pk))

    assert retour.headers["Location"] == adresse("personne", autre.pk)
    assert [p.email for p in Personne.objects.order_by("pk")] == ["lea@rnma.example", "lea@cco.example"]
    assert autre.inscriptions.get() == inscription


def test_a_merge_that_can_no_longer_be_undone_says_why(client, camille, bouarouas):
    fusion = actions.fusionner(*bouarouas, depuis_perdue={"email"}, par=camille)
    actions.modifier(fusion.gardee, par=camille, email="nouvelle@example.org")

    reponse = client.post(adresse("defaire_fusion", fusion.pk))

    assert (reponse.status_code, Personne.objects.count()) == (422, 1)
    assert "La fiche a été modifiée depuis : adresse e-mail." in mots(reponse)


@pytest.mark.parametrize(("pk", "autre"), [(0, 0), (0, 9_999), (9_999, 0)])
def test_a_pair_that_is_not_two_rows_is_not_found(client, camille, pk, autre):
    personne = PersonneFactory()

    assert client.get(adresse("reunir", pk or personne.pk, autre or personne.pk)).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_of_pairs_takes_constant_queries(client, camille, nombre, django_assert_num_queries):
    for n in range(nombre):
        PersonneFactory.create_batch(2, prenom="Léa", nom="Bouar" + "oua" * (n + 1))
        actions.ecarter(*PersonneFactory.create_batch(2), par=None)
        actions.fusionner(*PersonneFactory.create_batch(2), par=camille)

    with django_assert_num_queries(8):
        page = client.get(adresse("doublons"))

    assert len(page.context["paires"]) >= nombre


def test_hours_are_told_in_paris(client, camille, jimmy, settings):
    settings.TIME_ZONE = "Pacific/Noumea"
    moment = datetime.fromisoformat("2026-03-01T10:00:00Z")
    Personne.objects.update(opposition_invitations_le=moment)

    assert "Depuis le dimanche 1er mars 2026 à 11 h." in mots(client.get(adresse("personne", jimmy.pk)))
