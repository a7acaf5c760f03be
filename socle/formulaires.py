"""What every form of the house shares: classes of the mockups, hours in the event's zone, French errors."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

CLASSES = {"select": "choix-liste", "textarea": "texte-long"}


class FormulaireMixin:
    """Gives each widget the mockups' class; `fuseau=` is the zone in which hours are typed and shown (design §8)."""

    fields: dict

    def __init__(self, *args, fuseau: str = "Europe/Paris", **kwargs):
        self.fuseau = fuseau
        with timezone.override(ZoneInfo(fuseau)):
            super().__init__(*args, **kwargs)
        for champ in self.fields.values():
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
