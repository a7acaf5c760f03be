"""Lists that act, tables that come in and go out, lists that are printed."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courriels.models import Envoi
from donnees import actions as donnees
from evenements.models import Acces
from inscriptions import actions
from inscriptions.models import Besoins, Fichier, Inscription, Note
from organisation import exports, tasks
from socle import liens
from tests.factories import AccesFactory, InscriptionFactory, PersonneFactory, RencontreFactory

pytestmark = pytest.mark.django_db
ENTETE = "Prénom;Nom;E-mail;Structure;Catégorie;Formule\r\n"


def vue(nom, evenement, *args):
    return reverse(f"organisation:{nom}", args=[evenement.slug, *args])


@pytest.fixture
def rencontre(camille):
    return RencontreFactory()


def inscrire(rencontre, nom, modalite="presentiel", **champs):
    formule = rencontre.formules.get(modalite=modalite)
    personne = {"prenom": "Léa", "nom": nom, "email": f"{nom.lower()}@example.org"} | champs
    return actions.inscrire(formule, participant=personne)


def lignes_csv(reponse):
    return list(csv.DictReader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))


def test_somebody_is_added_by_hand_from_the_list(client, rencontre):
    saisie = {
        "categorie": "presse",
        "formule": "presentiel",
        "prenom": "Inès",
        "nom": "Poroi",
        "email": "ines@example.org",
        "inscrite_par": "la Région Bretagne",
    }

    reponse = client.post(vue("ajouter_inscription", rencontre), saisie, follow=True)

    inscription = Inscription.objects.get()
    assert "Inès Poroi : place tenue" in reponse.text
    assert (inscription.categorie, inscription.inscrite_par) == ("presse", "la Région Bretagne")
    assert "la Région Bretagne" in Envoi.objects.get().texte


def test_a_refusal_comes_back_beside_its_field_with_what_was_typed(client, rencontre):
    inscrire(rencontre, "Grondin")
    saisie = {
        "categorie": "presse",
        "formule": "presentiel",
        "prenom": "Inès",
        "nom": "Poroi",
        "email": "GRONDIN@example.org",
        "inscrite_par": "un partenaire",
    }

    reponse = client.post(vue("ajouter_inscription", rencontre), saisie)

    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["email"])
    assert "Inès" in reponse.text


def test_a_note_is_read_on_the_registration_and_withdrawn(client, rencontre):
    inscription = inscrire(rencontre, "Grondin")

    ecrite = client.post(vue("annoter", rencontre, inscription.pk), {"texte": "<b>Arrive tard</b>"}, follow=True)
    retiree = client.post(vue("retirer_la_note", rencontre, Note.objects.get().pk), follow=True)

    assert "&lt;b&gt;Arrive tard" in ecrite.text
    assert ("Arrive tard" in retiree.text, Note.objects.count()) == (False, 0)


def test_a_note_of_another_event_is_not_withdrawn_from_here(client, rencontre):
    note = actions.annoter(inscrire(RencontreFactory(), "Grondin"), texte="Mot", par=None)

    assert client.post(vue("retirer_la_note", rencontre, note.pk)).status_code == 404
    assert Note.objects.exists()


def test_an_act_on_those_ticked_first_says_how_many_and_who(client, rencontre):
    premiere, seconde, autre = (inscrire(rencontre, nom) for nom in ("Benali", "Cros", "Goff"))
    choix = {"acte": "annuler", "portee": "choisies", "pk": [premiere.pk, seconde.pk], "requete": "?tri=nom"}

    page = client.post(vue("lot", rencontre), choix)
    avant = Inscription.objects.filter(etat="annulation").count()
    confirme = dict(page.context["form"].initial, requete="?tri=nom")
    reponse = client.post(vue("lot", rencontre), confirme)

    assert "Annuler 2 inscriptions" in page.text.replace("\xa0", " ")
    assert ("Léa Benali" in page.text, "Léa Goff" in page.text, avant) == (True, False, 0)
    assert (reponse.status_code, reponse.url) == (302, vue("inscriptions", rencontre) + "?tri=nom")
    assert list(Inscription.objects.actives()) == [autre]


def test_an_act_on_the_filter_touches_what_the_page_counted_only(client, rencontre):
    benali = inscrire(rencontre, "Benali", profil="association")
    inscrire(rencontre, "Cros", profil="public")

    page = client.post(vue("lot", rencontre), {"acte": "note", "portee": "toutes", "requete": "?profil=association"})
    inscrire(rencontre, "Arrivee", profil="association")
    client.post(vue("lot", rencontre), {**page.context["form"].initial, "texte": "À rappeler"})

    assert [note.inscription for note in Note.objects.all()] == [benali]


def test_an_act_leaves_the_registrations_of_other_events_alone(client, rencontre):
    ailleurs = inscrire(RencontreFactory(), "Benali")

    page = client.post(vue("lot", rencontre), {"acte": "annuler", "portee": "choisies", "pk": [ailleurs.pk]})
    client.post(vue("lot", rencontre), {"acte": "annuler", "confirme": "True", "pks": str(ailleurs.pk)})

    assert page.status_code == 302
    assert Inscription.objects.get().est_confirmee


@pytest.mark.parametrize("pks", ["", "x", "1,", "1' OR 1=1", "9" * 40])
def test_numbers_that_are_not_numbers_are_refused(client, rencontre, pks):
    inscrire(rencontre, "Benali")

    reponse = client.post(vue("lot", rencontre), {"acte": "annuler", "confirme": "True", "pks": pks})

    assert (reponse.status_code, Inscription.objects.get().est_confirmee) == (422, True)


def test_the_formule_changes_where_there_is_room(client, rencontre):
    benali, cros = inscrire(rencontre, "Benali"), inscrire(rencontre, "Cros", modalite="distanciel")
    choix = {"acte": "formule", "portee": "choisies", "pk": [benali.pk, cros.pk]}

    page = client.post(vue("lot", rencontre), choix)
    sans_choix = client.post(vue("lot", rencontre), page.context["form"].initial)
    client.post(vue("lot", rencontre), page.context["form"].initial | {"formule": "distanciel"})

    assert (sans_choix.status_code, list(sans_choix.context["form"].errors)) == (422, ["formule"])
    assert {i.formule.modalite for i in Inscription.objects.all()} == {"distanciel"}


def test_links_sent_less_than_an_hour_ago_are_said(client, rencontre):
    benali = inscrire(rencontre, "Benali")

    reponse = client.post(
        vue("lot", rencontre), {"acte": "lien", "confirme": "True", "pks": str(benali.pk)}, follow=True
    )

    assert "1 laissée de côté : Le lien est parti" in reponse.text.replace("\xa0", " ")


def test_members_are_told_from_others(client, rencontre):
    membre = inscrire(rencontre, "Benali")
    inscrire(rencontre, "Cros")
    Inscription.objects.filter(pk=membre.pk).update(personne=PersonneFactory(est_membre=True))

    oui, non = (client.get(vue("inscriptions", rencontre), {"membre": m}).context["page"] for m in ("oui", "non"))

    assert [[i.nom for i in page.object_list] for page in (oui, non)] == [["Benali"], ["Cros"]]


def test_the_csv_holds_what_the_filter_shows_and_neither_needs_nor_notes(client, rencontre):
    benali = inscrire(rencontre, "Benali", profil="association", structure="=HYPERLINK(1)")
    inscrire(rencontre, "Cros")
    Besoins.objects.create(inscription=benali, regime="sans gluten", consentement_le=timezone.now())
    actions.annoter(benali, texte="Arrive tard", par=None)

    reponse = client.post(vue("exporter", rencontre), {"format": "csv", "requete": "?profil=association"})

    lignes = lignes_csv(reponse)
    assert [(ligne["Nom"], ligne["Structure"]) for ligne in lignes] == [("Benali", "'=HYPERLINK(1)")]
    assert reponse["Content-Disposition"].startswith('attachment; filename="inscriptions-rencontre')
    assert [mot for mot in ("sans gluten", "Arrive tard", benali.secret) if mot in reponse.content.decode()] == []


def test_the_workbook_says_the_same(client, rencontre):
    inscrire(rencontre, "Benali")

    reponse = client.post(vue("exporter", rencontre), {"format": "xlsx", "requete": ""})

    lignes = list(load_workbook(io.BytesIO(reponse.content)).active.values)
    assert lignes[0] == exports.ENTETES
    assert lignes[1][:3] == ("Léa", "Benali", "benali@example.org")


@pytest.fixture
def petit(monkeypatch):
    """Everything is too large to be written at once, and no broker answers."""
    monkeypatch.setattr(exports, "TOUT_DE_SUITE", -1)
    monkeypatch.setattr("organisation.views.fichiers.current_app.send_task", _refuser)


def _refuser(*args, **kwargs):
    raise ConnectionError


@pytest.mark.usefixtures("petit")
def test_a_large_table_is_written_by_the_sweep_where_no_broker_answers(client, rencontre):
    inscrire(rencontre, "Benali")

    page = client.post(vue("exporter", rencontre), {"format": "csv", "requete": ""}, follow=True)
    fichier = Fichier.objects.get()
    pas_encore = client.get(vue("telecharger", rencontre, fichier.pk)).status_code
    etat = client.get(vue("fichier", rencontre, fichier.pk), {"etat": "json"}).json()
    tasks.reprendre_les_fichiers()
    recu = client.get(vue("telecharger", rencontre, fichier.pk))

    assert ("Le tableau s’écrit" in page.text, pas_encore) == (True, 404)
    assert etat == {"pret": False, "echec": False, "faites": 0, "total": 1}
    assert [ligne["Nom"] for ligne in lignes_csv(recu)] == ["Benali"]
    assert recu["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("petit")
def test_a_table_is_fetched_by_who_asked_for_it_only_and_not_after_its_time(client, rencontre, camille):
    fichier = exports.exporter(rencontre, requete="", format_="csv", par=camille)
    exports.ecrire(fichier.pk)
    Fichier.objects.update(expire_le=timezone.now() - timedelta(seconds=1))
    trop_tard = client.get(vue("telecharger", rencontre, fichier.pk)).status_code
    Fichier.objects.update(expire_le=timezone.now() + timedelta(hours=1))
    client.force_login(AccesFactory().user)
    autre = [client.get(vue(nom, rencontre, fichier.pk)).status_code for nom in ("fichier", "telecharger")]
    client.post(vue("effacer_fichier", rencontre, fichier.pk))

    assert (trop_tard, autre, Fichier.objects.count()) == (404, [404, 404], 1)


@pytest.mark.usefixtures("petit")
def test_two_workers_do_not_write_the_same_table(rencontre, camille):
    fichier = exports.exporter(rencontre, requete="", format_="csv", par=camille)
    Fichier.objects.update(pris_le=timezone.now())

    assert (exports.ecrire(fichier.pk), Fichier.objects.get().contenu) == (False, None)


def test_tables_whose_time_is_over_go(rencontre, camille):
    exports.exporter(rencontre, requete="", format_="csv", par=camille)
    Fichier.objects.update(expire_le=timezone.now())

    tasks.reprendre_les_fichiers()

    assert not Fichier.objects.exists()


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_packet_of_rows_is_read_in_one_query(rencontre, camille, nombre, django_assert_num_queries):
    for n in range(nombre):
        InscriptionFactory(evenement=rencontre, email=f"n{n}@example.org")
    fichier = Fichier.objects.create(
        evenement=rencontre, sens="export", format="csv", nom="x.csv", requete="", par=camille, expire_le=timezone.now()
    )

    with django_assert_num_queries(9):
        exports.ecrire(fichier.pk)


@pytest.mark.parametrize("role", [Acces.Role.CONSULTATION, Acces.Role.POINTAGE])
def test_the_smaller_roles_never_see_a_name(client, rencontre, role):
    inscrire(rencontre, "Benali")
    client.force_login(AccesFactory(role=role, evenement=rencontre).user)

    reponses = [
        client.get(vue("imprimer_inscriptions", rencontre)),
        client.get(vue("inscriptions", rencontre)),
        client.post(vue("exporter", rencontre), {"format": "csv", "requete": ""}),
        client.post(vue("lot", rencontre), {"acte": "annuler", "portee": "toutes", "requete": ""}),
    ]

    assert [r.status_code for r in reponses] == [403] * 4
    assert [r for r in reponses if "Benali" in r.text] == []


def deposer(client, rencontre, contenu, nom="presse.csv", **choix):
    donnees = {
        "fichier": SimpleUploadedFile(nom, contenu.encode() if isinstance(contenu, str) else contenu),
        "inscrite_par": "le service de presse",
        "categorie": "presse",
        "formule": "presentiel",
    } | choix
    return client.post(vue("importer_inscriptions", rencontre), donnees, follow=True)


def confirmer(client, rencontre, apercu):
    fichier = Fichier.objects.get()
    empreinte = {"apercu": apercu.context["plan"].empreinte}
    return client.post(vue("apercu_de_l_import", rencontre, fichier.pk), empreinte, follow=True)


def test_a_spreadsheet_is_previewed_then_confirmed(client, rencontre):
    apercu = deposer(client, rencontre, ENTETE + "Inès;Poroi;ines@example.org;Journal;;\r\n")
    avant = Inscription.objects.count()
    fait = confirmer(client, rencontre, apercu)

    assert (avant, Inscription.objects.get().categorie, Fichier.objects.count()) == (0, "presse", 0)
    assert "1 personne inscrite" in fait.text.replace("\xa0", " ")
    assert "le service de presse" in Envoi.objects.get().texte


def test_the_same_file_twice_changes_nothing(client, rencontre):
    fichier = ENTETE + "Inès;Poroi;ines@example.org;Journal;;\r\nYann;Le Goff;yann@example.org;;;\r\n"
    confirmer(client, rencontre, deposer(client, rencontre, fichier))
    actions.annuler(Inscription.objects.get(email="yann@example.org"))
    avant = list(Inscription.objects.order_by("pk").values()), Envoi.objects.count()

    encore = deposer(client, rencontre, fichier)
    confirmer(client, rencontre, encore)

    assert [i.raison for i in encore.context["plan"].inchangees] == [
        "déjà inscrit à cette adresse",
        "a annulé : un tableur ne réinscrit personne",
    ]
    assert (list(Inscription.objects.order_by("pk").values()), Envoi.objects.count()) == avant


def test_who_asked_to_be_erased_is_not_brought_back_by_a_file(client, rencontre, settings, tmp_path):
    settings.VAR = tmp_path
    fichier = ENTETE + "Inès;Poroi;ines@example.org;;;\r\n"
    confirmer(client, rencontre, deposer(client, rencontre, fichier))
    donnees.effacer("ines@example.org")

    encore = deposer(client, rencontre, fichier)
    confirmer(client, rencontre, encore)

    assert [i.raison for i in encore.context["plan"].inchangees] == ["a demandé l’effacement de ses données"]
    assert Inscription.objects.get().email is None


def test_a_person_reads_the_notes_about_her_and_no_table_of_the_team(client, rencontre, camille):
    inscription = inscrire(rencontre, "Benali")
    actions.annoter(inscription, texte="Arrive en fauteuil", par=camille)
    exports.exporter(rencontre, requete="?q=Cros", format_="csv", par=camille)

    lus = client.get(liens.mes_donnees(inscription).replace("/donnees/", "/donnees.json")).text

    assert "Arrive en fauteuil" in lus
    assert [mot for mot in ("Cros", "inscriptions-rencontre", camille.email) if mot in lus] == []


def test_erasing_a_person_takes_the_tables_that_held_her_away(client, rencontre, camille, settings, tmp_path):
    settings.VAR = tmp_path
    actions.annoter(inscrire(rencontre, "Benali"), texte="Mot", par=camille)
    exports.exporter(rencontre, requete="", format_="csv", par=camille)

    donnees.effacer("benali@example.org")

    assert (Fichier.objects.count(), Note.objects.count()) == (0, 0)


def test_each_fault_says_its_line_and_its_column_and_the_others_are_kept(client, rencontre):
    fichier = (
        ENTETE
        + "Inès;Poroi;ines@example.org;;;\r\n"
        + ";;pas-une-adresse;;roi;\r\n"
        + "Inès;Bis;INES@example.org;;;\r\n"
        + "Zoé;<script>;zoe@example.org;;;sur la lune\r\n"
    )

    plan = deposer(client, rencontre, fichier).context["plan"]

    assert [(f.ligne, f.colonne) for f in plan.fautes] == [
        (3, "Nom"),
        (3, "E-mail"),
        (3, "Catégorie"),
        (4, "E-mail"),
        (5, "Nom"),
        (5, "Formule"),
    ]
    assert [ajout.participant.nom for ajout in plan.ajouts] == ["Poroi"]


def test_a_preview_that_is_no_more_true_is_read_again(client, rencontre):
    apercu = deposer(client, rencontre, ENTETE + "Inès;Poroi;ines@example.org;;;\r\n")
    inscrire(rencontre, "Poroi", email="ines@example.org")

    reponse = confirmer(client, rencontre, apercu)

    assert (reponse.status_code, Inscription.objects.count()) == (422, 1)
    assert "ont changé depuis cet aperçu" in reponse.text


def test_a_refusal_half_way_writes_nothing(client, rencontre, monkeypatch):
    apercu = deposer(client, rencontre, ENTETE + "Inès;Poroi;i@example.org;;;\r\nZoé;Ray;z@example.org;;;\r\n")
    vraie = actions.ajouter

    def ajouter(formule, *, participant, **options):
        if participant.email.startswith("z"):
            raise actions.AjoutImpossible("Non.")
        return vraie(formule, participant=participant, **options)

    monkeypatch.setattr("inscriptions.actions.importations.ajouter", ajouter)
    reponse = confirmer(client, rencontre, apercu)

    assert (reponse.status_code, Inscription.objects.count(), Envoi.objects.count()) == (422, 0, 0)
    assert "Ligne 3 : Non. Rien n’a été écrit." in reponse.text.replace("\xa0", " ")


@pytest.mark.parametrize(
    "contenu", [b"%PDF-1.7 x", b"PK\x03\x04abime", b"Ville;Pays\r\nParis;France\r\n", b"\x00\x01\x02", b"a" * 50]
)
def test_what_is_no_table_of_people_is_refused_beside_its_field(client, rencontre, contenu):
    reponse = deposer(client, rencontre, contenu, nom="../../etc/passwd")

    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["fichier"])
    assert not Fichier.objects.exists()


def test_a_file_deposited_by_somebody_else_is_not_found(client, rencontre):
    apercu = deposer(client, rencontre, ENTETE + "Inès;Poroi;ines@example.org;;;\r\n")
    client.force_login(AccesFactory().user)

    assert confirmer(client, rencontre, apercu).status_code == 404
    assert not Inscription.objects.exists()


def test_what_was_abandoned_is_forgotten(client, rencontre):
    deposer(client, rencontre, ENTETE + "Inès;Poroi;ines@example.org;;;\r\n")

    client.post(vue("abandonner_l_import", rencontre, Fichier.objects.get().pk))

    assert (Fichier.objects.count(), Inscription.objects.count()) == (0, 0)


@pytest.fixture
def attendus(rencontre):
    for nom, regime, moments in [
        ("Benali", "Sans gluten", {"matin": True, "dejeuner": True, "apres_midi": True}),
        ("Cros", "SANS  GLUTEN", {"matin": True, "dejeuner": True, "apres_midi": False}),
        ("Goff", "", {"matin": False, "dejeuner": True, "apres_midi": True}),
    ]:
        inscrire(rencontre, nom, regime=regime, liste=nom == "Goff", **moments)
    inscrire(rencontre, "Aligne", modalite="distanciel", liste=True)
    actions.annuler(inscrire(rencontre, "Partie", liste=True))
    return rencontre


def test_the_caterer_reads_numbers_and_no_name(client, attendus):
    reponse = client.get(vue("imprimer_inscriptions", attendus), {"feuille": "traiteur"})

    traiteur = reponse.context["traiteur"]
    comptes = [(r.nom.lower().split(), r.matin, r.dejeuner, r.apres_midi) for r in traiteur.regimes]
    assert comptes == [(["sans", "gluten"], 2, 2, 1)]
    assert (traiteur.total.matin, traiteur.total.dejeuner, traiteur.total.apres_midi) == (2, 3, 2)
    assert [nom for nom in ("Benali", "Cros", "Goff") if nom in reponse.text] == []


def test_the_building_and_the_participants_read_their_own_lists(client, attendus):
    contexte = client.get(vue("imprimer_inscriptions", attendus)).context

    assert [i.nom for i in contexte["visiteurs"]] == ["Benali", "Cros", "Goff"]
    assert [i.nom for i in contexte["participants"]] == ["Aligne", "Goff"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_printing_asks_as_many_queries_for_1_row_as_for_3(client, rencontre, nombre, django_assert_num_queries):
    for n in range(nombre):
        inscrire(rencontre, f"Nom{n}", regime=f"régime {n}", liste=True)

    with django_assert_num_queries(7):
        client.get(vue("imprimer_inscriptions", rencontre))
