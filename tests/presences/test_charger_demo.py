from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from annuaire.models import Personne
from comptes.models import User
from courriels.models import EntreeAgenda, Envoi
from evenements.models import Acces, Cycle, Evenement, Formule, Ressource
from inscriptions import ateliers
from inscriptions.models import Inscription
from presences import mesures
from presences.demo import saison
from presences.lecture import chiffres_connus
from presences.models import Bilan
from programmes.lecture import programme_public, version_publique
from programmes.models import Creneau, Intervention
from socle.typographie import espacer

PARIS = ZoneInfo("Europe/Paris")
_ECRITURES = ("INSERT", "UPDATE", "DELETE")


def charger(*arguments):
    sortie = StringIO()
    call_command("charger_demo", *arguments, stdout=sortie)
    return sortie.getvalue()


@pytest.fixture
def demo(db):
    charger()


def ecritures(*arguments):
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        charger(*arguments)
    return [r["sql"] for r in requetes if r["sql"].lstrip().startswith(_ECRITURES)]


def le(annee, mois, jour):
    return datetime(annee, mois, jour, 10, tzinfo=PARIS)


# Once, and only what is missing


@pytest.mark.django_db
def test_it_says_what_it_wrote_in_one_line():
    assert charger() == "Démonstration chargée\xa0: 4\xa0cycles, 32\xa0événements et 47\xa0inscriptions inventées.\n"


@pytest.mark.parametrize("arguments", [[], ["--redater"]])
def test_the_second_time_writes_nothing(demo, arguments):
    assert ecritures(*arguments) == []


def test_an_event_that_was_deleted_comes_back_alone(demo):
    Evenement.objects.filter(slug="rencontre-2018").delete()

    assert charger() == "Démonstration chargée\xa0: 1\xa0événement.\n"
    assert Evenement.objects.filter(slug="rencontre-2018").count() == 1


def test_an_event_that_was_edited_is_left_as_it_is(demo):
    Evenement.objects.filter(slug="rencontre-prochaine").update(titre="Un autre titre")

    charger()

    assert Evenement.objects.get(slug="rencontre-prochaine").titre == "Un autre titre"


# The season moves


def photo():
    return {
        "evenements": list(
            Evenement.objects.filter(debut__gte="2024-01-01T00:00Z")
            .order_by("slug")
            .values_list("slug", "debut", "fin", "publie_le", "inscriptions_ouvrent_le")
        ),
        "formules": list(Formule.objects.order_by("pk").values_list("pk", "debut", "fin")),
        "creneaux": list(Creneau.objects.order_by("pk").values_list("pk", "debut", "fin")),
        "ressources": list(Ressource.objects.order_by("pk").values_list("pk", "publiee_le")),
    }


@pytest.mark.django_db
def test_redating_puts_the_season_where_a_load_that_day_would():
    with time_machine.travel(le(2031, 2, 3), tick=False):
        charger()
        attendu = photo()
    Inscription.objects.all().delete()
    Evenement.objects.all().delete()
    Cycle.objects.all().delete()
    with time_machine.travel(le(2026, 11, 21), tick=False):
        charger()
        avant = photo()
    with time_machine.travel(le(2031, 2, 3), tick=False):
        sortie = charger("--redater")
        deplace = photo()

    assert sortie == "Saison replacée autour d’aujourd’hui\xa0: 9\xa0rendez-vous.\n"
    assert deplace["evenements"] == attendu["evenements"] != avant["evenements"]
    for table in ("formules", "creneaux", "ressources"):
        assert [ligne[1:] for ligne in deplace[table]] == [ligne[1:] for ligne in attendu[table]]


@pytest.mark.django_db
def test_redating_publishes_the_programmes_at_their_new_hours_and_leaves_the_past_alone():
    with time_machine.travel(le(2026, 11, 21), tick=False):
        charger()
    with time_machine.travel(le(2028, 11, 21), tick=False):
        charger("--redater")
        prochaine = Evenement.objects.get(slug="rencontre-prochaine")
        neuvieme = Evenement.objects.get(slug="rencontre-2023")

        assert version_publique(prochaine).numero == 2
        assert programme_public(prochaine).creneaux[0].debut == datetime(2029, 7, 4, 8, 30, tzinfo=PARIS)
        assert version_publique(neuvieme).numero == 1
        assert programme_public(neuvieme).creneaux[0].debut == datetime(2023, 7, 4, 8, 30, tzinfo=PARIS)


@given(st.dates(date(2024, 1, 1), date(2120, 12, 31)))
def test_the_next_rencontre_is_on_a_fourth_of_july_or_on_the_nearest_tuesday(aujourd_hui):
    jour = saison.prochaine_rencontre(aujourd_hui)
    quatre = date(jour.year, 7, 4)

    assert aujourd_hui < jour <= aujourd_hui + timedelta(days=369)
    if quatre.weekday() < 5:
        assert jour == quatre
    else:
        assert jour.weekday() == saison.MARDI
        assert jour == min(
            (quatre + timedelta(days=n) for n in range(-6, 7) if (quatre + timedelta(n)).weekday() == 1),
            key=lambda j: abs(j - quatre),
        )


@given(st.dates(date(2024, 1, 1), date(2120, 12, 31)))
def test_the_season_has_past_open_announced_and_undated_webinars_whatever_the_day(aujourd_hui):
    *webinaires, _ = saison.evenements(aujourd_hui)
    jours = [w.jour for w in webinaires]

    assert all(jour < aujourd_hui for jour in jours[:3])
    assert aujourd_hui < jours[3] < jours[4]
    assert jours[5] is None
    assert all(jour.weekday() == saison.JEUDI for jour in jours[:5])


def test_the_season_is_open_announced_or_closed_as_it_should(demo):
    maintenant = datetime.now(tz=PARIS)
    etats = {
        e.slug: (e.est_passe(maintenant), e.inscriptions_ouvertes(maintenant), e.inscriptions_annoncees(maintenant))
        for e in Evenement.objects.filter(cycle__slug=saison.CYCLE).order_by("numero")
    }
    passe, ouvert, annonce = (True, False, False), (False, True, False), (False, False, True)

    assert list(etats.values()) == [passe, passe, passe, ouvert, annonce, annonce]
    assert Evenement.objects.get(slug="rencontre-prochaine").inscriptions_ouvertes(maintenant)


def test_the_season_shows_what_is_full_postponed_or_cancelled(demo):
    complet = Evenement.objects.get(slug="seminaire-en-petit-groupe")
    reporte = Evenement.objects.get(slug="escale-acteurs-publics-locaux")
    annule = Evenement.objects.get(slug="seminaire-annule")

    assert (complet.formules.get().est_complete, complet.inscriptions.filter(etat="attente").count()) == (True, 1)
    assert reporte.debut_precedent == reporte.debut - timedelta(days=14)
    assert (annule.est_annule, "inventé" in annule.annulation_motif) == (True, True)


def test_the_next_rencontre_has_the_two_windows_and_the_two_limits(demo):
    evenement = Evenement.objects.get(slug="rencontre-prochaine")
    fenetres = [
        (f.modalite, *(m.astimezone(PARIS).strftime("%H:%M") for m in (f.debut, f.fin)), f.capacite)
        for f in evenement.formules.all()
    ]

    assert fenetres == [("distanciel", "09:00", "12:30", None), ("presentiel", "08:30", "17:30", 200)]


# The facts


CYCLES = {
    2020: [
        (1, "2020-03-02 13:00", True, "L’ODD 17 en pratique sur les territoires"),
        (2, "2020-05-28 13:00", True, "Les exemples inspirants de la co-construction territoriale"),
        (3, "2020-07-16 13:00", True, "L’engagement des organisations publiques & privées"),
        (4, "2020-09-10 13:00", True, "La valorisation des dynamiques territoriales"),
        (5, "2020-11-26 13:00", True, "Les élus locaux et la co-construction territoriale"),
    ],
    2022: [
        (4, "2022-09-08 13:00", True, "La place du dialogue territorial"),
        (None, "2022-11-08 13:00", True, "Les expérimentations collectives"),
    ],
    2023: [
        (1, "2023", False, "Les entreprises"),
        (2, "2023", False, "Les acteurs académiques"),
        (3, "2023-06-08 13:00", True, "Associations et catalyseurs : ensemble, accompagnons les Projets de territoire"),
        (4, "2023-08-31 13:00", True, "Les initiatives citoyennes"),
        (5, "2023", False, "Les acteurs publics locaux"),
        (6, "2023", False, "Les investisseurs publics & privés"),
    ],
}


def espaces(texte):
    return texte.replace("\xa0", " ").replace("\u202f", " ")


def connu(evenement):
    debut = evenement.debut.astimezone(PARIS)
    return debut.strftime({"heure": "%Y-%m-%d %H:%M", "jour": "%Y-%m-%d", "annee": "%Y"}[evenement.precision])


@pytest.mark.parametrize("annee", [2020, 2022, 2023])
def test_a_past_cycle_has_the_escales_that_are_known_and_no_other(demo, annee):
    escales = Evenement.objects.filter(cycle__slug=f"cycle-{annee}").order_by("debut", "numero")
    lues = [(e.numero, connu(e), e.heures_supposees, espaces(e.titre)) for e in escales]

    assert sorted(lues, key=lambda e: e[0] or 9) == CYCLES[annee]


def test_only_two_webinars_say_that_their_beginning_is_printed(demo):
    passes = Evenement.objects.filter(heures_supposees=True)
    debut_imprime = {e.slug for e in passes if "est imprimé" in e.presentation}
    tout_suppose = {e.slug for e in passes if "sont supposées" in e.presentation}

    assert debut_imprime == {"webinaire-2022-11-08", "webinaire-2023-08-31"}
    assert debut_imprime | tout_suppose == set(passes.values_list("slug", flat=True))


def test_the_rencontres_have_what_is_known_of_each(demo):
    rencontres = Evenement.objects.filter(nature="rencontre", numero__isnull=False).order_by("numero")
    nom = "Rencontre des pionniers des alliances en territoire"

    assert [
        (r.numero, connu(r), espaces(r.titre), [f.modalite for f in r.formules.all()], r.lieu is not None)
        for r in rencontres
    ] == [
        (1, "2015", "Les enjeux de la co-construction territoriale", [], False),
        (2, "2016", "Les pratiques des catalyseurs", [], False),
        (3, "2017", "Les outils de la co-construction territoriale", [], False),
        (4, "2018", "Ensemble, innovons !", [], False),
        (5, "2019-06-26 09:00", "Ensemble, valorisons les territoires !", ["presentiel"], True),
        (6, "2020-07-08", nom, ["distanciel"], False),
        (7, "2021", nom, [], False),
        (8, "2022", nom, [], False),
        (
            9,
            "2023-07-04 09:00",
            "Ensemble, accompagnons les transitions en territoire !",
            ["distanciel", "presentiel"],
            False,
        ),
    ]


def test_the_historic_figures_are_those_and_say_that_their_method_is_unknown(demo):
    bilans = {
        str(b.evenement or b.cycle): ([espaces(c.phrase) for c in chiffres_connus(b)], b.methode, b.releve_en_mots)
        for b in Bilan.objects.all()
    }

    assert bilans == {
        "6e Rencontre": (
            ["592 participants en direct", "53 min en moyenne", "1 037 téléchargements du replay"],
            mesures.METHODE_INCONNUE,
            "novembre 2020",
        ),
        "Cycle 2020": (
            ["400 inscrits", "15 témoignages", "toutes les régions représentées"],
            mesures.METHODE_INCONNUE,
            "",
        ),
    }
    assert "le cinquième n’est pas compté" in Bilan.objects.get(cycle__annee=2020).remarque


def deroule(slug):
    """[(title, [(name, quality, from)])] as the public reads it."""
    programme = programme_public(Evenement.objects.get(slug=slug))
    return [(espaces(c.titre), [(v.nom, espaces(v.qualite), v.depuis) for v in c.voix]) for c in programme.creneaux]


def test_the_running_order_of_8_september_2022(demo):
    assert deroule("webinaire-2022-09-08") == [
        ("La place du dialogue territorial", [("Charles-Benoit Heidsieck", "président-fondateur, Le RAMEAU", "")]),
        (
            "Témoignage d’un acteur public territorial",
            [("Michael Restier", "directeur, ANPP-Territoires de projet", "")],
        ),
        (
            "Témoignage des développeurs économiques",
            [("Patricia Auroy", "vice-présidente, Réseau National de l’Economie Territoriale", "")],
        ),
        (
            "Témoignage d’un acteur associatif",
            [
                (
                    "Paul Bucau",
                    "chargé de développement territorial, Réseau National des Maisons des Associations",
                    "",
                ),
                ("Harout Mekhsian", "directeur, CCO Villeurbanne", ""),
            ],
        ),
        ("Questions", []),
        ("Le programme à venir", []),
    ]


def test_the_running_order_of_8_june_2023_is_partly_live_from_la_reunion(demo):
    depuis = "Saint-Benoît (La Réunion)"

    assert deroule("webinaire-2023-06-08") == [
        (
            "La capacité d’engagement du secteur associatif au service du territoire",
            [("Charles-Benoit Heidsieck", "président-fondateur, Le RAMEAU", "")],
        ),
        (
            "Les Maisons des associations, « catalyseurs du faire ensemble sur un territoire pour faire sens »",
            [("Léa Bouaroua", "chargée de mission, Réseau National des Maisons des Associations", "")],
        ),
        (
            "Le territoire de Saint-Benoît vu par l’acteur public local",
            [("Catherine Vellayoudom", "directrice politique de la ville, Commune de Saint-Benoît", depuis)],
        ),
        (
            "Retour d’expérience d’un catalyseur territorial",
            [("Jimmy Begue", "directeur, Maison des associations", depuis)],
        ),
        ("Questions", []),
        ("Le programme à venir", []),
    ]


def test_the_same_man_speaks_for_two_bodies_and_the_same_woman_is_one_person(demo):
    heidsieck = Personne.objects.get(nom="Heidsieck")
    bodies = heidsieck.interventions.filter(creneau__evenement__slug__contains="20").values_list("structure__nom")

    assert {nom for (nom,) in bodies} == {"Le RAMEAU", "Fondation pour la Co-construction du bien commun"}
    assert list(Personne.objects.filter(nom_cle__startswith="bouaro").values_list("nom", flat=True)) == ["Bouaroua"]
    assert "« Bouaroja »" in espaces(Personne.objects.get(nom="Bouaroua").source)


# What must not be


def test_a_hidden_name_is_in_no_public_byte(demo):
    caches = Intervention.objects.filter(affichage=Intervention.Affichage.CACHEE)
    [cache] = caches
    publics = [
        repr(programme_public(e)) + repr(v.contenu) for e in Evenement.objects.all() if (v := version_publique(e))
    ]

    assert cache.personne.nom == "Incognito"
    assert [texte for texte in publics if "Incognito" in texte or "Ulysse" in texte] == []
    assert any("Fictive" in texte for texte in publics)


def test_every_address_is_at_example_org_and_nothing_is_sent(demo):
    trouvees = {
        valeur
        for modele in apps.get_models()
        for champ in modele._meta.get_fields()
        if getattr(champ, "get_internal_type", lambda: "")() in {"EmailField", "URLField"} or champ.name == "email"
        for valeur in modele.objects.values_list(champ.name, flat=True)
        if valeur
    }

    assert len(trouvees) > 60
    assert {
        v for v in trouvees if not v.split("//")[-1].split("/")[0].endswith(("@example.org", ".example.org"))
    } == set()
    assert (Envoi.objects.count(), EntreeAgenda.objects.count()) == (0, 0)


def test_every_bilan_holds_known_measures_only(demo):
    assert [mesures.fautes(bilan.chiffres) for bilan in Bilan.objects.all()] == [[], []]


def test_every_row_is_one_that_the_forms_would_accept(demo):
    for modele in apps.get_models():
        if modele._meta.app_label in {"annuaire", "evenements", "programmes", "inscriptions", "presences"}:
            for objet in modele.objects.all():
                objet.full_clean()


def test_texts_have_the_spaces_that_french_wants(demo):
    textes = [
        valeur
        for modele in (Cycle, Evenement, Creneau, Intervention, Bilan, Formule)
        for champ in modele._meta.get_fields()
        if getattr(champ, "get_internal_type", lambda: "")() in {"CharField", "TextField"}
        for valeur in modele.objects.values_list(champ.name, flat=True)
        if valeur
    ]

    assert [t for t in textes if espacer(t) != t or "'" in t or "..." in t or "oeu" in t] == []


def test_places_taken_are_those_that_registrations_hold(demo):
    formules = Formule.objects.all()

    assert [f.places_prises for f in formules] == [f.inscriptions.count() for f in formules]
    assert sum(f.places_prises for f in formules) == 43


# Accounts


def test_without_demo_no_account_is_made(demo):
    assert User.objects.count() == 0


def test_the_demonstration_has_one_account_a_role_and_no_password(db, settings):
    settings.DEMO = True
    charger()

    assert list(Acces.objects.order_by("user__email").values_list("user__email", "role", "evenement__slug")) == [
        ("accueil@example.org", "pointage", "rencontre-prochaine"),
        ("lecture@example.org", "consultation", None),
        ("organisation@example.org", "organisation", None),
    ]
    assert list(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == ["admin@example.org"]
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_seasons_workshops_are_open_to_choice_and_one_is_full(demo):
    evenement = Evenement.objects.get(slug="rencontre-prochaine")

    lus = [(atelier.surtitre, atelier.etat) for atelier in ateliers.publies(evenement)]
    assert lus == [("Atelier A", "disponibles"), ("Atelier B", "disponibles"), ("Atelier C", "complete")]
    creneaux = evenement.creneaux.filter(avec_inscription=True)
    assert [c.places_prises for c in creneaux] == [c.choix.count() for c in creneaux]
    assert [c.attentes.count() for c in creneaux] == [0, 0, 1]
