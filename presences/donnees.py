"""The personal data of this app: none, only figures (socle.donnees)."""

from socle.donnees import DonneesPersonnelles, SansDonneePersonnelle

DONNEES: tuple[DonneesPersonnelles, ...] = ()

SANS_DONNEE = (
    SansDonneePersonnelle(
        "presences.Bilan",
        ("evenement", "cycle", "origine", "methode", "source", "remarque", "releve_en_mots", "chiffres"),
        "des nombres, sans personne",
    ),
)
