"""The personal data of this app: who may do what for an event, and the authors of what is published."""

from comptes.donnees import EQUIPE
from socle.donnees import Base, DonneesPersonnelles, Duree, Effacement, SansDonneePersonnelle, Traitement

RESSOURCES = Traitement(
    "ressources",
    "Publication des ressources",
    "Publier librement les diaporamas, replays, synthèses et restitutions des événements, avec leurs auteurs.",
    "Auteurs et intervenants.",
    ("le public",),
)

DONNEES = (
    DonneesPersonnelles(
        "evenements.Acces",
        ("user", "role", "evenement", "expire_le"),
        "dire ce qu’un membre de l’équipe peut faire, et pour quel événement",
        Duree("comme le compte"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="les droits d’un membre de l’équipe se retirent auprès du Réseau",
    ),
    DonneesPersonnelles(
        "evenements.Ressource",
        ("auteurs", "fichier"),
        "publier un document avec le nom de qui l’a fait, qui l’a confié pour cela",
        Duree("tant que la ressource est publiée"),
        RESSOURCES,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="une ressource publiée porte le nom de ses auteurs ; elle se retire en écrivant au Réseau",
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle(
        "evenements.Cycle", ("titre", "question", "slug", "presentation"), "texte public qui présente un cycle"
    ),
    SansDonneePersonnelle(
        "evenements.Lieu",
        ("nom", "adresse", "code_postal", "ville", "acces", "acces_sans_marche", "accessibilite"),
        "décrit un lieu public",
    ),
    SansDonneePersonnelle(
        "evenements.Evenement",
        (
            *("nature", "cycle", "fil", "titre", "theme", "slug", "chapeau", "presentation", "precision", "fuseau"),
            *("lieu", "lien_direct", "annulation_motif", "accueil_sans_place", "secret"),
        ),
        "présente un événement",
    ),
    SansDonneePersonnelle(
        "evenements.Formule",
        ("evenement", "modalite", "intitule", "comprend", "ne_comprend_pas", "depassement_motif"),
        "une façon de participer, la même pour tous",
    ),
    SansDonneePersonnelle(
        "evenements.Partenariat",
        ("cycle", "evenement", "structure", "role", "mention"),
        "ce qu’une organisation fait pour un événement",
    ),
    SansDonneePersonnelle(
        "evenements.Ressource", ("evenement", "nature", "titre", "adresse", "licence"), "décrit un document publié"
    ),
)
