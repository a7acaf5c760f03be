from django.db import models
from django.utils import timezone

from evenements.models import Evenement
from inscriptions.models.inscriptions import Inscription


class Besoins(models.Model):
    """Access and diet: may reveal health or religion (RGPD art. 9), so apart, shown to few, erased first."""

    inscription = models.OneToOneField(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="besoins"
    )
    acces = models.CharField("besoins d’accès", max_length=500, blank=True)
    regime = models.CharField("régime alimentaire", max_length=200, blank=True)
    consentement_le = models.DateTimeField("consentement donné le")

    class Meta:
        verbose_name = "besoins"
        verbose_name_plural = "besoins"

    def __str__(self):
        return f"besoins de l’inscription {self.inscription_id}"


class Consentement(models.Model):
    """A consent given or withdrawn, with the words that were read."""

    class Finalite(models.TextChoices):
        LETTRE = "lettre", "lettre d’information"
        LISTE = "liste", "liste des participants"
        BESOINS = "besoins", "besoins d’accès et régime alimentaire"

    email = models.EmailField("adresse e-mail", null=True, blank=True, db_index=True)
    inscription = models.ForeignKey(
        Inscription,
        verbose_name="inscription",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consentements",
    )
    finalite = models.CharField("finalité", max_length=20, choices=Finalite)
    texte = models.TextField("texte lu")
    donne_le = models.DateTimeField("donné le")
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        ordering = ["-donne_le", "-pk"]

    def __str__(self):
        return f"{self.get_finalite_display()}, {self.email or 'effacé'}"


class AvisOuverture(models.Model):
    """« Me prévenir à l’ouverture »: one address, one mail when registrations open, then the row is erased."""

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="avis_ouverture"
    )
    email = models.EmailField("adresse e-mail")
    demande_le = models.DateTimeField("demandé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "avis d’ouverture"
        verbose_name_plural = "avis d’ouverture"
        constraints = [models.UniqueConstraint(fields=["evenement", "email"], name="avis_unique_par_email")]

    def __str__(self):
        return f"avis {self.pk}, {self.evenement}"
