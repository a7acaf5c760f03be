from typing import Any

from django.db import transaction

from evenements.actions.evenement import toucher
from evenements.models import Evenement, Lieu
from journal import actions as journal
from journal import changements

CHAMPS = (
    "nom",
    "adresse",
    "code_postal",
    "ville",
    "acces",
    "acces_sans_marche",
    "accessibilite",
    "places_assises",
)


@transaction.atomic
def creer_lieu(*, par, **champs: Any) -> Lieu:
    lieu = Lieu.objects.create(**champs)
    journal.noter("créer le lieu", lieu, par=par, apres=changements.valeurs(lieu, CHAMPS))
    return lieu


@transaction.atomic
def modifier_lieu(lieu: Lieu, *, par, **champs: Any) -> Lieu:
    """The pages of every event held there are rendered again. Calendars follow in annonces.actions.modifier_lieu."""
    lieu = Lieu.objects.select_for_update(no_key=True).get(pk=lieu.pk)
    avant = changements.valeurs(lieu, CHAMPS)
    for nom, valeur in champs.items():
        setattr(lieu, nom, valeur)
    lieu.save()
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(lieu, CHAMPS))
    if nouveau:
        for evenement in Evenement.objects.filter(lieu=lieu).order_by("pk"):
            toucher(evenement)
        journal.noter("modifier le lieu", lieu, par=par, avant=ancien, apres=nouveau)
    return lieu
