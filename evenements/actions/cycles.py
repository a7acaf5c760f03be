from typing import Any

from django.db import transaction
from django.utils import timezone

from evenements.models import Cycle
from journal import actions as journal
from journal import changements
from socle import cles

CHAMPS = ("annee", "titre", "question", "slug", "presentation")


class CycleImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def creer_cycle(*, par, **champs: Any) -> Cycle:
    """A draft, that no public page shows. Without `slug`: « cycle-2027 », numbered if taken."""
    champs["slug"] = champs.get("slug") or _adresse_libre(champs["annee"], champs["titre"])
    cycle = Cycle.objects.create(**champs)
    journal.noter("créer le cycle", cycle, par=par, apres=changements.valeurs(cycle, CHAMPS))
    return cycle


@transaction.atomic
def modifier_cycle(cycle: Cycle, *, par, **champs: Any) -> Cycle:
    """Raises CycleImpossible where the address of a published cycle would change."""
    cycle = _verrouiller(cycle)
    avant = changements.valeurs(cycle, CHAMPS)
    if cycle.publie_le is not None and champs.get("slug", cycle.slug) != cycle.slug:
        raise CycleImpossible("Le cycle est publié : son adresse est déjà dans des messages et des signets.")
    for nom, valeur in champs.items():
        setattr(cycle, nom, valeur)
    cycle.save()
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(cycle, CHAMPS))
    if nouveau:
        journal.noter("modifier le cycle", cycle, par=par, avant=ancien, apres=nouveau)
    return cycle


@transaction.atomic
def publier_cycle(cycle: Cycle, *, par) -> Cycle:
    """Its page becomes public, with those of its escales that are. Nobody receives a message."""
    cycle = _verrouiller(cycle)
    if cycle.publie_le is not None:
        raise CycleImpossible("Ce cycle est déjà publié.")
    cycle.publie_le = timezone.now()
    cycle.save(update_fields=["publie_le"])
    journal.noter("publier le cycle", cycle, par=par)
    return cycle


@transaction.atomic
def depublier_cycle(cycle: Cycle, *, par) -> Cycle:
    """A draft again; its published escales stay public, each at its own address."""
    cycle = _verrouiller(cycle)
    if cycle.publie_le is None:
        raise CycleImpossible("Ce cycle est déjà un brouillon.")
    cycle.publie_le = None
    cycle.save(update_fields=["publie_le"])
    journal.noter("remettre le cycle en brouillon", cycle, par=par)
    return cycle


def _verrouiller(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)


def _adresse_libre(annee: int, titre: str) -> str:
    pris = set(Cycle.objects.values_list("slug", flat=True))
    candidats = [f"cycle-{annee}", f"cycle-{annee}-{cles.slug(titre, 30)}".strip("-")]
    candidats += [f"cycle-{annee}-{n}" for n in range(2, len(pris) + 3)]
    return next(slug for slug in candidats if slug not in pris)
