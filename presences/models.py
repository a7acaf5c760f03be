from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evenements.models import Cycle, Evenement
from presences import mesures


class Bilan(models.Model):
    """The aggregated figures of an event (or of a whole cycle): typed in or computed, provisional, then frozen.

    `chiffres` maps a measure's name (presences.mesures.DEFINITIONS) to its value; a measure that is absent is unknown,
    never zero. It outlives the personal data.
    """

    class Origine(models.TextChoices):
        SAISIE = "saisie", "saisi"
        CALCUL = "calcul", "calculé"

    evenement = models.OneToOneField(
        Evenement, verbose_name="événement", null=True, blank=True, on_delete=models.CASCADE, related_name="bilan"
    )
    cycle = models.OneToOneField(
        Cycle, verbose_name="cycle", null=True, blank=True, on_delete=models.CASCADE, related_name="bilan"
    )
    origine = models.CharField("origine", max_length=10, choices=Origine)
    methode = models.CharField("méthode", max_length=250, blank=True)
    source = models.CharField("source", max_length=250, blank=True)
    remarque = models.CharField("remarque", max_length=300, blank=True, help_text="ce que les chiffres ne comptent pas")
    releve_le = models.DateField("relevé le", null=True, blank=True)
    releve_en_mots = models.CharField("relevé (en mots)", max_length=100, blank=True, help_text="« novembre 2020 »")
    chiffres = models.JSONField("chiffres", default=dict)
    calcule_le = models.DateTimeField("calculé le", default=timezone.now)
    fige_le = models.DateTimeField("figé le", null=True, blank=True)

    class Meta:
        verbose_name = "bilan"
        verbose_name_plural = "bilans"
        constraints = [
            models.CheckConstraint(
                condition=Q(evenement__isnull=False, cycle__isnull=True)
                | Q(evenement__isnull=True, cycle__isnull=False),
                name="bilan_d_un_evenement_ou_d_un_cycle",
            ),
        ]

    def __str__(self):
        return f"Bilan, {self.evenement or self.cycle}"

    def clean(self):
        fautes = mesures.fautes(self.chiffres)
        if fautes:
            raise ValidationError({"chiffres": fautes})

    @property
    def est_provisoire(self):
        return self.fige_le is None
