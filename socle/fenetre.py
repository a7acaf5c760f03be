"""The admin as a window (design §2): everything listed and searched, what has a life read-only, secrets never shown.

Moments are shown in the row's own zone. `…Admin` classes extend `Fenetre` (read-only) or `FenetreModifiable`.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.html import format_html

from socle import cles, dates
from socle.territoires import PARIS


def fuseau_de(objet: Any) -> str:
    """The zone in which a row's hours are read: its own, its event's, or Paris."""
    evenement = getattr(objet, "evenement", None)
    return getattr(objet, "fuseau", "") or getattr(evenement, "fuseau", "") or PARIS


def moment(champ: str, nom: str) -> Callable:
    """A column or a line that shows a moment in words, in the row's zone; sorted by the field itself."""

    @admin.display(description=nom, ordering=champ, empty_value="")
    def montrer(objet):
        valeur = getattr(objet, champ)
        return dates.date_heure(valeur, fuseau_de(objet)) if valeur is not None else None

    montrer.__name__ = f"{champ}_en_mots"
    return montrer


class Fenetre(admin.ModelAdmin):
    """Read-only. `caches`: fields that are never shown. `adresse(objet)`: its page in the staff's area, if any."""

    caches: tuple[str, ...] = ("secret", "nom_cle")
    cle_de_recherche = ""  # a column made by `socle.cles.cle`: searched without accents nor case
    modifiables: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def adresse(self, objet: Any) -> str:
        return ""

    def add_view(self, request, form_url="", extra_context=None):
        """« Ajouter : accès » : the framework's « Ajout de accès » knows no elision."""
        titre = {"title": f"Ajouter : {self.opts.verbose_name}"}
        return super().add_view(request, form_url, titre | (extra_context or {}))

    @admin.display(description="page")
    def voir(self, objet):
        adresse = self.adresse(objet) if objet is not None and objet.pk else ""
        return format_html('<a href="{}">Ouvrir dans l’espace d’organisation</a>', adresse) if adresse else ""

    def _champs(self) -> list[models.Field]:
        exclus = {*self.caches, self.opts.pk.name if self.opts.pk else ""}
        return [champ for champ in self.opts.concrete_fields if champ.name not in exclus]

    def _montre(self, champ: models.Field) -> Any:
        if champ.name in self.modifiables or not isinstance(champ, models.DateTimeField):
            return champ.name
        return moment(champ.name, str(champ.verbose_name))

    def _lignes(self) -> list[tuple[models.Field, Any]]:
        if not hasattr(self, "_lignes_gardees"):
            self._lignes_gardees = [(champ, self._montre(champ)) for champ in self._champs()]
        return self._lignes_gardees

    def get_fields(self, request, obj=None):
        montres = [montre for champ, montre in self._lignes() if obj is not None or champ.name in self.modifiables]
        return [*montres, "voir"] if obj is not None and self.adresse(obj) else montres

    def get_readonly_fields(self, request, obj=None):
        figes = [montre for champ, montre in self._lignes() if champ.name not in self.modifiables]
        return [*figes, "voir"]

    def get_search_fields(self, request):
        return [self.cle_de_recherche] if self.cle_de_recherche else super().get_search_fields(request)

    def get_search_results(self, request, queryset, search_term):
        terme = cles.cle(search_term) if self.cle_de_recherche else search_term
        return super().get_search_results(request, queryset, terme)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FenetreModifiable(Fenetre):
    """Only `modifiables` are written, each change through `enregistrer`, with who did it. Nothing is deleted."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request, obj=None):
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def enregistrer(self, objet: Any, *, par: Any, champs: list[str], est_nouveau: bool) -> None:
        raise NotImplementedError

    def save_model(self, request, obj, form, change):
        self.enregistrer(obj, par=request.user, champs=list(form.changed_data), est_nouveau=not change)
