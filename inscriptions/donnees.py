"""The personal data of this app: each with its reason and its time (socle.donnees)."""

from socle.donnees import (
    Base,
    DonneesPersonnelles,
    Duree,
    Effacement,
    Qui,
    SansDonneePersonnelle,
    Traitement,
    apres,
    comme_l_inscription,
)

INSCRIPTIONS = Traitement(
    "inscriptions",
    "Inscriptions aux événements",
    "Tenir les inscriptions aux webinaires et aux Rencontres, accueillir les participants, compter sans nommer.",
    "Participants, partenaires, équipe et presse qui s’inscrivent ou que l’on inscrit.",
    ("l’équipe du Réseau", "l’équipe d’accueil, le jour venu"),
)
ACCUEIL = Traitement(
    "accueil",
    "Besoins d’accès et régimes alimentaires",
    "Recevoir chacun selon ses besoins. Ces réponses peuvent toucher à la santé ou aux convictions (article 9).",
    "Participants sur place qui choisissent de répondre.",
    ("l’équipe d’accueil", "le traiteur et le lieu, en nombres et sans nom"),
)
LETTRE = Traitement(
    "lettre",
    "Lettre d’information",
    "Envoyer la lettre du Réseau à qui l’a demandée.",
    "Personnes qui ont coché la case de la lettre.",
    ("l’équipe du Réseau",),
    ("l’hébergeur du service", "le prestataire d’envoi des courriels"),
)
UN_AN = apres(365, "l’événement", "evenement__fin")
DE_L_EVENEMENT = ("liste", "besoins")

DONNEES = (
    DonneesPersonnelles(
        "inscriptions.Inscription",
        (
            *("email", "prenom", "nom", "nom_cle", "structure", "echelle", "fuseau", "sur_la_liste"),
            *("personne", "secret", "lien_envoye_le"),
        ),
        "tenir la place, écrire à la personne, l’accueillir, lui donner ses liens et son attestation",
        UN_AN,
        INSCRIPTIONS,
        Base.DEMANDE,
        Effacement.VIDER,
        qui=Qui(adresses=("email",), inscription="pk"),
        contexte=(
            *("evenement", "categorie", "formule", "etat", "etat_le", "cree_le"),
            *("venue_demandee_le", "venue_confirmee_le"),
        ),
        caches=("nom_cle", "secret", "personne"),
        marque="effacee_le",
    ),
    DonneesPersonnelles(
        "inscriptions.Inscription",
        ("formule", "profil", "territoire", "etat", "matin", "dejeuner", "apres_midi"),
        "préparer l’événement et compter ; la ligne reste, sans nom, le temps de faire le bilan",
        Duree("sans nom, jusqu’à ce que le bilan de l’événement soit figé"),
        INSCRIPTIONS,
        Base.INTERET,
        Effacement.GARDER,
        qui=Qui(adresses=("email",), inscription="pk"),
        garde_parce_que="une ligne sans nom sert à compter les participants ; rien n’y dit plus de qui il s’agit",
    ),
    DonneesPersonnelles(
        "inscriptions.Attente",
        ("inscription", "formule", "creneau"),
        "servir la liste d’attente dans l’ordre",
        comme_l_inscription(),
        INSCRIPTIONS,
        Base.DEMANDE,
        Effacement.GARDER,
        qui=Qui(adresses=("inscription__email",), inscription="inscription"),
        garde_parce_que="l’attente d’une ligne sans nom sert à compter les places qui ont manqué",
        contexte=("entree_le", "offre_le", "echeance", "tient_une_place", "close_le", "issue"),
        caches=("inscription",),
    ),
    DonneesPersonnelles(
        "inscriptions.Besoins",
        ("acces", "regime", "inscription"),
        "recevoir la personne ; peut toucher à la santé ou aux convictions (article 9) : accord exprès",
        apres(
            7,
            "l’événement",
            "inscription__evenement__fin",
            ou=", ou dès l’annulation de l’inscription",
            avec_l_inscription=True,
        ),
        ACCUEIL,
        Base.CONSENTEMENT_EXPRES,
        Effacement.SUPPRIMER,
        qui=Qui(adresses=("inscription__email",), inscription="inscription"),
        contexte=("consentement_le",),
        caches=("inscription",),
        titre="besoins d’accès et régime alimentaire",
    ),
    DonneesPersonnelles(
        "inscriptions.Consentement",
        ("email",),
        "écrire à qui a demandé la lettre, et prouver ce qui a été accepté, avec les mots qui ont été lus",
        apres(3 * 365, "le retrait de l’accord", "retire_le", finalite="lettre"),
        LETTRE,
        Base.CONSENTEMENT,
        Effacement.VIDER,
        qui=Qui(adresses=("email", "inscription__email")),
        contexte=("finalite", "texte", "donne_le", "retire_le"),
        a_l_echeance=Effacement.SUPPRIMER,
    ),
    DonneesPersonnelles(
        "inscriptions.Consentement",
        ("email",),
        "prouver ce qui a été accepté pour l’événement (liste des participants, besoins), avec les mots lus",
        comme_l_inscription(finalite__in=DE_L_EVENEMENT),
        INSCRIPTIONS,
        Base.OBLIGATION,
        Effacement.VIDER,
        qui=Qui(inscription="inscription"),
    ),
    DonneesPersonnelles(
        "inscriptions.Consentement",
        ("inscription",),
        "savoir pour quelle inscription l’accord a été donné",
        comme_l_inscription(),
        INSCRIPTIONS,
        Base.OBLIGATION,
        Effacement.VIDER,
        qui=Qui(inscription="inscription"),
        caches=("inscription",),
    ),
    DonneesPersonnelles(
        "inscriptions.AvisOuverture",
        ("email", "evenement", "demande_le"),
        "prévenir une fois de l’ouverture des inscriptions",
        apres(0, "la fin de l’événement", "evenement__fin", ou=", ou dès le message parti"),
        INSCRIPTIONS,
        Base.DEMANDE,
        Effacement.SUPPRIMER,
        qui=Qui(adresses=("email",)),
        titre="demandes d’avis à l’ouverture",
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle("inscriptions.Inscription", ("evenement", "categorie"), "un événement, une catégorie"),
    SansDonneePersonnelle("inscriptions.Attente", ("issue",), "comment l’attente s’est close"),
    SansDonneePersonnelle("inscriptions.Consentement", ("finalite", "texte"), "les mots du formulaire, pour tous"),
)
