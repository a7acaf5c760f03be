"""The personal data of this app: the people the network knows (socle.donnees)."""

from socle.donnees import (
    Base,
    DonneesPersonnelles,
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
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle(
        "annuaire.Structure", ("nom", "sigle", "nom_cle", "logo", "site"), "décrit une organisation, pas une personne"
    ),
)
