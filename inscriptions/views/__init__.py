"""Public forms, and pages opened by a personal link."""

from inscriptions.views.inscription import (
    annuler,
    calendrier_public,
    inscription_du_jeton,
    inscrire,
    invitation_ics,
    mes_ateliers,
    prevenir,
    suite,
)
from inscriptions.views.vie import adresse, changer_de_formule, modifier, offre, quitter_la_file, venue

__all__ = [
    "adresse",
    "annuler",
    "calendrier_public",
    "changer_de_formule",
    "inscription_du_jeton",
    "inscrire",
    "invitation_ics",
    "mes_ateliers",
    "modifier",
    "offre",
    "prevenir",
    "quitter_la_file",
    "suite",
    "venue",
]
