"""The current season: invented, and says so. Everything is placed around the day on which it is loaded.

The Rencontre repeats the programme of the 9th, its single block of workshops being replaced by three invented ones;
webinars follow the six escales of 2023. People are those of the 9th programme, or bear names that nobody could take
for real.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from evenements.models import Partenariat, Ressource
from presences.demo import annuaire
from presences.demo.formes import (
    A_PRECISER,
    ANIMATION,
    CACHEE,
    DISTANCIEL,
    NOMMEE,
    PRESENTIEL,
    RENCONTRE,
    SEMINAIRE,
    SOUS_RESERVE,
    WEBINAIRE,
    CycleDemo,
    EvenementDemo,
    FormuleDemo,
    Partenaire,
    Passage,
    RessourceDemo,
    SalleDemo,
    Voix,
)
from presences.demo.rencontre9 import CLOTURE, CO_DEVELOPPEMENT, DEJEUNER, MATINEE
from programmes.models import Creneau
from socle import dates
from socle.territoires import PARIS

CYCLE = "cycle-en-cours"
RENCONTRE_PROCHAINE = "rencontre-prochaine"
INVENTE = "Saison de démonstration : ce rendez-vous, ses dates, ses partenaires et ses inscriptions sont inventés."
DIRECT = "https://direct.example.org"
RESSOURCES = "https://ressources.example.org"
JEUDI, MARDI = 3, 1


def jour_de_la_rencontre(annee: int) -> date:
    """4 July, or the nearest Tuesday when it falls on a weekend (Saturday: 7 July; Sunday: 6 July)."""
    jour = date(annee, 7, 4)
    return jour + timedelta(days=MARDI + 7 - jour.weekday()) if jour.weekday() >= 5 else jour


def prochaine_rencontre(aujourd_hui: date) -> date:
    """The first such day after today, so that one can still register."""
    return next(
        jour
        for annee in (aujourd_hui.year, aujourd_hui.year + 1)
        if (jour := jour_de_la_rencontre(annee)) > aujourd_hui
    )


def jeudi(aujourd_hui: date, jours: int) -> date:
    """The Thursday of the week that is `jours` days away."""
    jour = aujourd_hui + timedelta(days=jours)
    return jour + timedelta(days=JEUDI - jour.weekday())


def il_y_a(aujourd_hui: date, jours: int) -> datetime:
    """Nine o'clock in Paris, that many days before today; negative: after."""
    return dates.instant(aujourd_hui - timedelta(days=jours), time(9), PARIS)


def cycle(aujourd_hui: date) -> CycleDemo:
    return CycleDemo(
        CYCLE,
        jeudi(aujourd_hui, 18).year,
        "Ensemble, faisons vivre les Projets de territoire",
        "Que peut chaque acteur pour le Projet de son territoire, et avec l’appui de qui ?",
        "Saison de démonstration : ces six webinaires, leurs dates, leurs partenaires et leurs inscriptions sont "
        "inventés. Les thèmes suivent les escales du cycle 2023.",
        (Partenaire(annuaire.PARTENAIRE),),
    )


def evenements(aujourd_hui: date) -> tuple[EvenementDemo, ...]:
    return (*_webinaires(aujourd_hui), _rencontre(aujourd_hui), *_seminaires(aujourd_hui))


def _escale(numero: int, slug: str, theme: str, titre: str, chapeau: str, jour: date | None, **champs) -> EvenementDemo:
    heures = {"debut": "13:00", "fin": "14:00", "formules": (FormuleDemo(DISTANCIEL, "13:00", "14:00"),)}
    return EvenementDemo(
        slug=f"escale-{slug}",
        nature=WEBINAIRE,
        titre=titre,
        theme=theme,
        chapeau=chapeau,
        jour=jour,
        cycle=CYCLE,
        numero=numero,
        **{
            **(heures if jour else {"precision": A_PRECISER}),
            "presentation": INVENTE,
            "lien_direct": f"{DIRECT}/escale-{numero}" if jour else "",
            "partenaires": (Partenaire(annuaire.PARTENAIRE),),
            **champs,
        },
    )


def _ressources(numero: int) -> tuple[RessourceDemo, ...]:
    commun = {"auteurs": "Équipe de démonstration", "licence": "Exemple, sans licence"}
    return (
        RessourceDemo(
            Ressource.Nature.REPLAY,
            "Replay (adresse inventée)",
            f"{RESSOURCES}/escale-{numero}/replay",
            **commun,
        ),
        RessourceDemo(
            Ressource.Nature.DIAPORAMA,
            "Diaporama (adresse inventée)",
            f"{RESSOURCES}/escale-{numero}/diaporama",
            **commun,
        ),
    )


def _une_heure(*voix: Voix) -> tuple[Passage, ...]:
    return (
        Passage("Ouverture", "13:00", "13:10", diffuse=True, voix=voix[:1]),
        Passage("Deux expériences racontées", "13:10", "13:40", diffuse=True, voix=voix[1:]),
        Passage("Questions", "13:40", "14:00", nature=Creneau.Nature.ECHANGES, diffuse=True),
    )


_INES = Voix("Inès Fictive", "animatrice du cycle", annuaire.INVENTEE)
_HUGO = Voix("Hugo Fictif", "catalyseur territorial", annuaire.INVENTEE)
_SALOME = Voix("Salomé Imaginaire", "présidente d’une association", annuaire.INVENTEE)
# Nobody has agreed to this name: it is on no public page.
ULYSSE = Voix("Ulysse Incognito", "chargé de mission", annuaire.INVENTEE, affichage=CACHEE)


def _webinaires(aujourd_hui: date) -> tuple[EvenementDemo, ...]:
    passe = {
        "publie_le": il_y_a(aujourd_hui, 200),
        "inscriptions_ouvrent_le": il_y_a(aujourd_hui, 190),
    }
    return (
        _escale(
            1,
            "entreprises",
            "Les entreprises",
            "Entreprises et territoires : avancer du même pas",
            "Ce qu’une entreprise gagne à s’engager là où elle est, et ce qu’elle y apporte.",
            jeudi(aujourd_hui, -160),
            programme=_une_heure(_INES, _HUGO, _SALOME),
            ressources=_ressources(1),
            inscrits={DISTANCIEL: 3},
            **passe,
        ),
        _escale(
            2,
            "acteurs-academiques",
            "Les acteurs académiques",
            "Chercheurs et catalyseurs : apprendre les uns des autres",
            "La recherche regarde la catalyse, et la catalyse questionne la recherche.",
            jeudi(aujourd_hui, -100),
            programme=_une_heure(_INES, _HUGO, _SALOME),
            ressources=_ressources(2),
            inscrits={DISTANCIEL: 3},
            **passe,
        ),
        _escale(
            3,
            "associations",
            "Les associations",
            "Associations : tenir dans la durée",
            "Comment une association garde le cap quand le Projet de territoire prend des années.",
            jeudi(aujourd_hui, -40),
            programme=_une_heure(_INES, _HUGO, _SALOME),
            ressources=_ressources(3),
            inscrits={DISTANCIEL: 4},
            **passe,
        ),
        _escale(
            4,
            "initiatives-citoyennes",
            "Les initiatives citoyennes",
            "Initiatives citoyennes : de l’élan au projet",
            "Partir d’une envie de voisins, arriver à un projet que le territoire porte.",
            jeudi(aujourd_hui, 18),
            publie_le=il_y_a(aujourd_hui, 30),
            inscriptions_ouvrent_le=il_y_a(aujourd_hui, 20),
            programme=_une_heure(_INES, _SALOME, replace(_HUGO, affichage=SOUS_RESERVE)),
            inscrits={DISTANCIEL: 8},
        ),
        _escale(
            5,
            "acteurs-publics-locaux",
            "Les acteurs publics locaux",
            "Acteurs publics locaux : donner le cadre, faire confiance",
            "Une commune ou une intercommunalité peut-elle lancer un Projet sans le tenir seule ?",
            jeudi(aujourd_hui, 75),
            jour_precedent=jeudi(aujourd_hui, 61),
            publie_le=il_y_a(aujourd_hui, 10),
            inscriptions_ouvrent_le=il_y_a(aujourd_hui, -30),
        ),
        _escale(
            6,
            "investisseurs",
            "Les investisseurs publics et privés",
            "Investisseurs publics et privés : financer le temps long",
            "Qui paie les années où rien ne se voit encore ?",
            None,
            publie_le=il_y_a(aujourd_hui, 10),
        ),
    )


SALLES = (
    SalleDemo("Grande salle", 200, diffuse=True),
    SalleDemo("Salle A", 60),
    SalleDemo("Salle B", 60),
    SalleDemo("Salle C", 60),
)


def _atelier(lettre: str, titre: str, texte: str, *voix: Voix, capacite: int = 60) -> Passage:
    return Passage(
        titre,
        "14:00",
        "17:00",
        texte,
        nature=Creneau.Nature.ATELIER,
        temps=CO_DEVELOPPEMENT,
        surtitre=f"Atelier {lettre}",
        salle=f"Salle {lettre}",
        capacite=capacite,
        avec_inscription=True,
        voix=tuple(replace(v, role=ANIMATION) for v in voix),
    )


ATELIERS = (
    _atelier(
        "A",
        "Reconnaître cette ingénierie",
        "Que font les catalyseurs que les autres ne font pas ? Atelier inventé pour la démonstration.",
        replace(_INES, affichage=NOMMEE),
    ),
    _atelier(
        "B",
        "La pratiquer : de quoi avons-nous besoin ?",
        "Outils, temps, appuis : mettre les besoins en commun. Atelier inventé pour la démonstration.",
        replace(_HUGO, affichage=SOUS_RESERVE),
    ),
    _atelier(
        "C",
        "La faire valoir dans sa structure",
        "Référentiels, fiches de poste, parcours : comment la nommer ? En petit groupe. Atelier inventé pour la "
        "démonstration.",
        ULYSSE,
        capacite=4,
    ),
)


def _rencontre(aujourd_hui: date) -> EvenementDemo:
    matinee = tuple(replace(p, salle="Grande salle") if p.diffuse else p for p in MATINEE)
    cloture = tuple(replace(p, salle="Grande salle") for p in CLOTURE)
    return EvenementDemo(
        slug=RENCONTRE_PROCHAINE,
        nature=RENCONTRE,
        titre="Ensemble, accompagnons les transitions en territoire !",
        jour=prochaine_rencontre(aujourd_hui),
        debut="8:30",
        fin="17:30",
        lieu="fnce",
        lien_direct=f"{DIRECT}/rencontre",
        publie_le=il_y_a(aujourd_hui, 40),
        inscriptions_ouvrent_le=il_y_a(aujourd_hui, 30),
        chapeau="La Rencontre annuelle du Réseau : une matinée en ligne ouverte à tous, une journée entière sur place "
        "pour se rencontrer et travailler ensemble.",
        presentation=f"{INVENTE} Le programme reprend celui de la 9e Rencontre (4 juillet 2023), ses intervenants "
        "compris, à titre d’exemple ; les trois ateliers de l’après-midi et leurs animateurs sont inventés ; le lieu "
        "est celui de 2019.",
        formules=(
            FormuleDemo(
                DISTANCIEL,
                "9:00",
                "12:30",
                "La matinée en distanciel",
                comprend="la matinée en direct\nles questions par écrit",
                ne_comprend_pas="le déjeuner\nles ateliers",
            ),
            FormuleDemo(
                PRESENTIEL,
                "8:30",
                "17:30",
                "La journée en présentiel",
                200,
                "l’accueil à partir de 8 h 30\nla matinée\nle déjeuner\nun atelier l’après-midi",
                "le voyage\nl’hébergement",
            ),
        ),
        salles=SALLES,
        programme=(*matinee, DEJEUNER, *ATELIERS, *cloture),
        partenaires=(
            Partenaire(annuaire.RESEAU, Partenariat.Role.ORGANISE),
            Partenaire(annuaire.PARTENAIRE),
            Partenaire(annuaire.MECENE, Partenariat.Role.SOUTIEN),
            Partenaire(annuaire.FNCE, Partenariat.Role.ACCUEIL),
        ),
        inscrits={PRESENTIEL: 14, DISTANCIEL: 8},
    )


def _seminaires(aujourd_hui: date) -> tuple[EvenementDemo, ...]:
    """What the others never are: full, with somebody who waits; cancelled."""
    commun: dict[str, Any] = {
        "nature": SEMINAIRE,
        "debut": "9:30",
        "fin": "12:30",
        "lieu": "fnce",
        "presentation": INVENTE,
        "publie_le": il_y_a(aujourd_hui, 30),
        "inscriptions_ouvrent_le": il_y_a(aujourd_hui, 20),
    }
    return (
        EvenementDemo(
            slug="seminaire-en-petit-groupe",
            titre="Un territoire en récit, en petit groupe",
            chapeau="Une matinée pour six personnes : raconter son territoire, écouter celui des autres.",
            jour=jeudi(aujourd_hui, 32),
            formules=(FormuleDemo(PRESENTIEL, "9:30", "12:30", capacite=6),),
            inscrits={PRESENTIEL: 6},
            attentes={PRESENTIEL: 1},
            **commun,
        ),
        EvenementDemo(
            slug="seminaire-annule",
            titre="Marcher pour comprendre un territoire",
            chapeau="Une matinée dehors, annulée : elle montre ce que la page en dit.",
            jour=jeudi(aujourd_hui, 46),
            formules=(FormuleDemo(PRESENTIEL, "9:30", "12:30", capacite=30),),
            annule_le=il_y_a(aujourd_hui, 5),
            annulation_motif="Le chemin est fermé pour travaux (motif inventé).",
            **commun,
        ),
    )


# Whoever registers is as invented: a first name, a feature of the landscape, a territory.
PRENOMS = ("Aubane", "Baptiste", "Clarisse", "Dimitri", "Eulalie", "Fabrice", "Gaëlle", "Honoré", "Isaure", "Joachim")
PAYSAGES = (
    "Du Vallon",
    "De la Dune",
    "Du Lagon",
    "Des Cimes",
    "De l’Estuaire",
    "Du Bocage",
    "De la Presqu’île",
    "Du Volcan",
)
TERRITOIRES = ("11", "84", "04", "53", "75", "01", "76", "987", "32", "93", "988", "28", "02", "44")
