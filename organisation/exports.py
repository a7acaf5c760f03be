"""Registrations as a table: what the filter shows, without needs nor notes. At once, or by a worker."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from evenements.models import Evenement
from inscriptions.models import Fichier, Inscription
from journal import actions as journal
from organisation.filtres import FiltresInscriptions
from socle import tableurs, territoires

TOUT_DE_SUITE = 1_000  # rows; above, a worker writes
PAQUET = 500
REPRIS_APRES = timedelta(minutes=10)
Format = Fichier.Format
ENTETES = (
    "Prénom",
    "Nom",
    "E-mail",
    "Structure",
    "Profil",
    "Échelle",
    "Territoire",
    "Membre du Réseau",
    "Catégorie",
    "Formule",
    "État",
    "Dans cet état depuis le",
    "Matin",
    "Déjeuner",
    "Après-midi",
    "Sur la liste des participants",
    "Coordonnées données par",
    "Inscription le",
)


def choisies(evenement: Evenement, requete: str) -> QuerySet[Inscription]:
    """What the filter of the list shows, in its order. Rows without a name are nobody's: they are not exported."""
    filtres = FiltresInscriptions.de(evenement, QueryDict(requete.removeprefix("?")))
    return filtres.appliquer(evenement.inscriptions.filter(effacee_le=None))


def exporter(evenement: Evenement, *, requete: str, format_: str, par: Any) -> Fichier:
    """Ask for a table. It is written before this returns when it is small, else by a worker (`a_ecrire`)."""
    total = choisies(evenement, requete).count()
    maintenant = timezone.now()
    with transaction.atomic():
        fichier = Fichier.objects.create(
            evenement=evenement,
            sens=Fichier.Sens.EXPORT,
            format=format_,
            nom=f"inscriptions-{evenement.slug}-{maintenant:%Y-%m-%d}.{format_}"[-150:],
            requete=requete[:1000],
            total=total,
            expire_le=maintenant + Fichier.DUREES[Fichier.Sens.EXPORT],
            par=par,
        )
        journal.noter(
            "exporter les inscriptions",
            evenement,
            par=par,
            evenement=evenement,
            apres={"lignes": total, "format": format_},
        )
    if total <= TOUT_DE_SUITE:
        ecrire(fichier.pk)
        fichier.refresh_from_db()
    return fichier


def a_ecrire() -> QuerySet[Fichier]:
    """Asked for, and in nobody's hands: never begun, or left by a process that died."""
    libres = Q(pris_le=None) | Q(pris_le__lt=timezone.now() - REPRIS_APRES)
    return Fichier.objects.filter(libres, sens=Fichier.Sens.EXPORT, contenu=None, est_en_echec=False)


def ecrire(pk: int) -> bool:
    """Write an asked file, row by row; False where another process does it, or where it was erased meanwhile."""
    if not a_ecrire().filter(pk=pk).update(pris_le=timezone.now(), faites=0):
        return False
    fichier = Fichier.objects.select_related("evenement").get(pk=pk)
    try:
        contenu = _contenu(fichier)
    except Exception:
        Fichier.objects.filter(pk=pk).update(est_en_echec=True)
        raise
    return bool(Fichier.objects.filter(pk=pk).update(contenu=contenu, faites=F("total")))


def _contenu(fichier: Fichier) -> bytes:
    evenement, sortie = fichier.evenement, io.BytesIO()
    lignes = _lignes(fichier)
    if fichier.format == Format.XLSX:
        tableurs.ecrire_xlsx(sortie, ENTETES, lignes, fuseau=evenement.fuseau, feuille="Inscriptions")
    else:
        sortie.writelines(tableurs.ecrire_csv(ENTETES, lignes, fuseau=evenement.fuseau))
    return sortie.getvalue()


def _lignes(fichier: Fichier) -> Iterator[list[Any]]:
    """By packets, each a query; the progress is written after each, and the lock of no row is held."""
    pks = list(choisies(fichier.evenement, fichier.requete).values_list("pk", flat=True))
    Fichier.objects.filter(pk=fichier.pk).update(total=len(pks))
    noms = {t.code: t.nom for t in territoires.TERRITOIRES}
    for debut in range(0, len(pks), PAQUET):
        paquet = pks[debut : debut + PAQUET]
        lues = Inscription.objects.select_related("formule", "personne").in_bulk(paquet)
        yield from (_ligne(lues[pk], noms) for pk in paquet if pk in lues and lues[pk].effacee_le is None)
        Fichier.objects.filter(pk=fichier.pk).update(faites=debut + len(paquet))


def _ligne(inscription: Inscription, noms: dict[str, str]) -> list[Any]:
    formule, personne = inscription.formule, inscription.personne
    sur_place = formule is not None and formule.est_sur_place
    moments = [inscription.matin, inscription.dejeuner, inscription.apres_midi] if sur_place else [None] * 3
    return [
        inscription.prenom,
        inscription.nom,
        inscription.email,
        inscription.structure,
        inscription.get_profil_display(),
        inscription.get_echelle_display(),
        noms.get(inscription.territoire, ""),
        personne is not None and personne.est_membre,
        inscription.get_categorie_display(),
        formule.get_modalite_display() if formule else "",
        inscription.get_etat_display(),
        inscription.etat_le,
        *moments,
        inscription.sur_la_liste,
        inscription.inscrite_par,
        inscription.cree_le,
    ]
