"""What every form of the house shares: classes of the mockups, hours in the event's zone, French errors."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

# Our words where a field still has the framework's; a field's own words are never replaced.
MESSAGES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Ce champ est à remplir."},
    forms.CharField: {
        "max_length": "%(limit_value)d caractères au plus : il y en a %(show_value)d.",
        "min_length": "%(limit_value)d caractères au moins : il y en a %(show_value)d.",
    },
    forms.URLField: {"invalid": "Donnez une adresse complète, comme https://exemple.fr/page."},
    forms.EmailField: {"invalid": "Donnez une adresse complète, comme prenom.nom@exemple.fr."},
    forms.SlugField: {"invalid": "Des lettres sans accent, des chiffres et des tirets, comme « escale-3 »."},
    forms.IntegerField: {"invalid": "Donnez un nombre entier, en chiffres."},
    forms.DateField: {"invalid": "Donnez un jour, comme 04/07/2027."},
    forms.TimeField: {"invalid": "Donnez une heure, comme 9:30."},
    forms.DateTimeField: {"invalid": "Donnez un jour et une heure, comme 04/07/2027 9:30."},
    forms.ChoiceField: {
        "required": "Choisissez une réponse.",
        "invalid_choice": "Choisissez une réponse de la liste.",
    },
    forms.ModelChoiceField: {
        "required": "Choisissez une réponse.",
        "invalid_choice": "Choisissez une réponse de la liste.",
    },
    forms.FileField: {"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    forms.BooleanField: {"required": "Cochez cette case."},
}
CLASSES = {"select": "choix-liste", "textarea": "texte-long"}


class FormulaireMixin:
    """Gives each widget the mockups' class; `fuseau=` is the zone in which hours are typed and shown (design §8)."""

    fields: dict

    def __init__(self, *args, fuseau: str = "Europe/Paris", **kwargs):
        self.fuseau = fuseau
        with timezone.override(ZoneInfo(fuseau)):
            super().__init__(*args, **kwargs)
        for champ in self.fields.values():
            _dire_en_clair(champ)
            widget = champ.widget
            if isinstance(
                widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)
            ):
                continue
            genre = (
                "select"
                if isinstance(widget, forms.Select)
                else "textarea"
                if isinstance(widget, forms.Textarea)
                else ""
            )
            widget.attrs.setdefault("class", CLASSES.get(genre, "saisie"))
            if isinstance(widget, forms.Textarea):
                widget.attrs["rows"] = 4 if widget.attrs.get("rows") in {None, "10"} else widget.attrs["rows"]
            if isinstance(champ, forms.DateTimeField):
                champ.widget = forms.DateTimeInput(
                    format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", **widget.attrs}
                )
                champ.input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
                champ.prepare_value = self._dans_le_fuseau  # type: ignore[method-assign]

    def full_clean(self):
        with timezone.override(ZoneInfo(self.fuseau)):
            super().full_clean()  # type: ignore[misc]  # a mixin: the form is beside it

    def _dans_le_fuseau(self, valeur):
        """What a moment's field shows: the form's wall clock, whatever zone is active when the page is rendered."""
        if isinstance(valeur, datetime) and timezone.is_aware(valeur):
            return timezone.make_naive(valeur, ZoneInfo(self.fuseau))
        return valeur


def _dire_en_clair(champ: forms.Field) -> None:
    """Refusals in our words, the most precise kind of field last; the help begins with a capital."""
    for genre in reversed(type(champ).__mro__):
        for code, phrase in MESSAGES.get(genre, {}).items():
            if _est_d_origine(champ, code):
                champ.error_messages[code] = phrase
    if champ.help_text[:1].islower():
        champ.help_text = f"{champ.help_text[:1].upper()}{champ.help_text[1:]}"


def _est_d_origine(champ: forms.Field, code: str) -> bool:
    """Is this message the framework's, or ours already set by a wider kind?"""
    message = champ.error_messages.get(code)
    if message is None or any(message == phrases.get(code) for phrases in MESSAGES.values()):
        return True
    return any(
        message == genre.__dict__.get("default_error_messages", {}).get(code)
        for genre in type(champ).__mro__
        if genre.__module__.startswith("django.")
    )
