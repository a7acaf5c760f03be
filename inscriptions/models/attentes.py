from django.db import models
from django.db.models import F, Q

from evenements.models import Formule
from inscriptions.models.inscriptions import Inscription
from programmes.models import Creneau


class AttenteQuerySet(models.QuerySet):
    def ouvertes(self):
        """The queue, in order."""
        return self.filter(close_le=None).order_by("entree_le", "pk")

    def sans_place(self):
        """Those for whom nothing is set aside: while there is one, newcomers wait behind (`inscriptions.file`)."""
        return self.ouvertes().filter(tient_une_place=False)

    def proposees(self):
        """Offers that wait for an answer, late or not."""
        return self.ouvertes().filter(offre_le__isnull=False)


class Attente(models.Model):
    """Waiting for one formula or workshop. The queue: the open rows in order; an offer: an open row with a date.

    `tient_une_place`: the offer holds a place of the formule, counted in `places_prises` until it is answered
    (`inscriptions.places`); the offers of the last day, made to all at once, hold none.
    """

    class Issue(models.TextChoices):
        ACCEPTATION = "acceptation", "place acceptée"
        REFUS = "refus", "place refusée"
        ECHEANCE = "echeance", "sans réponse à temps"
        RENONCEMENT = "renoncement", "a renoncé"
        CLOTURE = "cloture", "l’attente est close"

    inscription = models.ForeignKey(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="attentes"
    )
    formule = models.ForeignKey(
        Formule, verbose_name="formule", null=True, blank=True, on_delete=models.CASCADE, related_name="attentes"
    )
    creneau = models.ForeignKey(
        Creneau, verbose_name="atelier", null=True, blank=True, on_delete=models.CASCADE, related_name="attentes"
    )
    entree_le = models.DateTimeField("entrée le")
    offre_le = models.DateTimeField("place proposée le", null=True, blank=True)
    echeance = models.DateTimeField("à accepter avant le", null=True, blank=True)
    tient_une_place = models.BooleanField("tient une place", default=False, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True)
    issue = models.CharField("issue", max_length=20, choices=Issue, blank=True)

    objects = AttenteQuerySet.as_manager()

    class Meta:
        verbose_name = "attente"
        verbose_name_plural = "attentes"
        ordering = ["entree_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(formule__isnull=False, creneau__isnull=True)
                | Q(formule__isnull=True, creneau__isnull=False),
                name="attente_d_une_formule_ou_d_un_atelier",
            ),
            models.UniqueConstraint(
                fields=["inscription"],
                condition=Q(close_le=None, formule__isnull=False),
                name="attente_ouverte_d_une_seule_formule",
            ),
            models.UniqueConstraint(
                fields=["inscription", "creneau"], condition=Q(close_le=None), name="attente_ouverte_unique_par_atelier"
            ),
            models.CheckConstraint(
                condition=Q(offre_le__isnull=True, echeance__isnull=True)
                | Q(offre_le__isnull=False, echeance__gt=F("offre_le")),
                name="attente_offre_avec_echeance",
            ),
            models.CheckConstraint(
                condition=Q(close_le__isnull=True, issue="") | (Q(close_le__isnull=False) & ~Q(issue="")),
                name="attente_close_avec_issue",
            ),
            models.CheckConstraint(
                condition=Q(tient_une_place=False) | Q(offre_le__isnull=False, close_le__isnull=True),
                name="attente_place_tenue_par_une_offre",
            ),
        ]
        indexes = [
            models.Index(fields=["formule", "close_le", "entree_le"], name="attente_par_formule"),
            models.Index(fields=["creneau", "close_le", "entree_le"], name="attente_par_atelier"),
        ]

    def __str__(self):
        return f"{self.inscription} attend {self.formule or self.creneau}"


class ChoixAtelier(models.Model):
    """A place held in a workshop; written only by `inscriptions.places`, with `Creneau.places_prises`."""

    inscription = models.ForeignKey(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="choix_ateliers"
    )
    creneau = models.ForeignKey(Creneau, verbose_name="atelier", on_delete=models.PROTECT, related_name="choix")
    choisi_le = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "choix d’atelier"
        verbose_name_plural = "choix d’ateliers"
        ordering = ["choisi_le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inscription", "creneau"], name="choix_unique_par_atelier"),
        ]

    def __str__(self):
        return f"{self.inscription} a choisi {self.creneau}"
