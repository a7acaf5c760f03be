from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q

from evenements.models.evenements import Evenement
from socle import dates

PLACES_EN_MOTS = {
    "sans_limite": "ouvert à tous",
    "disponibles": "places disponibles",
    "dernieres": "dernières places",
    "complete": "complet, liste d’attente ouverte",
}


def etat_des_places(capacite: int | None, prises: int) -> str:
    """« sans_limite », « disponibles », « dernieres », « complete »."""
    if capacite is None:
        return "sans_limite"
    restantes = capacite - prises
    if restantes <= 0:
        return "complete"
    return "dernieres" if restantes <= max(5, capacite // 10) else "disponibles"


class Formule(models.Model):
    """A way to attend one event, with its own window: the Rencontre online ends at 12 h 30, on site at 17 h 30."""

    class Modalite(models.TextChoices):
        DISTANCIEL = "distanciel", "En ligne"
        PRESENTIEL = "presentiel", "Sur place"

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="formules"
    )
    modalite = models.CharField("formule", max_length=12, choices=Modalite)
    intitule = models.CharField("intitulé", max_length=100, blank=True, help_text="« La journée en présentiel »")
    debut = models.DateTimeField("début")
    fin = models.DateTimeField("fin")
    capacite = models.PositiveIntegerField("capacité", null=True, blank=True, help_text="vide : sans limite")
    places_prises = models.PositiveIntegerField("places prises", default=0, editable=False)
    depassement_motif = models.CharField(
        "raison du dépassement",
        max_length=200,
        blank=True,
        help_text="pourquoi la capacité dépasse les places assises du lieu",
    )
    membres_jusqu_au = models.DateTimeField("réservée aux membres jusqu’au", null=True, blank=True)
    comprend = models.TextField("comprend", blank=True, help_text="une ligne par chose comprise")
    ne_comprend_pas = models.TextField("ne comprend pas", blank=True, help_text="une ligne par chose")

    class Meta:
        verbose_name = "formule"
        verbose_name_plural = "formules"
        ordering = ["modalite"]
        constraints = [
            models.UniqueConstraint(
                fields=["evenement", "modalite"],
                name="formule_unique_par_modalite",
                violation_error_message="L’événement a déjà cette formule.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__isnull=True) | Q(places_prises__lte=F("capacite")),
                name="formule_places_dans_la_capacite",
                violation_error_message="La capacité ne peut pas descendre sous les places déjà prises.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__isnull=True) | Q(capacite__gt=0),
                name="formule_capacite_d_une_place_au_moins",
                violation_error_message="Donnez une place au moins, ou laissez vide : sans limite.",
            ),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")),
                name="formule_fin_apres_debut",
                violation_error_message="La fin doit venir après le début.",
            ),
        ]

    def __str__(self):
        return self.nom

    @property
    def nom(self):
        return self.intitule or self.get_modalite_display()

    @property
    def est_sur_place(self):
        return self.modalite == self.Modalite.PRESENTIEL

    @property
    def fin_des_offres(self):
        """When freed places stop being offered by mail: the event's own moment, or the day before at 17 h."""
        evenement = self.evenement
        if evenement.offres_jusqu_au is not None:
            return evenement.offres_jusqu_au
        veille = dates.local(self.debut, evenement.fuseau).date() - timedelta(days=1)
        return dates.instant(veille, time(17), evenement.fuseau)

    def est_reservee(self, maintenant: datetime) -> bool:
        """Only for members of the network, for now: their shared link opens it (`socle.liens.acces_membre`)."""
        return self.membres_jusqu_au is not None and maintenant < self.membres_jusqu_au

    @property
    def places_restantes(self):
        """None where there is no limit."""
        return None if self.capacite is None else max(self.capacite - self.places_prises, 0)

    @property
    def est_complete(self):
        return self.capacite is not None and self.places_prises >= self.capacite

    @property
    def etat_des_places(self):
        return etat_des_places(self.capacite, self.places_prises)
