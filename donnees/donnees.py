"""The personal data of the tables that are not ours: Django's and allauth's (socle.donnees)."""

from comptes.donnees import EQUIPE
from journal.donnees import JOURNAL
from socle.donnees import Base, DonneesPersonnelles, Duree, Effacement, Qui, apres

DONNEES = (
    DonneesPersonnelles(
        "admin.LogEntry",
        ("object_repr", "change_message"),
        "savoir ce qu’un administrateur a changé depuis la fenêtre d’administration",
        apres(3 * 365, "l’acte", "action_time", avec_l_inscription=True),
        JOURNAL,
        Base.INTERET,
        Effacement.VIDER,
        qui=Qui(generique=("content_type__app_label", "content_type__model", "object_id")),
        contexte=("action_time",),
        titre="journal de l’administration",
    ),
    DonneesPersonnelles(
        "admin.LogEntry",
        ("user",),
        "savoir quel administrateur a agi",
        Duree("comme le compte"),
        JOURNAL,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="c’est un acte de l’équipe",
    ),
    DonneesPersonnelles(
        "sessions.Session",
        ("session_data",),
        "garder ouverte la session d’un membre de l’équipe",
        apres(0, "son expiration, quatorze jours après la dernière page", "expire_date"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="les participants n’ont pas de session",
        titre="session ouverte par l’équipe",
        a_l_echeance=Effacement.SUPPRIMER,
    ),
    DonneesPersonnelles(
        "account.EmailAddress",
        ("user", "email"),
        "reconnaître l’adresse d’un compte de l’équipe",
        Duree("comme le compte"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="le compte d’un membre de l’équipe se ferme auprès du Réseau",
    ),
    DonneesPersonnelles(
        "account.EmailConfirmation",
        ("email_address", "key"),
        "vérifier l’adresse d’un compte de l’équipe",
        Duree("comme le compte"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="le compte d’un membre de l’équipe se ferme auprès du Réseau",
    ),
    DonneesPersonnelles(
        "mfa.Authenticator",
        ("user", "data"),
        "protéger le compte d’un membre de l’équipe par un second facteur",
        Duree("comme le compte"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="le compte d’un membre de l’équipe se ferme auprès du Réseau",
    ),
)

# Tables of others that hold nobody: what is installed and not named here or above fails a test.
SANS_PERSONNE = ("auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType")
