from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evenements.models import Evenement, Formule, Partenariat
from journal import actions as journal
from journal import changements
from socle import cles, dates, liens

CHAMPS = (
    "nature",
    "cycle",
    "numero",
    "fil",
    "titre",
    "theme",
    "slug",
    "chapeau",
    "presentation",
    "precision",
    "debut",
    "fin",
    "heures_supposees",
    "fuseau",
    "lieu",
    "lien_direct",
    "inscriptions_ouvrent_le",
    "inscriptions_ferment_le",
    "offres_jusqu_au",
    "accueil_sans_place",
)
DUREE_DE_L_APERCU = timedelta(days=14)
DATE = ("precision", "debut", "fin", "fuseau")


class EvenementImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


def toucher(evenement: Evenement) -> None:
    """Say that what the public sees of this event has changed: its pages are rendered again.

    By F()+1 in the database: two acts at once count for two. The instance in hand is given the new number.
    """
    Evenement.objects.filter(pk=evenement.pk).update(revision=F("revision") + 1)
    evenement.refresh_from_db(fields=["revision"])


def verrouiller(evenement: Evenement) -> Evenement:
    """The event as it is now, its row locked first and alone (design §4); inside the caller's transaction."""
    return Evenement.objects.select_for_update(no_key=True).get(pk=evenement.pk)


@transaction.atomic
def creer(*, par, **champs: Any) -> Evenement:
    """A draft that nobody sees. A dated webinar gets its online formule; partners come from the cycle."""
    _connus(champs)
    evenement = Evenement(**champs)
    evenement.slug = evenement.slug or _adresse_libre(evenement.titre)
    evenement.save()
    _recopier_les_partenaires_du_cycle(evenement)
    if evenement.nature == Evenement.Nature.WEBINAIRE and evenement.est_date and evenement.debut and evenement.fin:
        Formule.objects.create(
            evenement=evenement, modalite=Formule.Modalite.DISTANCIEL, debut=evenement.debut, fin=evenement.fin
        )
    journal.noter(
        "créer", evenement, par=par, evenement=evenement, apres=changements.valeurs(evenement, sorted(champs))
    )
    return evenement


@transaction.atomic
def modifier(evenement: Evenement, *, par, **champs: Any) -> Evenement:
    """Change what is given. A published date is not changed here: people are told of it (annonces.reporter).

    While the date may still move freely, the formules move with it, by wall clock.
    """
    _connus(champs)
    evenement = verrouiller(evenement)
    avant = changements.valeurs(evenement, champs)
    change = {nom for nom, valeur in champs.items() if getattr(evenement, nom) != valeur}
    _verifier_ce_qui_est_publie(evenement, change)
    debut, fin = champs.pop("debut", evenement.debut), champs.pop("fin", evenement.fin)
    for nom, valeur in champs.items():
        setattr(evenement, nom, valeur)
    deplacer(evenement, debut=debut, fin=fin)
    evenement.save()
    if change:
        toucher(evenement)
        ancien, nouveau = changements.ecarts(avant, changements.valeurs(evenement, avant))
        journal.noter("modifier", evenement, par=par, evenement=evenement, avant=ancien, apres=nouveau)
    return evenement


@transaction.atomic
def ouvrir_l_apercu(evenement: Evenement, *, par) -> Evenement:
    """A new link to read the draft, for fourteen days; the one before opens nothing any more."""
    evenement = verrouiller(evenement)
    if evenement.publie_le is not None:
        raise EvenementImpossible("L’événement est publié : sa page se lit sans lien d’aperçu.")
    evenement.secret, evenement.apercu_jusqu_au = liens.nouveau_secret(), timezone.now() + DUREE_DE_L_APERCU
    evenement.save(update_fields=["secret", "apercu_jusqu_au"])
    journal.noter("ouvrir l’aperçu", evenement, par=par, evenement=evenement)
    return evenement


@transaction.atomic
def fermer_l_apercu(evenement: Evenement, *, par) -> Evenement:
    evenement = verrouiller(evenement)
    evenement.secret, evenement.apercu_jusqu_au = "", None
    evenement.save(update_fields=["secret", "apercu_jusqu_au"])
    journal.noter("fermer l’aperçu", evenement, par=par, evenement=evenement)
    return evenement


def deplacer(evenement: Evenement, *, debut: datetime | None, fin: datetime | None) -> int:
    """Give the (locked) event its window and shift its formules with it, by wall clock, in the event's zone.

    A formule's bound that was the event's stays the event's; the others keep their distance to the start and are cut
    to the new window. Returns the minutes of the shift. Raises EvenementImpossible where a formule would be empty.
    The event itself is not saved.
    """
    formules = list(evenement.formules.all())
    ancien_debut = evenement.debut or min((f.debut for f in formules), default=None)
    ancienne_fin = evenement.fin or max((f.fin for f in formules), default=None)
    evenement.debut, evenement.fin = debut, fin
    if debut is None or fin is None or ancien_debut is None or ancienne_fin is None:
        return 0
    ecart = _ecart_mural(ancien_debut, debut, evenement.fuseau)
    if (ancien_debut, ancienne_fin) == (debut, fin):
        return ecart
    for formule in formules:
        decaler = lambda moment: dates.decaler(moment, evenement.fuseau, minutes=ecart)  # noqa: E731
        formule.debut = debut if formule.debut == ancien_debut else max(debut, decaler(formule.debut))
        formule.fin = fin if formule.fin == ancienne_fin else min(fin, decaler(formule.fin))
        if formule.fin <= formule.debut:
            raise EvenementImpossible(
                f"La formule « {formule.nom} » n’aurait plus de durée : changez d’abord ses heures."
            )
        formule.save(update_fields=["debut", "fin"])
    return ecart


def _ecart_mural(ancien: datetime, nouveau: datetime, fuseau: str) -> int:
    """Minutes between two wall clocks: 9 h to 9 h is whole days, across a change of hour too."""
    mural = dates.local(nouveau, fuseau).replace(tzinfo=None) - dates.local(ancien, fuseau).replace(tzinfo=None)
    return int(mural / timedelta(minutes=1))


def _connus(champs: dict) -> None:
    inconnus = set(champs) - set(CHAMPS)
    if inconnus:
        raise TypeError(f"Champs inconnus : {sorted(inconnus)}")


def _verifier_ce_qui_est_publie(evenement: Evenement, change: set[str]) -> None:
    if evenement.publie_le is None:
        return
    if "slug" in change:
        raise EvenementImpossible("L’événement est publié : son adresse est déjà dans des messages et des signets.")
    if change & set(DATE) and evenement.est_date and not evenement.est_passe(timezone.now()):
        raise EvenementImpossible("L’événement est publié : pour changer sa date, choisissez « Reporter ».")


def _adresse_libre(titre: str) -> str:
    """The slug of a title, numbered where it is taken."""
    base = cles.slug(titre) or "evenement"
    pris = set(Evenement.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidats = (f"{base}-{n}" if n > 1 else base for n in range(1, len(pris) + 2))
    return next(slug for slug in candidats if slug not in pris)


def _recopier_les_partenaires_du_cycle(evenement: Evenement) -> None:
    if evenement.cycle is None:
        return
    Partenariat.objects.bulk_create(
        Partenariat(evenement=evenement, structure=p.structure, role=p.role, ordre=p.ordre, mention=p.mention)
        for p in evenement.cycle.partenariats.select_related("structure")
    )
