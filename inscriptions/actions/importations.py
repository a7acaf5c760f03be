"""A spreadsheet of registrations: kept for its preview, then applied whole, or not at all."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils import timezone

from evenements.models import Evenement
from inscriptions import places
from inscriptions.actions.equipe import AjoutImpossible, ajouter
from inscriptions.importation import Options, Plan, planifier
from inscriptions.models import Fichier
from journal.actions import noter


class ImportationImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


Opposees = Callable[[str], bool]


def deposer(evenement: Evenement, contenu: bytes, *, nom: str, source: str, options: Options, par: Any) -> Fichier:
    """Keep a file for its preview, two hours at most. Raises TableurIllisible on what cannot be read at all."""
    planifier(contenu, evenement, options)
    maintenant = timezone.now()
    Fichier.objects.perimes(maintenant).delete()
    cloture = str(int(options.malgre_la_cloture))
    choix = {"categorie": options.categorie, "formule": options.formule, "cloture": cloture}
    return Fichier.objects.create(
        evenement=evenement,
        sens=Fichier.Sens.IMPORT,
        nom=nom[-150:] or "tableur",
        source=source,
        requete=urlencode(choix),
        contenu=contenu,
        expire_le=maintenant + Fichier.DUREES[Fichier.Sens.IMPORT],
        par=par,
    )


def apercevoir(fichier: Fichier, opposees: Opposees | None = None) -> Plan:
    """What applying this file would do now; writes nothing. `opposees`: who asked to be erased, by her address."""
    return planifier(bytes(fichier.contenu or b""), fichier.evenement, _options(fichier), opposees)


@transaction.atomic
def importer(fichier: Fichier, *, apercu: str, par: Any, opposees: Opposees | None = None) -> Plan:
    """Apply the file that was read under this fingerprint; faulty lines are left out, the others all go, or none.

    Under the event's lock, planned again: raises ImportationImpossible where it would do something else by now, or
    where one registration is refused.
    """
    evenement = places.verrouiller(fichier.evenement_id)
    relu = Fichier.objects.select_related("evenement").filter(pk=fichier.pk, expire_le__gt=timezone.now()).first()
    if relu is None:
        raise ImportationImpossible("Cet aperçu a expiré : déposez le fichier à nouveau.")
    fichier = relu
    plan, options = apercevoir(fichier, opposees), _options(fichier)
    if plan.empreinte != apercu:
        raise ImportationImpossible("Les inscriptions ont changé depuis cet aperçu : relisez-le avant de confirmer.")
    formules = {formule.modalite: formule for formule in evenement.formules.all()}
    for ajout in plan.ajouts:
        try:
            ajouter(
                formules[ajout.formule],
                participant=ajout.participant,
                categorie=ajout.categorie,
                inscrite_par=fichier.source,
                par=par,
                malgre_la_cloture=options.malgre_la_cloture,
            )
        except AjoutImpossible as refus:
            raise ImportationImpossible(f"Ligne {ajout.ligne} : {refus} Rien n’a été écrit.") from refus
    comptes = {"ajouts": len(plan.ajouts), "inchangees": len(plan.inchangees), "fautes": plan.lignes_fautives}
    noter("importer des inscriptions", evenement, par=par, evenement=evenement, apres=comptes)
    fichier.delete()
    return plan


def _options(fichier: Fichier) -> Options:
    choix = dict(parse_qsl(fichier.requete))
    return Options(choix["categorie"], choix["formule"], choix["cloture"] == "1")
