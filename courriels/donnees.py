"""The personal data of this app: messages, and what a calendar was told (socle.donnees)."""

from courriels.models import Envoi
from socle.donnees import (
    Base,
    DonneesPersonnelles,
    Effacement,
    Qui,
    SansDonneePersonnelle,
    Traitement,
    apres,
    comme_l_inscription,
)

MESSAGES = Traitement(
    "messages",
    "Messages et invitations d’agenda",
    "Écrire aux personnes ce qu’elles doivent savoir, une seule fois, et tenir leur agenda juste.",
    "Participants, intervenants, membres de l’équipe.",
    ("l’équipe du Réseau",),
    ("l’hébergeur du service", "le prestataire d’envoi des courriels"),
)
FINIS = (Envoi.Etat.ENVOI, Envoi.Etat.ABANDON, Envoi.Etat.REMPLACEMENT)
QUI = Qui(adresses=("destinataire",), references=("reference",))

DONNEES = (
    DonneesPersonnelles(
        "courriels.Envoi",
        ("destinataire", "nom_destinataire", "objet", "reponse"),
        "savoir quel message est parti, à qui, et ce que le serveur de courriel en a dit",
        apres(365, "son écriture", "cree_le", avec_l_inscription=True, etat__in=FINIS),
        MESSAGES,
        Base.DEMANDE,
        Effacement.VIDER,
        qui=QUI,
        contexte=("cree_le", "etat", "envoye_le"),
        caches=("reponse",),
        titre="messages",
    ),
    DonneesPersonnelles(
        "courriels.Envoi",
        ("texte", "html", "calendrier", "en_tetes"),
        "envoyer le message, le renvoyer s’il n’est pas arrivé",
        apres(180, "son écriture", "cree_le", avec_l_inscription=True, etat__in=FINIS),
        MESSAGES,
        Base.DEMANDE,
        Effacement.VIDER,
        qui=QUI,
        caches=("texte", "html", "calendrier", "en_tetes"),
    ),
    DonneesPersonnelles(
        "courriels.EntreeAgenda",
        ("destinataire", "dernier", "empreinte_du_texte"),
        "tenir juste le rendez-vous posé dans l’agenda de la personne, l’en retirer s’il n’a plus lieu",
        comme_l_inscription(),
        MESSAGES,
        Base.DEMANDE,
        Effacement.VIDER,
        qui=Qui(adresses=("destinataire",), uid="uid"),
        contexte=("dite_le", "est_annulee"),
        caches=("empreinte_du_texte",),
        extraits=(("dernier", ("titre", "debut", "fin", "lieu")),),
        titre="rendez-vous posés dans l’agenda",
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle(
        "courriels.Envoi",
        ("cle", "reference", "evenement", "methode", "etat", "message_id", "proprietaire"),
        "des numéros de lignes, un état, et le nom de la machine qui envoie",
    ),
    SansDonneePersonnelle(
        "courriels.EntreeAgenda",
        ("uid", "empreinte", "dernier_envoi"),
        "un numéro d’inscription, et l’empreinte d’un jour, d’heures et d’un lieu communs à tous",
    ),
)
