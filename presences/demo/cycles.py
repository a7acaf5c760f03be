"""What the network ran before the season: the cycles of 2020, 2022 and 2023, a seminar, the Rencontres 1 to 8.

13 h is printed for 8 November 2022 and 31 August 2023 only, and no end ever is: everywhere else 13 h – 14 h is ours,
marked by `heures_supposees` and said in words. A cycle has the escales that are known, not a number to fill.
"""

from datetime import date

from evenements.models import Partenariat
from presences.demo import annuaire
from presences.demo.formes import (
    ANNEE,
    DISTANCIEL,
    HEURE,
    JOUR,
    PRESENTIEL,
    RENCONTRE,
    SEMINAIRE,
    TEMOIGNAGE,
    WEBINAIRE,
    BilanDemo,
    CycleDemo,
    EvenementDemo,
    FormuleDemo,
    Partenaire,
    Passage,
    Voix,
)
from presences.demo.rencontre9 import RENCONTRE_9
from programmes.models import Creneau

HEURES_SUPPOSEES = "Les heures (13 h – 14 h, heure de Paris) sont supposées : les documents n’en impriment pas."
FIN_SUPPOSEE = "Le début à 13 h (heure de Paris) est imprimé ; la fin à 14 h est supposée."
JOUR_INCONNU = "De cette escale ne sont connus que l’année et le thème."
LOGOS = "Les autres contributeurs et partenaires sont montrés par des logos que nous n’avons pas pu lire."
PLATEFORME = Partenaire(annuaire.TERRITOIRES)

CYCLES = (
    CycleDemo(
        "cycle-2020",
        2020,
        "Cycle de webinaires 2020",
        presentation="Cinq webinaires de la plateforme « L’innovation territoriale en actions ! ». Le titre de ce "
        "cycle n’est pas renseigné.",
        bilan=BilanDemo(
            {"inscrits": 400, "temoignages": 15, "regions_representees": "toutes"},
            remarque="Les inscrits sont ceux des quatre premiers webinaires : le cinquième n’est pas compté.",
            source="documents publiés par le Réseau",
        ),
    ),
    CycleDemo(
        "cycle-2022",
        2022,
        "Ensemble, faisons CAP vers 2030 !",
        "Comment accompagner les dynamiques collectives ?",
        "Un fil s’ouvre à l’automne, « Faire ensemble Projet de Territoire », en trois étapes : le dialogue "
        "territorial, les expérimentations collectives, puis un dispositif. Les trois premiers webinaires de ce cycle "
        "ne sont pas renseignés.",
        partenaires=(PLATEFORME,),
    ),
    CycleDemo(
        "cycle-2023",
        2023,
        "Accompagner les Projets de territoire vers les transitions",
        "Avec quels acteurs d’un territoire faire vivre son Projet, et quel appui les catalyseurs leur donnent-ils ?",
        "Six escales, une par famille d’acteurs. Le programme de la Rencontre de 2023 donne à ce cycle un autre "
        "titre : « Ensemble accompagnons les Projets de territoires ».",
        partenaires=(PLATEFORME,),
    ),
)


def _webinaire(jour, titre, *, cycle, numero=None, presentation=HEURES_SUPPOSEES, **champs):
    """A webinar whose day is known: online, 13 h – 14 h, at least one of the two being ours."""
    return EvenementDemo(
        slug=f"webinaire-{jour.isoformat()}",
        nature=WEBINAIRE,
        titre=titre,
        jour=jour,
        debut="13:00",
        fin="14:00",
        precision=HEURE,
        heures_supposees=True,
        cycle=cycle,
        numero=numero,
        presentation=presentation,
        formules=(FormuleDemo(DISTANCIEL, "13:00", "14:00"),),
        **champs,
    )


def _escale_2023(numero, slug, theme):
    """An escale of 2023 of which only the theme is printed."""
    return EvenementDemo(
        slug=f"escale-2023-{slug}",
        nature=WEBINAIRE,
        titre=theme,
        theme=theme,
        jour=date(2023, 1, 1),
        precision=ANNEE,
        cycle="cycle-2023",
        numero=numero,
        presentation=JOUR_INCONNU,
    )


DIALOGUE_TERRITORIAL = (
    Passage(
        "La place du dialogue territorial",
        voix=(Voix("Charles-Benoit Heidsieck", "président-fondateur", annuaire.RAMEAU),),
    ),
    Passage(
        "Témoignage d’un acteur public territorial",
        voix=(Voix("Michael Restier", "directeur", annuaire.ANPP, role=TEMOIGNAGE),),
    ),
    Passage(
        "Témoignage des développeurs économiques",
        voix=(Voix("Patricia Auroy", "vice-présidente", annuaire.RNET, role=TEMOIGNAGE),),
    ),
    Passage(
        "Témoignage d’un acteur associatif",
        texte="Les diapositives annoncent « RNMA & CCO Villeurbanne » sans dire qui représente quoi : la structure "
        "donnée ici à chacun est déduite de l’ordre des noms.",
        voix=(
            Voix("Paul Bucau", "chargé de développement territorial", annuaire.RNMA, role=TEMOIGNAGE),
            Voix("Harout Mekhsian", "directeur", annuaire.CCO, role=TEMOIGNAGE),
        ),
    ),
    Passage("Questions", nature=Creneau.Nature.ECHANGES),
    Passage("Le programme à venir"),
)
_DEPUIS = "Saint-Benoît (La Réunion)"
ASSOCIATIONS_ET_CATALYSEURS = (
    Passage(
        "La capacité d’engagement du secteur associatif au service du territoire",
        voix=(Voix("Charles-Benoit Heidsieck", "président-fondateur", annuaire.RAMEAU),),
    ),
    Passage(
        "Les Maisons des associations, « catalyseurs du faire ensemble sur un territoire pour faire sens »",
        voix=(Voix("Léa Bouaroua", "chargée de mission", annuaire.RNMA, role=TEMOIGNAGE),),
    ),
    Passage(
        "Le territoire de Saint-Benoît vu par l’acteur public local",
        voix=(
            Voix(
                "Catherine Vellayoudom",
                "directrice politique de la ville",
                annuaire.COMMUNE,
                role=TEMOIGNAGE,
                depuis=_DEPUIS,
            ),
        ),
    ),
    Passage(
        "Retour d’expérience d’un catalyseur territorial",
        voix=(Voix("Jimmy Begue", "directeur", annuaire.MAISON, role=TEMOIGNAGE, depuis=_DEPUIS),),
    ),
    Passage("Questions", nature=Creneau.Nature.ECHANGES),
    Passage("Le programme à venir"),
)

WEBINAIRES = (
    _webinaire(
        date(2020, 3, 2),
        "L’ODD 17 en pratique sur les territoires",
        cycle="cycle-2020",
        numero=1,
    ),
    _webinaire(
        date(2020, 5, 28),
        "Les exemples inspirants de la co-construction territoriale",
        cycle="cycle-2020",
        numero=2,
    ),
    _webinaire(
        date(2020, 7, 16),
        "L’engagement des organisations publiques & privées",
        cycle="cycle-2020",
        numero=3,
    ),
    _webinaire(
        date(2020, 9, 10),
        "La valorisation des dynamiques territoriales",
        cycle="cycle-2020",
        numero=4,
    ),
    _webinaire(
        date(2020, 11, 26),
        "Les élus locaux et la co-construction territoriale",
        cycle="cycle-2020",
        numero=5,
    ),
    _webinaire(
        date(2022, 9, 8),
        "La place du dialogue territorial",
        cycle="cycle-2022",
        numero=4,
        chapeau="Comment le dialogue ouvre la voie d’un Projet de territoire, vu par un acteur public, des "
        "développeurs économiques et des associations.",
        presentation=f"{HEURES_SUPPOSEES}\n\nUn seul logo de contributeur se lit dans le document, celui du "
        f"« Laboratoire d’innovation sociale et culturelle » ; nous le rattachons au CCO Villeurbanne. {LOGOS}",
        programme=DIALOGUE_TERRITORIAL,
        partenaires=(
            Partenaire(annuaire.CCO, Partenariat.Role.CONTRIBUTIONS, "Laboratoire d’innovation sociale et culturelle"),
            PLATEFORME,
        ),
    ),
    _webinaire(
        date(2022, 11, 8),
        "Les expérimentations collectives",
        cycle="cycle-2022",
        fil="Faire ensemble Projet de Territoire",
        presentation=f"{FIN_SUPPOSEE} Le titre exact n’est pas renseigné : celui-ci dit le thème annoncé.",
    ),
    _escale_2023(1, "entreprises", "Les entreprises"),
    _escale_2023(2, "acteurs-academiques", "Les acteurs académiques"),
    _webinaire(
        date(2023, 6, 8),
        "Associations et catalyseurs : ensemble, accompagnons les Projets de territoire",
        cycle="cycle-2023",
        numero=3,
        theme="Les associations",
        chapeau="Ce que les associations peuvent engager pour leur territoire, et comment les Maisons des associations "
        "les y aident. Une partie se vit en direct de Saint-Benoît, à La Réunion.",
        presentation=f"{HEURES_SUPPOSEES}\n\n{LOGOS.replace('Les autres contributeurs', 'Les contributeurs')}",
        programme=ASSOCIATIONS_ET_CATALYSEURS,
        partenaires=(PLATEFORME,),
    ),
    _webinaire(
        date(2023, 8, 31),
        "Les initiatives citoyennes",
        cycle="cycle-2023",
        numero=4,
        theme="Les initiatives citoyennes",
        presentation=f"{FIN_SUPPOSEE} Le titre exact n’est pas renseigné : celui-ci dit le thème annoncé.",
    ),
    _escale_2023(5, "acteurs-publics-locaux", "Les acteurs publics locaux"),
    _escale_2023(6, "investisseurs", "Les investisseurs publics & privés"),
)

SEMINAIRE_2022 = EvenementDemo(
    slug="seminaire-economie-et-sens",
    nature=SEMINAIRE,
    titre="Économie & Sens",
    jour=date(2022, 9, 14),
    debut="9:00",
    fin="11:30",
    presentation="Séminaire annoncé le 8 septembre 2022, à côté des rendez-vous du Réseau. Lieu et format non "
    "renseignés.",
)

_NOM = "Rencontre des pionniers des alliances en territoire"


def _rencontre(numero, annee, titre="", *, presentation, **champs):
    """A Rencontre of the past; without a known theme, its official name stands for a title."""
    return EvenementDemo(
        slug=f"rencontre-{annee}",
        nature=RENCONTRE,
        titre=titre or _NOM,
        numero=numero,
        **{"jour": date(annee, 1, 1), "precision": ANNEE, **champs},
        presentation=presentation,
    )


_PEU = "De cette édition ne sont connus que l’année et le thème. Jour, lieu et format non renseignés."

RENCONTRES = (
    _rencontre(1, 2015, "Les enjeux de la co-construction territoriale", presentation=_PEU),
    _rencontre(2, 2016, "Les pratiques des catalyseurs", presentation=_PEU),
    _rencontre(3, 2017, "Les outils de la co-construction territoriale", presentation=_PEU),
    _rencontre(4, 2018, "Ensemble, innovons !", presentation=_PEU),
    _rencontre(
        5,
        2019,
        "Ensemble, valorisons les territoires !",
        jour=date(2019, 6, 26),
        debut="9:00",
        fin="17:30",
        precision=HEURE,
        lieu="fnce",
        formules=(FormuleDemo(PRESENTIEL, "9:00", "17:30", "La journée en présentiel"),),
        presentation="Une journée sur place. Son programme n’est pas renseigné.",
    ),
    _rencontre(
        6,
        2020,
        jour=date(2020, 7, 8),
        precision=JOUR,
        formules=(FormuleDemo(DISTANCIEL, "", ""),),
        presentation="Une Rencontre tenue en ligne, avec des ateliers en ligne eux aussi. Thème et heures non "
        "renseignés.",
        bilan=BilanDemo(
            {"participants_en_direct": 592, "duree_moyenne": 53, "telechargements_du_replay": 1037},
            releve_en_mots="novembre 2020",
            source="documents publiés par le Réseau",
        ),
    ),
    _rencontre(
        7, 2021, presentation="De cette édition n’est connue que l’année. Thème, lieu et format non renseignés."
    ),
    _rencontre(
        8,
        2022,
        presentation="De cette édition n’est connue que l’année. Le programme de 2023 rappelle qu’elle a fixé un cap "
        "commun. Thème, lieu et format non renseignés.",
    ),
    RENCONTRE_9,
)
EVENEMENTS = (*WEBINAIRES, SEMINAIRE_2022, *RENCONTRES)
