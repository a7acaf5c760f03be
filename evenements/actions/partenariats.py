from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from annuaire.models import Structure
from evenements import fichiers
from evenements.actions.evenement import toucher, verrouiller
from evenements.models import Evenement, Partenariat
from journal import actions as journal
from journal import changements
from socle import cles


class PartenariatImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def ajouter_partenaire(
    evenement: Evenement,
    *,
    par,
    structure: str,
    role: str,
    mention: str = "",
    logo: UploadedFile | None = None,
) -> Partenariat:
    """At the end of its event's list. A structure of that name is reused, whatever its accents and case."""
    evenement = verrouiller(evenement)
    connue = _structure_nommee(structure)
    if evenement.partenariats.filter(structure=connue, role=role).exists():
        raise PartenariatImpossible(f"« {connue} » figure déjà sous ce rôle.")
    dernier = evenement.partenariats.order_by("-ordre").values_list("ordre", flat=True).first()
    partenariat = Partenariat.objects.create(
        evenement=evenement, structure=connue, role=role, mention=mention, ordre=(dernier or 0) + 1
    )
    if logo is not None:
        changer_logo(connue, fichier=logo, par=par, evenement=evenement)
    _dire("ajouter le partenaire", partenariat, par=par, apres={"role": role, "mention": mention})
    return partenariat


@transaction.atomic
def modifier_partenaire(
    partenariat: Partenariat, *, par, role: str, mention: str, logo: UploadedFile | None = None
) -> Partenariat:
    avant = changements.valeurs(partenariat, ["role", "mention"])
    partenariat.role, partenariat.mention = role, mention
    if (
        Partenariat.objects.filter(evenement=partenariat.evenement, structure=partenariat.structure, role=role)
        .exclude(pk=partenariat.pk)
        .exists()
    ):
        raise PartenariatImpossible(f"« {partenariat.structure} » figure déjà sous ce rôle.")
    partenariat.save(update_fields=["role", "mention"])
    if logo is not None:
        changer_logo(partenariat.structure, fichier=logo, par=par, evenement=partenariat.evenement)
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(partenariat, ["role", "mention"]))
    _dire("modifier le partenaire", partenariat, par=par, avant=ancien, apres=nouveau)
    return partenariat


def monter_partenaire(partenariat: Partenariat, *, par) -> None:
    _deplacer(partenariat, -1, par=par)


def descendre_partenaire(partenariat: Partenariat, *, par) -> None:
    _deplacer(partenariat, 1, par=par)


@transaction.atomic
def retirer_partenaire(partenariat: Partenariat, *, par) -> None:
    _dire("retirer le partenaire", partenariat, par=par, avant={"role": partenariat.role})
    partenariat.delete()


@transaction.atomic
def changer_logo(structure: Structure, *, fichier: UploadedFile, par, evenement: Evenement | None = None) -> None:
    """The picture is re-encoded: nothing of the sent file remains but its pixels. Raises fichiers.FichierRefuse."""
    ancien = structure.logo.name
    structure.logo.save(f"{cles.slug(structure.nom)}.png", fichiers.logo_propre(fichier), save=True)
    journal.noter(
        "changer le logo",
        structure,
        par=par,
        evenement=evenement,
        avant={"logo": ancien},
        apres={"logo": structure.logo.name},
    )


def _structure_nommee(nom: str) -> Structure:
    cherchee = cles.cle(nom)
    for structure in Structure.objects.filter(nom_cle__contains=cherchee):
        if cherchee in {cles.cle(structure.nom), cles.cle(structure.sigle)}:
            return structure
    return Structure.objects.create(nom=nom.strip())


@transaction.atomic
def _deplacer(partenariat: Partenariat, pas: int, *, par) -> None:
    """Numbers are rewritten 1, 2, 3… so that equal or missing ones never block a move. At an end, nothing moves."""
    evenement = verrouiller(partenariat.evenement)  # type: ignore[arg-type]  # an event's partner, not a cycle's
    rangs = list(evenement.partenariats.all())
    place = rangs.index(partenariat)
    if not 0 <= place + pas < len(rangs):
        return
    rangs.insert(place + pas, rangs.pop(place))
    for ordre, ligne in enumerate(rangs, start=1):
        ligne.ordre = ordre
    Partenariat.objects.bulk_update(rangs, ["ordre"])
    _dire("déplacer le partenaire", partenariat, par=par, avant={"rang": place + 1}, apres={"rang": place + pas + 1})


def _dire(verbe: str, partenariat: Partenariat, *, par, avant: dict | None = None, apres: dict | None = None) -> None:
    if partenariat.evenement is not None:
        toucher(partenariat.evenement)
    journal.noter(verbe, partenariat, par=par, evenement=partenariat.evenement, avant=avant, apres=apres)
