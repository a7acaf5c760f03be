from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from evenements.models import Evenement
from inscriptions.models.inscriptions import Inscription


class Note(models.Model):
    """What the team writes about a registration, for the team; the person reads it in what she asks about herself."""

    inscription = models.ForeignKey(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="notes"
    )
    texte = models.TextField("note", max_length=1000)
    ecrite_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="écrite par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notes",
    )

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ["-ecrite_le", "-pk"]

    def __str__(self):
        return f"note {self.pk}, inscription {self.inscription_id}"


class FichierQuerySet(models.QuerySet):
    def lisibles(self, maintenant):
        return self.filter(expire_le__gt=maintenant)

    def perimes(self, maintenant):
        return self.filter(expire_le__lte=maintenant)


class Fichier(models.Model):
    """A spreadsheet of registrations on its way in (until its preview is confirmed) or out (until it is fetched).

    The bytes are in the table, not under VAR: every process sees them, and they go with the row. `contenu` null: being
    written, `faites` rows of `total` so far.
    """

    class Sens(models.TextChoices):
        IMPORT = "import", "importation"
        EXPORT = "export", "exportation"

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    DUREES = {Sens.IMPORT: timedelta(hours=2), Sens.EXPORT: timedelta(hours=24)}

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="fichiers_d_inscriptions"
    )
    sens = models.CharField("sens", max_length=10, choices=Sens)
    format = models.CharField("format", max_length=10, choices=Format, blank=True)
    nom = models.CharField("nom du fichier", max_length=150)
    requete = models.CharField("ce que le filtre montrait", max_length=1000, blank=True)
    source = models.CharField("qui a donné ces coordonnées", max_length=250, blank=True)
    contenu = models.BinaryField("contenu", null=True, blank=True)
    total = models.PositiveIntegerField("lignes", default=0)
    faites = models.PositiveIntegerField("lignes écrites", default=0)
    pris_le = models.DateTimeField("pris par un worker le", null=True, blank=True)
    est_en_echec = models.BooleanField("n’a pas pu être écrit", default=False)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    expire_le = models.DateTimeField("expire le", db_index=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", on_delete=models.CASCADE, related_name="fichiers_d_inscriptions"
    )

    objects = FichierQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier d’inscriptions"
        verbose_name_plural = "fichiers d’inscriptions"
        ordering = ["-cree_le", "-pk"]

    def __str__(self):
        return self.nom

    @property
    def est_pret(self):
        return self.contenu is not None
