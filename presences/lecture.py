"""What the pages read of a Bilan."""

from dataclasses import dataclass

from presences import mesures
from presences.models import Bilan
from socle import dates


@dataclass(frozen=True)
class Chiffre:
    """A figure ready to be shown, with what a reader must know of it beside it or under it."""

    nom: str  # « participants_en_direct »
    label: str  # « Participants en direct »
    valeur: str  # « 592 », « 53 min », « 1 037 », « toutes »
    phrase: str  # « 592 participants en direct », « 53 min en moyenne »
    definition: str  # today's definition; empty where the figure's own method is unknown
    note: str  # « méthode d’origine non documentée », or empty
    releve: str  # « novembre 2020 », « 15 juillet 2023 », or empty: when it was read
    source: str  # where it comes from, or empty


def chiffres_connus(bilan: Bilan | None) -> list[Chiffre]:
    """The known figures of a bilan in their order; [] where there is no bilan. No query.

    An unknown figure is absent, never zero. For a public page::

        {% for chiffre in chiffres %}
          <dt>{{ chiffre.label }}</dt>
          <dd>{{ chiffre.valeur }} {{ chiffre.definition|default:chiffre.note }} relevé en {{ chiffre.releve }}</dd>
        {% endfor %}

    Load the bilan with the event: `Evenement.objects.select_related("bilan")`, then
    `chiffres_connus(getattr(evenement, "bilan", None))`. Its `remarque` says what a figure leaves out
    (« le cinquième webinaire n’est pas compté »): show it under the figures.
    """
    if bilan is None:
        return []
    historique = bilan.methode == mesures.METHODE_INCONNUE
    return [
        Chiffre(
            nom=nom,
            label=mesure.label,
            valeur=mesure.en_clair(bilan.chiffres[nom]),
            phrase=mesure.phrase(bilan.chiffres[nom]),
            definition="" if historique else mesure.definition,
            note=bilan.methode,
            releve=_releve(bilan),
            source=bilan.source,
        )
        for nom, mesure in mesures.DEFINITIONS.items()
        if nom in bilan.chiffres
    ]


def _releve(bilan: Bilan) -> str:
    if bilan.releve_en_mots or bilan.releve_le is None:
        return bilan.releve_en_mots
    return dates.jour(bilan.releve_le, semaine=False)
