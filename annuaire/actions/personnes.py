from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from annuaire.actions.structures import structure_nommee
from annuaire.models import Personne
from journal import actions as journal
from journal import changements

CHAMPS = (
    "prenom",
    "nom",
    "civilite",
    "appel",
    "email",
    "structure",
    "profil",
    "echelle",
    "territoire",
    "est_membre",
    "membre_depuis",
    "source",
)


class PersonneImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def creer(*, par, source: str, **champs: Any) -> Personne:
    """A new row, with where it comes from; a structure may be given by its name.

    Raises PersonneImpossible where its address is someone else's.
    """
    personne = Personne(source=source, **_resolus(champs))
    _ecrire(personne)
    journal.noter("créer la fiche", personne, par=par, apres=changements.valeurs(personne, sorted(champs)))
    return personne


@transaction.atomic
def modifier(personne: Personne, *, par, **champs: Any) -> Personne:
    """Change what is given; the journal keeps before and after. Raises PersonneImpossible on someone else's address."""
    personne = Personne.objects.select_for_update(of=("self",)).select_related("structure").get(pk=personne.pk)
    champs = _resolus(champs)
    avant = changements.valeurs(personne, champs)
    for nom, valeur in champs.items():
        setattr(personne, nom, valeur)
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(personne, champs))
    if nouveau:
        _ecrire(personne)
        journal.noter("modifier la fiche", personne, par=par, avant=ancien, apres=nouveau)
    return personne


@transaction.atomic
def opposer(personne: Personne, *, par) -> Personne:
    """No invitation leaves to this person any more. Said twice, the first day stays."""
    maintenant = timezone.now()
    if Personne.objects.filter(pk=personne.pk, opposition_invitations_le=None).update(
        opposition_invitations_le=maintenant
    ):
        journal.noter("noter l’opposition aux invitations", personne, par=par)
    personne.refresh_from_db(fields=["opposition_invitations_le"])
    return personne


@transaction.atomic
def retirer_l_opposition(personne: Personne, *, par) -> Personne:
    """At this person's own request: invitations leave again."""
    if (
        Personne.objects.exclude(opposition_invitations_le=None)
        .filter(pk=personne.pk)
        .update(opposition_invitations_le=None)
    ):
        journal.noter("retirer l’opposition aux invitations", personne, par=par)
    personne.refresh_from_db(fields=["opposition_invitations_le"])
    return personne


@transaction.atomic
def rattacher(inscription: Any, *, personne: Personne | None = None, par=None) -> Personne | None:
    """Say whose registration this is, once its address is proved (or when a member of staff knows: `personne`, `par`).

    By itself it finds the row that has this very address; without one, nothing is written and None comes back. What
    was typed in the registration never goes into the row. A registration already linked is only changed by staff.
    """
    lignes = type(inscription)._base_manager.filter(pk=inscription.pk)
    if personne is None:
        personne = _qui_a(inscription.email)
        lignes = lignes.filter(personne=None)
    if personne is not None and lignes.exclude(personne=personne).update(personne=personne):
        _noter_le_lien("rattacher à la fiche", inscription, personne, par=par)
    inscription.refresh_from_db(fields=["personne"])
    return inscription.personne


@transaction.atomic
def detacher(inscription: Any, *, par) -> None:
    """Take back a link that was wrong. The registration keeps what was typed, the row what it knows."""
    personne = inscription.personne
    if type(inscription)._base_manager.filter(pk=inscription.pk, personne=personne).update(personne=None) and personne:
        _noter_le_lien("détacher de la fiche", inscription, personne, par=par)
    inscription.refresh_from_db(fields=["personne"])


def _qui_a(email: str | None) -> Personne | None:
    if not email:
        return None
    return Personne.objects.select_for_update(of=("self",), no_key=True).filter(email=email.strip().lower()).first()


def _noter_le_lien(verbe: str, inscription: models.Model, personne: Personne, *, par) -> None:
    evenement = getattr(inscription, "evenement", None)
    journal.noter(verbe, inscription, par=par, evenement=evenement, apres={"personne": personne.pk})


def _resolus(champs: dict[str, Any]) -> dict[str, Any]:
    """The same, once the structure's name is a structure."""
    inconnus = champs.keys() - set(CHAMPS)
    if inconnus:
        raise TypeError(f"champs inconnus : {sorted(inconnus)}")
    if isinstance(champs.get("structure"), str):
        champs = {**champs, "structure": structure_nommee(champs["structure"])}
    return champs


def _ecrire(personne: Personne) -> None:
    refus = PersonneImpossible(f"L’adresse {personne.email} est déjà celle d’une autre fiche.")
    if personne.email:
        autre = Personne.objects.exclude(pk=personne.pk).filter(email=personne.email.strip().lower()).first()
        if autre is not None:
            raise PersonneImpossible(f"L’adresse {personne.email} est déjà celle de {autre.nom_complet}.")
    try:
        with transaction.atomic():
            personne.save()
    except IntegrityError as cause:  # written meanwhile by someone else
        raise refus from cause
