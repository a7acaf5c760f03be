"""The 9th Rencontre, Tuesday 4 July 2023: every sequence, slot, speaker, quality, angle and footnote as printed.

The programme has faults, and they are kept: the heading of the first « temps » ends at 12 h 15 before its last slot at
12 h 30, the conclusions have a start and no end, and Christophe Genter's footnote mark comes after the footnote's page.
Three sequences are announced and four headings printed (« Et après ? » is the fourth); the welcome and the introduction
stand under none.
"""

from datetime import date

from presences.demo import annuaire
from presences.demo.formes import (
    DISTANCIEL,
    PRESENTIEL,
    RENCONTRE,
    SOUS_RESERVE,
    TEMOIGNAGE,
    EvenementDemo,
    FormuleDemo,
    Passage,
    Temps,
    Voix,
)
from programmes.models import Creneau, Sequence

INSPIRATION = Temps(
    "Le temps de l’inspiration",
    "Mobilisons-nous autour des Projets de territoire !",
    Sequence.Teinte.LAC,
    "9:30",
    "12:15",
)
INTERCONNAISSANCE = Temps(
    "Le temps de l’interconnaissance",
    "Les jeux, c’est du sérieux !",
    Sequence.Teinte.BRIQUE,
    "12:30",
    "14:00",
)
CO_DEVELOPPEMENT = Temps(
    "Le temps de co-développement",
    "Contribuons à la qualification des compétences de catalyse !",
    Sequence.Teinte.BRUYERE,
    "14:00",
    "17:00",
)
ET_APRES = Temps("Et après ?", "", Sequence.Teinte.GALET, "17:00", "17:30")

MATINEE = (
    Passage(
        "Accueil des participants",
        "8:30",
        "9:00",
        "Du café et des viennoiseries à l’arrivée.",
        nature=Creneau.Nature.ACCUEIL,
    ),
    Passage(
        "Introduction de la journée",
        "9:00",
        "9:30",
        diffuse=True,
        voix=(
            Voix("Pierre Mace", "directeur général", annuaire.FNCE),
            Voix("Delphine Vandevoorde", "co-présidente", annuaire.RESEAU),
        ),
    ),
    Passage(
        "Projets de territoire, de quoi parle-t-on ?",
        "9:30",
        "10:00",
        "Une association d’élus et un chercheur croisent leurs regards : ce que recouvre un Projet de territoire, "
        "et pourquoi tant de transitions se jouent désormais à cette échelle.",
        nature=Creneau.Nature.TABLE_RONDE,
        diffuse=True,
        temps=INSPIRATION,
        voix=(
            Voix("Josiane Corneloup", "présidente", annuaire.ANPP, "Association d’élus locaux"),
            Voix("Laurent Lelli", "directeur", annuaire.CHAIRE, "Acteur académique"),
        ),
    ),
    Passage(
        "La mobilisation de la société civile au service du Projet de territoire",
        "10:00",
        "10:30",
        "Entreprises, associations et initiatives citoyennes racontent ce qu’elles apportent à un projet de long "
        "terme, à côté de l’action publique.",
        nature=Creneau.Nature.TABLE_RONDE,
        diffuse=True,
        temps=INSPIRATION,
        voix=(
            Voix(
                "Sylvain Reymond",
                "directeur général",
                annuaire.ENTREPRISES,
                "Acteurs économiques",
                SOUS_RESERVE,
                TEMOIGNAGE,
            ),
            Voix("Loreline Vidal", "administratrice", annuaire.RNMA, "Secteur associatif", role=TEMOIGNAGE),
            Voix("Carole Orchampt", "déléguée générale", annuaire.RNMA, "Secteur associatif", role=TEMOIGNAGE),
            Voix(
                "Frédérique Lellouche",
                "directrice de l’établissement national",
                annuaire.COMITE_21,
                "Initiatives citoyennes",
                role=TEMOIGNAGE,
            ),
        ),
    ),
    Passage(
        "Les compétences de catalyse en question",
        "10:30",
        "11:15",
        "Relier des personnes, faire avancer ensemble des acteurs que tout sépare : en quoi ce savoir-faire est-il "
        "particulier, et comment les métiers le décrivent-ils ? Recherche, praticiens et formation en débattent.",
        nature=Creneau.Nature.TABLE_RONDE,
        diffuse=True,
        temps=INSPIRATION,
        voix=(
            Voix(
                "Cécile Cot",
                "enseignante-chercheuse, ingénieure d’études",
                annuaire.AGROPARISTECH,
                "Recherche académique : la qualification des compétences transverses",
            ),
            Voix(
                "Michael Restier",
                "directeur",
                annuaire.ANPP,
                "Ingénierie publique locale : un 3e vademecum, sur les coopérations",
            ),
            Voix(
                "Patricia Auroy",
                "vice-présidente",
                annuaire.RNET,
                "Développeur économique : l’évolution du référentiel de ce métier",
            ),
            Voix(
                "Léa Bouaroua",
                "chargée de mission",
                annuaire.RNMA,
                "Management de projet d’innovation associative : le référentiel « Accompagnateur à la vie "
                "associative locale »",
            ),
            Voix(
                "Bernard Alix",
                "philosophe, chef de projet Mission Développement des pratiques pédagogiques",
                annuaire.CNFPT,
                "Formation",
                SOUS_RESERVE,
            ),
        ),
    ),
    Passage(
        "Les enjeux d’innovation en matière de modèles socio-économiques de l’ingénierie territoriale",
        "11:15",
        "12:00",
        "Des expertises variées, des financements d’un genre nouveau, des alliances : les trois appuis d’une "
        "ingénierie qui veut durer.",
        nature=Creneau.Nature.TABLE_RONDE,
        diffuse=True,
        temps=INSPIRATION,
        voix=(
            Voix("Pascal Berteaud", "directeur général", annuaire.CEREMA, "Diversité des expertises"),
            # Three functions in one slot, in one printed quality.
            Voix(
                "Valérie Dumontet",
                "en charge de l’évaluation du Fonds ODD 17, présidente du Fonds de Solidarité Liban de Cités-Unies "
                "France, au titre de son mandat de vice-présidente du Département de l’Aude",
                annuaire.CITES_UNIES,
                "Évaluation de financements innovants d’ingénierie d’alliance, en France et au Liban",
            ),
            Voix(
                "Christophe Genter",
                "directeur du Département Cohésion Sociale et Territoriale, Direction de l’Investissement",
                annuaire.BANQUE,
                "Alliances du local au national",
                SOUS_RESERVE,
            ),
        ),
    ),
    Passage(
        "La France et les Objectifs de Développement Durable (ODD)",
        "12:00",
        "12:30",
        "Le chemin parcouru vers 2030, et la place de l’ODD 17, au moment où le pays présente sa revue nationale "
        "aux Nations unies.",
        diffuse=True,
        temps=INSPIRATION,
        voix=(
            Voix("Thomas Lesueur", "commissaire général au développement durable", "", "Les avancées de la France"),
            Voix("Thomas Friang", "fondateur et directeur", annuaire.OPEN_DIPLOMACY, "Les avancées de la France"),
        ),
    ),
)
DEJEUNER = Passage(
    "Déjeuner et découvertes par le jeu",
    "12:30",
    "14:00",
    "Un repas pour se retrouver et prendre des nouvelles, puis des jeux à essayer ensemble.",
    nature=Creneau.Nature.REPAS,
    temps=INTERCONNAISSANCE,
)
ATELIERS = Passage(
    "Ateliers de co-développement",
    "14:00",
    "17:00",
    "Après les travaux du matin, de nouveaux outils à expérimenter : reconnaître l’ingénierie de catalyse, dire si on "
    "la pratique et ce qui manque pour le faire, voir comment elle est reconnue chez soi.",
    nature=Creneau.Nature.ATELIER,
    temps=CO_DEVELOPPEMENT,
)
CLOTURE = (
    Passage(
        "Agir dès aujourd’hui : quels enseignements de la journée",
        "17:00",
        "17:15",
        nature=Creneau.Nature.CLOTURE,
        temps=ET_APRES,
        voix=(
            Voix(
                "Frédéric Dohet",
                "membre du Comex de la Fondation des Territoires, délégué général de la Fondation RTE",
                annuaire.TERRITOIRES,
            ),
        ),
    ),
    Passage(
        "Nous projeter demain : premiers enseignements de la démarche « intérêt général 2050 »",
        "17:15",
        "17:30",
        nature=Creneau.Nature.CLOTURE,
        temps=ET_APRES,
        voix=(Voix("Charles-Benoit Heidsieck", "président du Comité de prospective", annuaire.CONSTRUCTION),),
    ),
    # Printed after the heading's end, with a start and no end.
    Passage(
        "Conclusions",
        "17:30",
        "",
        nature=Creneau.Nature.CLOTURE,
        temps=ET_APRES,
        voix=(Voix("Frédérique Marquet", "co-présidente", annuaire.RESEAU),),
    ),
)

RENCONTRE_9 = EvenementDemo(
    slug="rencontre-2023",
    nature=RENCONTRE,
    titre="Ensemble, accompagnons les transitions en territoire !",
    numero=9,
    jour=date(2023, 7, 4),
    debut="9:00",
    fin="17:30",
    chapeau="Qu’est-ce qu’un Projet de territoire, quelle place l’ingénierie de catalyse y tient-elle, et qui la "
    "finance ? Une matinée à suivre de partout, une journée sur place pour se rencontrer et travailler ensemble.",
    presentation="La 9e Rencontre des pionniers des alliances en territoire se suit de deux façons : la matinée, "
    "retransmise en ligne et ouverte à tous, ou la journée entière sur place.\n\n"
    "Le programme publié ne nomme ni lieu ni animateur, et montre ses partenaires par des logos que nous n’avons pas "
    "pu lire : tout cela reste à préciser. L’en-tête du premier temps s’arrête à 12 h 15 alors que son dernier échange "
    "finit à 12 h 30 : les heures sont données telles qu’elles sont imprimées.",
    formules=(
        FormuleDemo(
            DISTANCIEL,
            "9:00",
            "12:30",
            "La matinée en distanciel",
            comprend="la matinée retransmise en direct, ouverte à tous",
        ),
        FormuleDemo(
            PRESENTIEL,
            "9:00",
            "17:30",
            "La journée en présentiel",
            comprend="l’accueil à partir de 8 h 30\nla matinée\nle déjeuner\nles ateliers de l’après-midi",
        ),
    ),
    programme=(*MATINEE, DEJEUNER, ATELIERS, *CLOTURE),
)
