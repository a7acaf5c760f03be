from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from annuaire.models import DoublonEcarte, Fusion, Personne, Structure
from courriels.models import Envoi
from journal import actions as journal
from journal.models import Fait, reference
from socle import dates, typographie
from socle.territoires import PARIS

# What a person chooses between, field by field, where the two rows say two different things.
AU_CHOIX = ("prenom", "nom", "civilite", "appel", "email", "structure", "profil", "echelle", "territoire", "source")
Valeurs = dict[str, Any]


class FusionImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@dataclass(frozen=True)
class LigneComparee:
    """One field of the two rows, as printed; `est_au_choix` where both say something and not the same."""

    champ: str
    libelle: str
    gardee: str
    perdue: str
    resultat: str
    est_au_choix: bool


@dataclass(frozen=True)
class Comparaison:
    lignes: list[LigneComparee]
    deplacements: list[str]  # « 3 inscriptions », « 1 intervention »
    sont_ecartees: bool


def comparer(gardee: Personne, perdue: Personne) -> Comparaison:
    """What merging would do, field by field and row by row; writes nothing."""
    return Comparaison(
        lignes=[_ligne(champ, gardee, perdue) for champ in (*AU_CHOIX, *_DEDUITS)],
        deplacements=[
            typographie.accorder(nombre, str(meta.verbose_name), str(meta.verbose_name_plural))
            for meta, nombre in ((lien.model._meta, lien.lignes(perdue).count()) for lien in _liens())
            if nombre
        ],
        sont_ecartees=_paire(gardee, perdue).exists(),
    )


@transaction.atomic
def fusionner(gardee: Personne, perdue: Personne, *, depuis_perdue: Collection[str] = (), par) -> Fusion:
    """Make one row of two: `gardee` stays, what hangs from `perdue` moves to it, `perdue` goes.

    An empty field takes the other row's value; where both speak, those named in `depuis_perdue` come from the row
    that goes. A membership and an opposition are never lost: the oldest date stays. `defaire` brings everything back.
    """
    gardee, perdue = _verrouiller(gardee, perdue)
    if _paire(gardee, perdue).exists():
        raise FusionImpossible("Ces deux fiches ont été dites différentes : remettez d’abord la paire.")
    avant, fiche = _brut(gardee), _brut(perdue)
    ecarts = _reprendre_les_ecarts(gardee, perdue)
    try:
        with transaction.atomic():
            liens = [*_liens(), *REFERENCES]
            deplacements = {lien.nom: pks for lien in liens if (pks := lien.deplacer(perdue, gardee))}
    except IntegrityError as cause:
        raise FusionImpossible(
            "Ces deux fiches tiennent chacune une place qui ne peut être tenue qu’une fois."
        ) from cause
    Personne.objects.filter(pk=perdue.pk).delete()
    for champ, valeur in _arbitrer(gardee, perdue, depuis_perdue).items():
        setattr(gardee, champ, valeur)
    gardee.save()
    apres = _brut(gardee)
    change = [nom for nom in apres if apres[nom] != avant[nom]]
    fusion = Fusion.objects.create(
        gardee=gardee,
        perdue=fiche.pop("id"),
        fiche=fiche,
        avant={nom: avant[nom] for nom in change},
        apres={nom: apres[nom] for nom in change},
        deplacements=deplacements,
        ecarts=ecarts,
        faite_le=timezone.now(),
        par=par,
    )
    nombres = {lien.nom: len(deplacements[lien.nom]) for lien in _liens() if lien.nom in deplacements}
    journal.noter(
        "fusionner", gardee, par=par, avant=fusion.avant, apres={**fusion.apres, "fiche": fusion.perdue, **nombres}
    )
    return fusion


@transaction.atomic
def defaire(fusion: Fusion, *, par) -> Personne:
    """Bring back the row that went, with its number, its fields and all that hung from it; returns it.

    Raises FusionImpossible, with the reason, where that would undo something done since.
    """
    fusion = Fusion.objects.select_for_update(of=("self",)).filter(pk=fusion.pk).first() or _refuser(
        "Cette fusion a déjà été défaite."
    )
    gardee = Personne.objects.select_for_update(of=("self",)).get(pk=fusion.gardee_id)
    _verifier_que_rien_n_a_bouge(fusion, gardee)
    for nom, valeur in fusion.avant.items():
        setattr(gardee, nom, _relire(nom, valeur))
    gardee.save()
    perdue = Personne(pk=fusion.perdue, **{nom: _relire(nom, valeur) for nom, valeur in fusion.fiche.items()})
    perdue.save(force_insert=True)
    for lien in [*_liens(), *REFERENCES]:
        lien.rendre(fusion.deplacements.get(lien.nom, []), perdue)
    _rendre_les_ecarts(fusion)
    fusion.delete()
    journal.noter("défaire la fusion", gardee, par=par, avant=fusion.apres, apres=fusion.avant)
    journal.noter("revenir d’une fusion", perdue, par=par)
    return perdue


@transaction.atomic
def ecarter(une: Personne, autre: Personne, *, par) -> None:
    """« Ce ne sont pas les mêmes »: the pair is not proposed again. Said twice, written once."""
    if une.pk == autre.pk:
        raise FusionImpossible("C’est une seule et même fiche.")
    premiere, seconde = sorted((une, autre), key=lambda personne: personne.pk)
    if DoublonEcarte.objects.get_or_create(premiere=premiere, seconde=seconde)[1]:
        journal.noter("dire différentes", premiere, par=par, apres={"autre": seconde.pk})


@transaction.atomic
def remettre(une: Personne, autre: Personne, *, par) -> None:
    """Propose the pair again."""
    if _paire(une, autre).delete()[0]:
        journal.noter("proposer à nouveau", une, par=par, apres={"autre": autre.pk})


# --- what hangs from a row -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lien:
    """A foreign key to Personne, wherever it is: the apps above are known by their models, not by name."""

    model: type[models.Model]
    champ: str

    @property
    def nom(self) -> str:
        return f"{self.model._meta.label_lower}.{self.champ}"

    def lignes(self, personne: Personne) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.champ: personne})

    def deplacer(self, depuis: Personne, vers: Personne) -> list[int]:
        pks = list(self.lignes(depuis).order_by("pk").values_list("pk", flat=True))
        if pks:
            self.model._base_manager.filter(pk__in=pks).update(**{self.champ: vers})
        return pks

    def rendre(self, pks: list[int], personne: Personne) -> None:
        if pks:
            self.model._base_manager.filter(pk__in=pks).update(**{self.champ: personne})


@dataclass(frozen=True)
class _Reference(_Lien):
    """A line that only names a row, « annuaire.personne:12 »: it follows too, or erasure would not find it."""

    def lignes(self, personne: Personne) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.champ: reference(personne)})

    def deplacer(self, depuis: Personne, vers: Personne) -> list[int]:
        pks = list(self.lignes(depuis).order_by("pk").values_list("pk", flat=True))
        self.lignes(depuis).update(**{self.champ: reference(vers)})
        return pks

    def rendre(self, pks: list[int], personne: Personne) -> None:
        self.model._base_manager.filter(pk__in=pks).exclude(**{self.champ: ""}).update(
            **{self.champ: reference(personne)}
        )


REFERENCES = (_Reference(Fait, "objet"), _Reference(Fait, "acteur"), _Reference(Envoi, "reference"))


def _liens() -> list[_Lien]:
    """Every foreign key to Personne but the pairs put aside, that have their own way."""
    return [
        _Lien(relation.related_model, relation.field.name)
        for relation in Personne._meta.related_objects
        if relation.related_model is not DoublonEcarte
    ]


def _paire(une: Personne, autre: Personne) -> models.QuerySet:
    premiere, seconde = sorted((une.pk, autre.pk))
    return DoublonEcarte.objects.filter(premiere=premiere, seconde=seconde)


def _reprendre_les_ecarts(gardee: Personne, perdue: Personne) -> Valeurs:
    """Who was not the row that goes is not the row that stays either."""
    retires, crees = [], []
    for paire in DoublonEcarte.objects.filter(models.Q(premiere=perdue) | models.Q(seconde=perdue)).order_by("pk"):
        autre = paire.seconde_id if paire.premiere_id == perdue.pk else paire.premiere_id
        retires.append([autre, paire.ecarte_le.isoformat()])
        premiere, seconde = sorted((autre, gardee.pk))
        nouvelle, est_nouvelle = DoublonEcarte.objects.get_or_create(
            premiere_id=premiere, seconde_id=seconde, defaults={"ecarte_le": paire.ecarte_le}
        )
        crees += [nouvelle.pk] if est_nouvelle else []
        paire.delete()
    return {"retires": retires, "crees": crees} if retires else {}


def _rendre_les_ecarts(fusion: Fusion) -> None:
    DoublonEcarte.objects.filter(pk__in=fusion.ecarts.get("crees", [])).delete()
    retires = dict(fusion.ecarts.get("retires", []))
    for autre in Personne.objects.filter(pk__in=retires).values_list("pk", flat=True):
        premiere, seconde = sorted((autre, fusion.perdue))
        DoublonEcarte.objects.create(
            premiere_id=premiere, seconde_id=seconde, ecarte_le=datetime.fromisoformat(retires[autre])
        )


# --- fields --------------------------------------------------------------------------------------------------------


_DEDUITS = ("membre_depuis", "opposition_invitations_le")


def _verrouiller(gardee: Personne, perdue: Personne) -> tuple[Personne, Personne]:
    if gardee.pk == perdue.pk:
        raise FusionImpossible("C’est une seule et même fiche.")
    verrouillees = {
        personne.pk: personne
        for personne in Personne.objects.select_for_update(of=("self",))
        .select_related("structure")
        .filter(pk__in=[gardee.pk, perdue.pk])
        .order_by("pk")
    }
    if len(verrouillees) < 2:
        raise FusionImpossible("L’une de ces fiches n’existe plus : elle a pu être fusionnée entre-temps.")
    return verrouillees[gardee.pk], verrouillees[perdue.pk]


def _arbitrer(gardee: Personne, perdue: Personne, depuis_perdue: Collection[str]) -> Valeurs:
    """What the kept row will say."""
    inconnus = set(depuis_perdue) - set(AU_CHOIX)
    if inconnus:
        raise FusionImpossible(f"Champs inconnus : {', '.join(sorted(inconnus))}.")
    valeurs = {
        champ: getattr(perdue if (champ in depuis_perdue or not getattr(gardee, champ)) else gardee, champ)
        for champ in AU_CHOIX
    }
    return valeurs | {
        "est_membre": gardee.est_membre or perdue.est_membre,
        **{champ: _la_plus_ancienne(getattr(gardee, champ), getattr(perdue, champ)) for champ in _DEDUITS},
    }


def _la_plus_ancienne(*moments: Any) -> Any:
    return min((moment for moment in moments if moment is not None), default=None)


def _ligne(champ: str, gardee: Personne, perdue: Personne) -> LigneComparee:
    ici, la = _affiche(gardee, champ), _affiche(perdue, champ)
    est_au_choix = champ in AU_CHOIX and bool(ici) and bool(la) and ici != la
    resultat = ici or la
    if champ in _DEDUITS:
        ancienne = _la_plus_ancienne(getattr(gardee, champ), getattr(perdue, champ))
        resultat = la if ancienne is not None and ancienne == getattr(perdue, champ) else ici
    libelle = str(Personne._meta.get_field(champ).verbose_name)  # type: ignore[union-attr]
    return LigneComparee(
        champ, libelle[:1].upper() + libelle[1:], ici, la, "" if est_au_choix else resultat, est_au_choix
    )


def _affiche(personne: Personne, champ: str) -> str:
    if champ == "membre_depuis":
        jour = dates.jour(personne.membre_depuis, semaine=False) if personne.membre_depuis else ""
        depuis = f" depuis le {jour}" if jour else ""
        return f"membre{depuis}" if personne.est_membre else ""
    if champ == "opposition_invitations_le":
        moment = personne.opposition_invitations_le
        return f"le {dates.date_de(moment, PARIS, semaine=False)}" if moment else ""
    afficher = getattr(personne, f"get_{champ}_display", None)
    valeur = getattr(personne, champ)
    return str(afficher() if afficher else valeur) if valeur else ""


def _brut(personne: Personne) -> Valeurs:
    """The row, exactly, as JSON: {"structure_id": 3, "cree_le": "2026-…"}."""
    return {
        champ.attname: valeur.isoformat()
        if isinstance(valeur := getattr(personne, champ.attname), (date, datetime))
        else valeur
        for champ in Personne._meta.concrete_fields
    }


def _relire(attname: str, valeur: Any) -> Any:
    champ = next(champ for champ in Personne._meta.concrete_fields if champ.attname == attname)
    return valeur if isinstance(champ, models.ForeignKey) else champ.to_python(valeur)


# --- may it be undone? ---------------------------------------------------------------------------------------------


def _refuser(raison: str):
    raise FusionImpossible(raison)


def _verifier_que_rien_n_a_bouge(fusion: Fusion, gardee: Personne) -> None:
    actuelles = _brut(gardee)
    changes = [nom for nom, valeur in fusion.apres.items() if nom != "nom_cle" and actuelles[nom] != valeur]
    if changes:
        _refuser(f"La fiche a été modifiée depuis : {typographie.enumerer(_libelles(changes))}.")
    for lien in _liens():
        pks = fusion.deplacements.get(lien.nom, [])
        perdues = len(pks) - lien.lignes(gardee).filter(pk__in=pks).count()
        if perdues:
            meta = lien.model._meta
            combien = typographie.accorder(perdues, str(meta.verbose_name), str(meta.verbose_name_plural))
            _refuser(
                f"{combien} n’appartient plus à cette fiche."
                if perdues == 1
                else f"{combien} n’appartiennent plus à cette fiche."
            )
    for email in {fusion.fiche["email"], fusion.avant.get("email")} - {None}:
        if Personne.objects.exclude(pk=gardee.pk).filter(email=email).exists():
            _refuser(f"L’adresse {email} est maintenant celle d’une autre fiche.")
    if fusion.fiche["email"] is not None and gardee.email == fusion.fiche["email"] and "email" not in fusion.avant:
        _refuser(f"L’adresse {gardee.email} est maintenant celle de la fiche gardée.")
    structures = {fusion.fiche["structure_id"], fusion.avant.get("structure_id")} - {None}
    if Structure.objects.filter(pk__in=structures).count() < len(structures):
        _refuser("Une structure de ces fiches n’existe plus.")


def _libelles(attnames: Iterable[str]) -> list[str]:
    return [str(champ.verbose_name) for champ in Personne._meta.concrete_fields if champ.attname in set(attnames)]
