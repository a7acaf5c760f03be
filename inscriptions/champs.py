"""One typed value at a time: a line, a name, an address. For forms, and for the lines of a spreadsheet."""

import re
import unicodedata

from django import forms

from inscriptions.participant import normaliser

EXEMPLE = "Exemple : prenom.nom@example.org"
CHOISIR = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une réponse de la liste."}
MOMENTS = ("matin", "dejeuner", "apres_midi")


def un_nom(valeur: str) -> None:
    """Names go into mail headers and calendars: no address in them, no mark of the web."""
    if intrus := re.search(r"www\.|[/@<>\\]", valeur):
        raise forms.ValidationError(f"Un nom ne contient pas « {intrus[0]} » : écrivez le nom seulement.")


class LigneField(forms.CharField):
    """One line of text: spaces gathered, invisible control characters dropped (a name goes into mail headers)."""

    def to_python(self, value):
        texte = super().to_python(value) or ""
        return " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in texte).split())


class AdresseField(forms.EmailField):
    """An e-mail address, in lower case; its refusals say what is missing."""

    default_error_messages = {
        "required": f"Écrivez votre adresse e-mail. {EXEMPLE}",
        "invalid": f"Cette adresse ne s’écrit pas comme attendu. {EXEMPLE}",
    }

    def clean(self, value):
        texte = str(value or "").strip()
        if texte and (manque := ce_qui_manque(texte)):
            raise forms.ValidationError(f"{manque} {EXEMPLE}", code="invalid")
        adresse = super().clean(normaliser(texte))
        if not adresse.isascii():  # a domain that no mail server could look up
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return adresse


def ce_qui_manque(email: str) -> str:
    """The first thing wrong with an address, in words; empty where nothing simple is."""
    debut, arobase, fin = email.rpartition("@")
    if re.search(r"\s", email):
        return "L’adresse contient une espace."
    if not arobase:
        return "Il manque le « @ » dans l’adresse."
    if not debut:
        return "Il manque le début de l’adresse, avant le « @ »."
    if "@" in debut:
        return "L’adresse contient plusieurs « @ »."
    if not fin:
        return "Il manque la fin de l’adresse, après le « @ »."
    if "." not in fin.strip("."):
        return "La fin de l’adresse, après le « @ », est incomplète : il y manque « .fr », « .org »…"
    return ""
