"""The personal data of this app: the accounts of the team (socle.donnees)."""

from socle.donnees import Base, DonneesPersonnelles, Effacement, SansDonneePersonnelle, Traitement, apres

EQUIPE = Traitement(
    "equipe",
    "Comptes de l’équipe",
    "Ouvrir l’espace d’organisation aux personnes qui préparent les événements, chacune selon son rôle.",
    "Membres de l’équipe du Réseau et de l’équipe d’accueil.",
    ("les administrateurs du service",),
)

DONNEES = (
    DonneesPersonnelles(
        "comptes.User",
        ("email", "first_name", "last_name", "password", "last_login", "date_joined"),
        "ouvrir l’espace d’organisation à qui doit y travailler, et savoir qui a fait quoi",
        apres(365, "la dernière connexion d’un compte fermé", "last_login", is_active=False),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="le compte d’un membre de l’équipe se ferme auprès du Réseau, pas depuis une inscription",
        caches=("password",),
        a_l_echeance=Effacement.SUPPRIMER,
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle(
        "comptes.User", ("groups", "user_permissions"), "droits de la fenêtre d’administration, sans autre information"
    ),
    SansDonneePersonnelle("comptes.User_groups", ("user", "group"), "droits d’un compte, supprimés avec lui"),
    SansDonneePersonnelle(
        "comptes.User_user_permissions", ("user", "permission"), "droits d’un compte, supprimés avec lui"
    ),
)
