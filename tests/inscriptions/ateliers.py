"""A Rencontre with workshops, published; and who is in them."""

from datetime import timedelta

from inscriptions.models import Attente, ChoixAtelier
from programmes import actions as programmes
from programmes.models import Creneau
from tests.factories import CreneauFactory, RencontreFactory
from tests.inscriptions.aides import inscrire

# Hours after the day's start: B, C begin together; D begins during them.
HEURES = {"A": (1, 2), "B": (3, 5), "C": (3, 5), "D": (4, 6)}


def rencontre_a_ateliers(places=20, lettres="ABCD", **champs):
    """Its workshops by letter, each of `places` places: two side by side, one that overlaps both, one alone."""
    evenement = RencontreFactory(**champs)
    creneaux = {lettre: un_atelier(evenement, lettre, places) for lettre in lettres}
    programmes.publier(evenement, par=None)
    return evenement, creneaux


def un_atelier(evenement, lettre, places=20, **champs):
    depart, fin = HEURES[lettre]
    return CreneauFactory(
        **{
            "evenement": evenement,
            "nature": Creneau.Nature.ATELIER,
            "surtitre": f"Atelier {lettre}",
            "titre": f"Le travail {lettre}",
            "avec_inscription": True,
            "capacite": places,
            "debut": evenement.debut + timedelta(hours=depart),
            "fin": evenement.debut + timedelta(hours=fin),
            **champs,
        }
    )


def sur_place(evenement, email="mailys.grondin@example.org", *, ateliers=(), **champs):
    pks = tuple(creneau.pk for creneau in ateliers)
    return inscrire(evenement.formules.get(modalite="presentiel"), email, ateliers=pks, **champs)


def tenus(creneau):
    """Who holds it, in the order of the choices."""
    return list(ChoixAtelier.objects.filter(creneau=creneau).values_list("inscription__email", flat=True))


def file_de(creneau):
    return list(Attente.objects.ouvertes().filter(creneau=creneau).values_list("inscription__email", flat=True))


def comptes(evenement):
    """What is written, and what is counted."""
    lignes = Creneau.objects.filter(evenement=evenement)
    return [(c.places_prises, c.choix.count()) for c in lignes]
