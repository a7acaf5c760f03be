"""Registrations and what goes with them, by topic; imported from here."""

from inscriptions.models.accords import AvisOuverture, Besoins, Consentement
from inscriptions.models.adhesions import Adhesion, AdhesionQuerySet
from inscriptions.models.attentes import Attente, AttenteQuerySet, ChoixAtelier
from inscriptions.models.equipe import Fichier, FichierQuerySet, Note
from inscriptions.models.inscriptions import Inscription, InscriptionQuerySet

__all__ = [
    "Adhesion",
    "AdhesionQuerySet",
    "Attente",
    "AttenteQuerySet",
    "AvisOuverture",
    "Besoins",
    "ChoixAtelier",
    "Consentement",
    "Fichier",
    "FichierQuerySet",
    "Inscription",
    "InscriptionQuerySet",
    "Note",
]
