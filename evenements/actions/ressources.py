from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from evenements import fichiers
from evenements.actions.evenement import toucher
from evenements.models import Evenement, Ressource
from journal import actions as journal
from journal import changements

CHAMPS = ("nature", "titre", "fichier", "adresse", "auteurs", "licence", "publiee_le", "embargo_jusqu_au")


class RessourceImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def ajouter_ressource(
    evenement: Evenement, *, par, fichier: UploadedFile | None = None, publier: bool = False, **champs: Any
) -> Ressource:
    """A file or an address, one of the two; the file's content must be what its name says."""
    dernier = evenement.ressources.order_by("-ordre").values_list("ordre", flat=True).first()
    ressource = Ressource(evenement=evenement, ordre=(dernier or 0) + 1, **champs)
    _verifier_la_source(fichier is not None, ressource.adresse)
    if fichier is not None:
        ressource.fichier.save(fichiers.nom_imprevisible(fichier), fichiers.document_verifie(fichier), save=False)
    ressource.publiee_le = timezone.now() if publier else None
    ressource.save()
    _dire("ajouter la ressource", ressource, par=par, apres=changements.valeurs(ressource, CHAMPS))
    return ressource


@transaction.atomic
def modifier_ressource(
    ressource: Ressource, *, par, fichier: UploadedFile | None = None, publier: bool = False, **champs: Any
) -> Ressource:
    """A new file replaces the old one; an address replaces the file."""
    ressource = Ressource.objects.select_for_update().get(pk=ressource.pk)
    avant = changements.valeurs(ressource, CHAMPS)
    for nom, valeur in champs.items():
        setattr(ressource, nom, valeur)
    if fichier is not None:
        ressource.fichier.save(fichiers.nom_imprevisible(fichier), fichiers.document_verifie(fichier), save=False)
        ressource.adresse = champs.get("adresse", "")
    elif ressource.adresse:
        ressource.fichier = ""
    _verifier_la_source(bool(ressource.fichier), ressource.adresse)
    ressource.publiee_le = (ressource.publiee_le or timezone.now()) if publier else None
    ressource.save()
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(ressource, CHAMPS))
    _dire("modifier la ressource", ressource, par=par, avant=ancien, apres=nouveau)
    return ressource


@transaction.atomic
def retirer_ressource(ressource: Ressource, *, par) -> None:
    """No longer shown nor given; kept, so that it can come back."""
    ressource.retiree_le = timezone.now()
    ressource.save(update_fields=["retiree_le"])
    _dire("retirer la ressource", ressource, par=par)


@transaction.atomic
def remettre_ressource(ressource: Ressource, *, par) -> None:
    ressource.retiree_le = None
    ressource.save(update_fields=["retiree_le"])
    _dire("remettre la ressource", ressource, par=par)


def _verifier_la_source(a_un_fichier: bool, adresse: str) -> None:
    if a_un_fichier == bool(adresse):
        raise RessourceImpossible("Donnez un fichier ou une adresse, l’un des deux.")


def _dire(verbe: str, ressource: Ressource, *, par, avant: dict | None = None, apres: dict | None = None) -> None:
    toucher(ressource.evenement)
    journal.noter(verbe, ressource, par=par, evenement=ressource.evenement, avant=avant, apres=apres)
