"""The personal data of this app: each with its reason and its time."""

from socle.donnees import DonneesPersonnelles

DONNEES = (
    DonneesPersonnelles(
        "inscriptions.Inscription",
        ("email", "prenom", "nom", "nom_cle", "structure", "secret", "lien_envoye_le", "personne"),
        "tenir la place, écrire à la personne, l’accueillir, lui donner ses liens et son attestation",
        "un an après l’événement",
    ),
    DonneesPersonnelles(
        "inscriptions.Inscription",
        ("profil", "echelle", "territoire", "fuseau", "matin", "dejeuner", "apres_midi", "sur_la_liste"),
        "préparer l’événement, dire les heures de chacun, compter ; la ligne reste, sans nom, pour les bilans",
        "sans nom au bout d’un an, puis sans limite",
    ),
    DonneesPersonnelles(
        "inscriptions.Attente",
        ("inscription",),
        "servir la liste d’attente dans l’ordre",
        "comme l’inscription",
    ),
    DonneesPersonnelles(
        "inscriptions.Besoins",
        ("acces", "regime"),
        "recevoir la personne ; peut toucher à la santé ou aux convictions (RGPD, article 9) : accord exprès",
        "sept jours après l’événement, ou dès l’annulation de l’inscription",
    ),
    DonneesPersonnelles(
        "inscriptions.Consentement",
        ("email", "texte", "donne_le", "retire_le"),
        "prouver ce qui a été accepté, avec les mots qui ont été lus",
        "tant que l’accord vaut, puis trois ans",
    ),
    DonneesPersonnelles(
        "inscriptions.AvisOuverture",
        ("email", "demande_le"),
        "prévenir une fois de l’ouverture des inscriptions",
        "jusqu’à ce message, ou jusqu’à la fin de l’événement",
    ),
)
