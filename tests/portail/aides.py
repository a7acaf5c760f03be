"""A published hybrid day, and how its page is read."""

from datetime import timedelta

from django.urls import reverse

from programmes import actions as programmes
from tests.factories import CreneauFactory, InterventionFactory, PersonneFactory, RencontreFactory, SequenceFactory


def rencontre(*, creneaux=1, voix=1, **champs):
    """A Rencontre with a published programme: `creneaux` broadcast slots of `voix` named speakers."""
    evenement = RencontreFactory(**champs)
    sequence = SequenceFactory(evenement=evenement, titre="Le temps de l’inspiration")
    for rang in range(creneaux):
        debut = evenement.debut + timedelta(minutes=30 * rang)
        creneau = CreneauFactory(
            evenement=evenement, sequence=sequence, debut=debut, diffuse=True, titre=f"Moment {rang}"
        )
        for qui in range(voix):
            InterventionFactory(creneau=creneau, personne=PersonneFactory(prenom="Léa", nom=f"Nommée {rang}-{qui}"))
    programmes.publier(evenement, par=None)
    return evenement


def adresse(evenement):
    return reverse("portail:evenement", args=[evenement.slug])
