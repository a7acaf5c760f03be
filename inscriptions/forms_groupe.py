"""A group: who registers, and up to twenty lines, typed in rows or pasted. Clean lines, and the faults of others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from evenements.models import Evenement, Formule
from inscriptions.champs import CHOISIR, AdresseField, LigneField, un_nom
from inscriptions.forms import toute_la_formule
from inscriptions.participant import Participant
from socle.formulaires import FormulaireMixin

LIGNES_MAX = 20
RANGS_AU_DEBUT = 4
CHAMPS = ("prenom", "nom", "email", "formule")


class ResponsableForm(FormulaireMixin, forms.Form):
    """Who registers the others: they read this name, this structure; the list that was typed comes back here."""

    prenom = LigneField(
        label="Votre prénom", max_length=80, validators=[un_nom], error_messages={"required": "Écrivez votre prénom."}
    )
    nom = LigneField(
        label="Votre nom", max_length=80, validators=[un_nom], error_messages={"required": "Écrivez votre nom."}
    )
    email = AdresseField(
        label="Votre adresse e-mail", max_length=254, help_text="Vous y recevrez la liste de ce que vous avez écrit."
    )
    structure = LigneField(
        label="Votre structure",
        max_length=80,
        validators=[un_nom],
        error_messages={"required": "Écrivez le nom de votre structure."},
    )
    collees = forms.CharField(
        label="Ou collez une liste",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une personne par ligne : prénom ; nom ; e-mail. Un copier-coller depuis un tableur convient.",
    )
    surnom = LigneField(label="Ne remplissez pas ce champ", required=False)  # the honeypot

    AUTOCOMPLETE = {"prenom": "given-name", "nom": "family-name", "email": "email", "structure": "organization"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom, champ in self.fields.items():
            champ.widget.attrs["autocomplete"] = self.AUTOCOMPLETE.get(nom, "off")

    @property
    def est_un_robot(self) -> bool:
        return bool(self.cleaned_data.get("surnom"))

    def en_mots(self) -> str:
        """« Léa Martin (Communauté de communes) »: what each person of the group reads."""
        return f"{self.cleaned_data['prenom']} {self.cleaned_data['nom']} ({self.cleaned_data['structure']})"


class LigneForm(FormulaireMixin, forms.Form):
    prenom = LigneField(
        label="Prénom", max_length=100, validators=[un_nom], error_messages={"required": "Le prénom manque."}
    )
    nom = LigneField(label="Nom", max_length=100, validators=[un_nom], error_messages={"required": "Le nom manque."})
    email = AdresseField(
        label="Adresse e-mail", max_length=254, error_messages={"required": "L’adresse e-mail manque."}
    )
    formule = forms.ChoiceField(label="Formule", error_messages=CHOISIR)

    def __init__(self, *args, formules: dict[str, Formule], **kwargs):
        self.formules = formules
        super().__init__(*args, **kwargs)
        if len(formules) == 1:
            del self.fields["formule"]
        else:
            self.fields["formule"].choices = [("", "Choisir"), *((f.modalite, f.nom) for f in formules.values())]
        for champ in self.fields.values():
            champ.widget.attrs["autocomplete"] = "off"
            champ.widget.attrs.pop("required", None)

    @property
    def formule_choisie(self) -> Formule:
        return self.formules[self.cleaned_data.get("formule") or next(iter(self.formules))]

    def participant(self) -> Participant:
        champs: dict[str, Any] = {nom: self.cleaned_data[nom] for nom in ("prenom", "nom", "email")}
        formule = self.formule_choisie
        return Participant(**champs | (toute_la_formule(formule) if formule.est_sur_place else {}))


@dataclass
class Lignes:
    """The rows of a POST, those of the pasted text behind them. `trop`: how many were beyond the twentieth."""

    valides: list[LigneForm]
    fautives: list[LigneForm]
    trop: int = 0

    @property
    def est_vide(self) -> bool:
        return not self.valides and not self.fautives


def lignes_tapees(donnees) -> list[dict[str, str]]:
    """What the rows and the pasted text hold, in their order; empty rows are nobody."""
    rangs = [{champ: donnees.get(f"l{n}-{champ}", "").strip() for champ in CHAMPS} for n in range(LIGNES_MAX)]
    tapees = [rang for rang in rangs if any(rang[champ] for champ in CHAMPS[:3])]
    return tapees + [ligne for texte in donnees.get("collees", "")[:10_000].splitlines() if (ligne := _collee(texte))]


def lire_les_lignes(donnees, evenement: Evenement, formules: Iterable[Formule]) -> Lignes:
    par_modalite = {formule.modalite: formule for formule in formules}
    toutes = lignes_tapees(donnees)
    lues = Lignes([], [], max(0, len(toutes) - LIGNES_MAX))
    vues: dict[str, int] = {}
    for numero, valeurs in enumerate(toutes[:LIGNES_MAX], start=1):
        form = ligne(numero - 1, par_modalite, valeurs)
        if form.is_valid():
            premiere = vues.setdefault(form.cleaned_data["email"], numero)
            if premiere != numero:
                form.add_error("email", f"Cette adresse est déjà celle de la ligne {premiere}.")
        (lues.fautives if form.errors else lues.valides).append(form)
    return lues


def ligne(rang: int, formules: dict[str, Formule], valeurs: dict[str, str] | None = None) -> LigneForm:
    """A row of the form, its fields named « l0-prenom », …; bound where something was typed.

    A row says its formule; a pasted line that does not say it has the first one, as its help says.
    """
    if valeurs is None:
        return LigneForm(prefix=f"l{rang}", formules=formules)
    par_defaut = valeurs.get("formule", next(iter(formules)))
    donnees = {f"l{rang}-{champ}": valeur for champ, valeur in {**valeurs, "formule": par_defaut}.items()}
    return LigneForm(donnees, prefix=f"l{rang}", formules=formules)


def _collee(texte: str) -> dict[str, str]:
    """« Léa ; Martin ; lea@… ; en ligne », cut by tabs, semicolons or commas; the cell with an @ is the address."""
    cellules = [cellule.strip().strip('"') for cellule in re.split(r"[\t;]|,(?!\s*\d)", texte)]
    cellules = [cellule for cellule in cellules if cellule]
    adresse = next((cellule for cellule in cellules if "@" in cellule), "")
    if adresse:
        cellules.remove(adresse)
    if trouve := re.search(r"<([^<>\s]+@[^<>\s]+)>", adresse):
        cellules, adresse = [adresse[: trouve.start()].strip(), *cellules], trouve[1]
    prenom, nom, formule = (*cellules, "", "", "")[:3]
    if prenom and not nom:
        prenom, _, nom = prenom.partition(" ")
    modalite = "distanciel" if re.search(r"ligne|distan|visio", formule.lower()) else ""
    modalite = modalite or ("presentiel" if re.search(r"place|sentiel", formule.lower()) else "")
    trouvee = {"prenom": prenom, "nom": nom, "email": adresse}
    dite = {"formule": modalite} if modalite else {}
    return trouvee | dite if any(trouvee.values()) or dite else {}
