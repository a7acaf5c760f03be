"""The 9th Rencontre as the public reads it, against its published programme, whole."""

from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from evenements.models import Evenement
from presences.demo import annuaire
from programmes.lecture import programme_public

PARIS = ZoneInfo("Europe/Paris")
RNMA = "Réseau National des Maisons des Associations"

# (heading, subtitle, printed hours)
TEMPS = [
    ("", "", "", ""),
    ("Le temps de l’inspiration", "Mobilisons-nous autour des Projets de territoire !", "9:30", "12:15"),
    ("Le temps de l’interconnaissance", "Les jeux, c’est du sérieux !", "12:30", "14:00"),
    (
        "Le temps de co-développement",
        "Contribuons à la qualification des compétences de catalyse !",
        "14:00",
        "17:00",
    ),
    ("Et après ?", "", "17:00", "17:30"),
]

# When a slot begins and ends, whether it is broadcast, its title; who speaks: name, quality, angle, footnote or not.
PROGRAMME = [
    ("8:30", "9:00", False, "Accueil des participants", []),
    (
        "9:00",
        "9:30",
        True,
        "Introduction de la journée",
        [
            ("Pierre Mace", "directeur général, Fédération Nationale des Caisses d’Épargne", "", False),
            ("Delphine Vandevoorde", "co-présidente, Réseau des catalyseurs territoriaux", "", False),
        ],
    ),
    (
        "9:30",
        "10:00",
        True,
        "Projets de territoire, de quoi parle-t-on ?",
        [
            ("Josiane Corneloup", "présidente, ANPP-Territoires de projet", "Association d’élus locaux", False),
            ("Laurent Lelli", "directeur, Chaire InterActions d’AgroParisTech", "Acteur académique", False),
        ],
    ),
    (
        "10:00",
        "10:30",
        True,
        "La mobilisation de la société civile au service du Projet de territoire",
        [
            ("Sylvain Reymond", "directeur général, Les Entreprises S’Engagent", "Acteurs économiques", True),
            ("Loreline Vidal", f"administratrice, {RNMA}", "Secteur associatif", False),
            ("Carole Orchampt", f"déléguée générale, {RNMA}", "Secteur associatif", False),
            (
                "Frédérique Lellouche",
                "directrice de l’établissement national, Comité 21",
                "Initiatives citoyennes",
                False,
            ),
        ],
    ),
    (
        "10:30",
        "11:15",
        True,
        "Les compétences de catalyse en question",
        [
            (
                "Cécile Cot",
                "enseignante-chercheuse, ingénieure d’études, AgroParisTech",
                "Recherche académique : la qualification des compétences transverses",
                False,
            ),
            (
                "Michael Restier",
                "directeur, ANPP-Territoires de projet",
                "Ingénierie publique locale : un 3e vademecum, sur les coopérations",
                False,
            ),
            (
                "Patricia Auroy",
                "vice-présidente, Réseau National de l’Economie Territoriale",
                "Développeur économique : l’évolution du référentiel de ce métier",
                False,
            ),
            (
                "Léa Bouaroua",
                f"chargée de mission, {RNMA}",
                (
                    "Management de projet d’innovation associative : le référentiel « Accompagnateur à la vie "
                    "associative locale »"
                ),
                False,
            ),
            (
                "Bernard Alix",
                (
                    "philosophe, chef de projet Mission Développement des pratiques pédagogiques, Centre national de "
                    "la fonction publique territoriale"
                ),
                "Formation",
                True,
            ),
        ],
    ),
    (
        "11:15",
        "12:00",
        True,
        "Les enjeux d’innovation en matière de modèles socio-économiques de l’ingénierie territoriale",
        [
            ("Pascal Berteaud", "directeur général, CEREMA", "Diversité des expertises", False),
            (
                "Valérie Dumontet",
                (
                    "en charge de l’évaluation du Fonds ODD 17, présidente du Fonds de Solidarité Liban de Cités-Unies "
                    "France, au titre de son mandat de vice-présidente du Département de l’Aude"
                ),
                "Évaluation de financements innovants d’ingénierie d’alliance, en France et au Liban",
                False,
            ),
            (
                "Christophe Genter",
                (
                    "directeur du Département Cohésion Sociale et Territoriale, Direction de l’Investissement, Banque "
                    "des Territoires"
                ),
                "Alliances du local au national",
                True,
            ),
        ],
    ),
    (
        "12:00",
        "12:30",
        True,
        "La France et les Objectifs de Développement Durable (ODD)",
        [
            ("Thomas Lesueur", "commissaire général au développement durable", "Les avancées de la France", False),
            (
                "Thomas Friang",
                "fondateur et directeur, Institut Open Diplomacy",
                "Les avancées de la France",
                False,
            ),
        ],
    ),
    ("12:30", "14:00", False, "Déjeuner et découvertes par le jeu", []),
    ("14:00", "17:00", False, "Ateliers de co-développement", []),
    (
        "17:00",
        "17:15",
        False,
        "Agir dès aujourd’hui : quels enseignements de la journée",
        [
            (
                "Frédéric Dohet",
                "membre du Comex de la Fondation des Territoires, délégué général de la Fondation RTE",
                "",
                False,
            )
        ],
    ),
    (
        "17:15",
        "17:30",
        False,
        "Nous projeter demain : premiers enseignements de la démarche « intérêt général 2050 »",
        [
            (
                "Charles-Benoit Heidsieck",
                "président du Comité de prospective, Fondation pour la Co-construction du bien commun",
                "",
                False,
            )
        ],
    ),
    (
        "17:30",
        "",
        False,
        "Conclusions",
        [("Frédérique Marquet", "co-présidente, Réseau des catalyseurs territoriaux", "", False)],
    ),
]


@pytest.fixture
def evenement(db):
    call_command("charger_demo", stdout=StringIO())
    return Evenement.objects.get(slug="rencontre-2023")


def mural(moment):
    if moment is None:
        return ""
    local = moment.astimezone(PARIS)
    assert local.date() == date(2023, 7, 4)
    return f"{local.hour}:{local.minute:02d}"


def espaces(texte):
    return texte.replace("\xa0", " ").replace("\u202f", " ")


def creneau_lu(creneau):
    voix = [(v.nom, espaces(v.qualite), espaces(v.angle), v.sous_reserve) for v in creneau.voix]
    return mural(creneau.debut), mural(creneau.fin), creneau.diffuse, espaces(creneau.titre), voix


def test_every_slot_speaker_quality_angle_and_footnote_is_as_printed(evenement):
    assert [creneau_lu(creneau) for creneau in programme_public(evenement).creneaux] == PROGRAMME


def test_the_headings_keep_their_printed_hours_even_those_that_are_wrong(evenement):
    lus = [
        (espaces(s.titre), espaces(s.sous_titre), mural(s.debut), mural(s.fin))
        for s in programme_public(evenement).sequences
    ]

    assert lus == TEMPS


def test_slots_stand_under_their_own_heading(evenement):
    assert [len(s.moments) for s in programme_public(evenement).sequences] == [2, 5, 1, 1, 3]


def test_twenty_one_people_speak_and_three_are_subject_to_confirmation(evenement):
    voix = [v for creneau in programme_public(evenement).creneaux for v in creneau.voix]

    assert (len(voix), len({v.nom for v in voix})) == (21, 21)
    assert [v.nom for v in voix if v.sous_reserve] == ["Sylvain Reymond", "Bernard Alix", "Christophe Genter"]


def test_the_day_has_two_formulas_no_venue_and_no_registration(evenement):
    formules = [(f.modalite, f.intitule, mural(f.debut), mural(f.fin), f.capacite) for f in evenement.formules.all()]

    assert formules == [
        ("distanciel", "La matinée en distanciel", "9:00", "12:30", None),
        ("presentiel", "La journée en présentiel", "9:00", "17:30", None),
    ]
    assert (evenement.lieu, evenement.inscriptions_ouvrent_le, evenement.numero) == (None, None, 9)
    assert not evenement.partenariats.exists()


def test_no_accent_is_added_to_a_name_that_is_printed_without_one():
    noms = {f"{p.prenom} {p.nom}" for p in annuaire.PERSONNES.values()}

    assert {"Pierre Mace", "Charles-Benoit Heidsieck", "Jimmy Begue", "Bernard Alix", "Patricia Auroy"} <= noms
    assert not {"Pierre Macé", "Charles-Benoît Heidsieck", "Jimmy Bègue"} & noms


def test_the_page_shows_it_all_and_says_what_is_broadcast(client, evenement):
    page = espaces(client.get("/evenements/rencontre-2023/").text)

    assert [nom for *_, voix in PROGRAMME for nom, *_ in voix if nom not in page] == []
    assert ("Sous réserve de confirmation" in page, "12 h 15" in page, "En ligne" in page) == (True, True, True)
