"""Whose rows are whose: everything that the declarations say is about one person, or about some registrations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Q

from donnees import politique
from inscriptions.models import Inscription
from socle.donnees import DonneesPersonnelles, Qui

INSCRIPTION = Inscription._meta.label
Cle = tuple[str, Qui]


@dataclass
class Dossier:
    """The keys of a person's rows, by declaration. Read it whole before changing any of them."""

    adresse: str = ""
    _lignes: dict[Cle, set[int]] = field(default_factory=dict)

    def lignes(self, declaration: DonneesPersonnelles) -> set[int]:
        if declaration.qui is None:
            return set()
        return self._lignes.get((declaration.modele, declaration.qui), set())

    def du_modele(self, modele: str) -> set[int]:
        return {pk for (nom, _), pks in self._lignes.items() if nom == modele for pk in pks}

    @property
    def est_vide(self) -> bool:
        return not any(self._lignes.values())

    @property
    def references(self) -> list[str]:
        """« inscriptions.inscription:12 » for each row."""
        modeles = sorted({nom for nom, _ in self._lignes})
        return [f"{nom.lower()}:{pk}" for nom in modeles for pk in sorted(self.du_modele(nom))]


def de_l_adresse(adresse: str) -> Dossier:
    """All that is about the person who reads this address, in a constant number of queries.

    Raises ValueError on an empty one: it is everybody who was erased.
    """
    if not adresse:
        raise ValueError("Une adresse vide n’est celle de personne.")
    dossier = Dossier(adresse=adresse)
    cles = cles_de(politique.declarations())
    inscriptions: set[int] = set()
    for modele, qui in sorted(cles, key=lambda cle: cle[0] != INSCRIPTION):
        filtre = _ou(Q(**{chemin: adresse}) for chemin in qui.adresses)
        if qui.inscription:
            filtre |= Q(**{f"{qui.inscription}__in": inscriptions})
        dossier._lignes[modele, qui] = _pks(modele, filtre)
        if modele == INSCRIPTION:
            inscriptions |= dossier._lignes[modele, qui]
    _suivre_les_references(dossier, cles)
    return dossier


def des_inscriptions(pks: Iterable[int]) -> Dossier:
    """All that goes with these registrations when they lose their name: what is declared to follow them."""
    dossier, pks = Dossier(), set(pks)
    suivent = [d for d in politique.declarations() if d.duree.suit or d.modele == INSCRIPTION]
    for modele, qui in cles_de(suivent):
        dossier._lignes[modele, qui] = _pks(modele, Q(**{f"{qui.inscription}__in": pks})) if qui.inscription else set()
    _suivre_les_references(dossier, cles_de(suivent))
    return dossier


def cles_de(declarations: Iterable[DonneesPersonnelles]) -> list[Cle]:
    return list(dict.fromkeys((d.modele, d.qui) for d in declarations if d.qui is not None))


def _suivre_les_references(dossier: Dossier, cles: list[Cle]) -> None:
    """Rows that only name others of this person: messages, calendar entries, journals."""
    references = dossier.references
    par_modele: dict[str, list[str]] = defaultdict(list)
    for reference in references:
        etiquette, _, pk = reference.rpartition(":")
        par_modele[etiquette].append(pk)
    uids = _uids(dossier)
    for modele, qui in cles:
        filtre = _ou(Q(**{f"{champ}__in": references}) for champ in qui.references)
        if qui.uid and uids:
            filtre |= Q(**{f"{qui.uid}__in": uids})
        if qui.generique:
            application, nom, cle = qui.generique
            for etiquette, pks in par_modele.items():
                ici = etiquette.split(".")
                filtre |= Q(**{application: ici[0], nom: ici[1], f"{cle}__in": pks})
        dossier._lignes[modele, qui] |= _pks(modele, filtre)


def _uids(dossier: Dossier) -> list[str]:
    return [Inscription(pk=pk).uid for pk in sorted(dossier.du_modele(INSCRIPTION))]


def _ou(filtres: Iterable[Q]) -> Q:
    tout = Q()
    for filtre in filtres:
        tout |= filtre
    return tout


def _pks(modele: str, filtre: Q) -> set[int]:
    """An empty filter is nobody's, not everybody's."""
    if not filtre:
        return set()
    return set(apps.get_model(modele)._default_manager.filter(filtre).order_by().values_list("pk", flat=True))
