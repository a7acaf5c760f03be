"""The personal data of this app: the people the network knows (socle.donnees)."""

from comptes.donnees import EQUIPE
from socle.donnees import (
    Base,
    DonneesPersonnelles,
    Duree,
    Effacement,
    Qui,
    SansDonneePersonnelle,
    Traitement,
    apres,
)

ANNUAIRE = Traitement(
    "annuaire",
    "Annuaire du Réseau",
    "Savoir qui sont les membres et les intervenants du Réseau, les inviter à ses événements et les nommer justement.",
    "Membres du Réseau, intervenants.",
    ("l’équipe du Réseau",),
)
# Her own row: by its address, or by a registration whose address was proved.
QUI = Qui(adresses=("email", "inscriptions__email"))

DONNEES = (
    DonneesPersonnelles(
        "annuaire.Personne",
        (
            *("prenom", "nom", "nom_cle", "civilite", "appel", "email", "structure", "profil", "echelle", "territoire"),
            *("est_membre", "membre_depuis", "source", "opposition_invitations_le"),
        ),
        "inviter les membres aux événements du Réseau et nommer les intervenants comme ils le souhaitent",
        apres(
            3 * 365,
            "l’entrée dans l’annuaire",
            "cree_le",
            ou=" pour qui n’est ni membre, ni inscrit, ni intervenant, ni opposé aux invitations ; sinon, tant que "
            "dure ce lien",
            est_membre=False,
            inscriptions=None,
            interventions=None,
            opposition_invitations_le=None,
        ),
        ANNUAIRE,
        Base.INTERET,
        Effacement.VIDER,
        qui=QUI,
        contexte=("cree_le",),
        caches=("nom_cle",),
        titre="fiche dans l’annuaire du Réseau",
    ),
    DonneesPersonnelles(
        "annuaire.Fusion",
        ("gardee", "fiche", "avant", "apres", "deplacements", "ecarts"),
        "pouvoir défaire la réunion de deux fiches prises pour la même personne",
        apres(365, "la réunion des fiches", "faite_le"),
        ANNUAIRE,
        Base.INTERET,
        Effacement.SUPPRIMER,
        qui=Qui(adresses=("gardee__email", "gardee__inscriptions__email", "fiche__email")),
        contexte=("faite_le",),
        caches=("gardee", "deplacements", "ecarts"),
    ),
    DonneesPersonnelles(
        "annuaire.DoublonEcarte",
        ("premiere", "seconde"),
        "ne pas proposer deux fois de réunir des fiches qui ne sont pas la même personne",
        Duree("comme les deux fiches"),
        ANNUAIRE,
        Base.INTERET,
        Effacement.SUPPRIMER,
        qui=Qui(
            adresses=(
                *("premiere__email", "premiere__inscriptions__email"),
                *("seconde__email", "seconde__inscriptions__email"),
            )
        ),
        contexte=("ecarte_le",),
        caches=("premiere", "seconde"),
    ),
    DonneesPersonnelles(
        "annuaire.Importation",
        ("contenu",),
        "montrer à l’équipe ce que ferait un tableur de membres avant de l’appliquer",
        apres(0, "son application, ou deux heures après son dépôt", "expire_le", appliquee_le=None),
        ANNUAIRE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="un tableur déposé par l’équipe disparaît de lui-même dans les deux heures",
        a_l_echeance=Effacement.SUPPRIMER,
    ),
    DonneesPersonnelles(
        "annuaire.Importation",
        ("par",),
        "savoir qui a importé des membres",
        Duree("comme le compte"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="c’est un acte de l’équipe",
    ),
    DonneesPersonnelles(
        "annuaire.Fusion",
        ("par",),
        "savoir qui a réuni deux fiches",
        apres(365, "la réunion des fiches", "faite_le"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="c’est un acte de l’équipe",
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle(
        "annuaire.Structure", ("nom", "sigle", "nom_cle", "logo", "site"), "décrit une organisation, pas une personne"
    ),
    SansDonneePersonnelle(
        "annuaire.Importation",
        ("nom_fichier", "source", "empreinte"),
        "le nom d’un tableur, d’où il vient, et des empreintes",
    ),
)
