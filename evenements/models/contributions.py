from datetime import datetime

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from annuaire.models import Structure
from evenements.models.cycles import Cycle
from evenements.models.evenements import Evenement


class Partenariat(models.Model):
    class Role(models.TextChoices):
        ORGANISE = "organise", "Organisé par"
        CONTRIBUTIONS = "contributions", "Réalisé avec les contributions de"
        PARTENARIAT = "partenariat", "En partenariat avec"
        SOUTIEN = "soutien", "Avec le soutien de"
        ACCUEIL = "accueil", "Accueilli par"

    cycle = models.ForeignKey(
        Cycle, verbose_name="cycle", null=True, blank=True, on_delete=models.CASCADE, related_name="partenariats"
    )
    evenement = models.ForeignKey(
        Evenement,
        verbose_name="événement",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="partenariats",
    )
    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="partenariats"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)
    mention = models.CharField("mention obligatoire", max_length=300, blank=True)

    class Meta:
        verbose_name = "partenariat"
        verbose_name_plural = "partenariats"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cycle__isnull=True, evenement__isnull=False)
                | Q(cycle__isnull=False, evenement__isnull=True),
                name="partenariat_d_un_cycle_ou_d_un_evenement",
            ),
            models.UniqueConstraint(fields=["cycle", "structure", "role"], name="partenariat_unique_par_cycle"),
            models.UniqueConstraint(fields=["evenement", "structure", "role"], name="partenariat_unique_par_evenement"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.structure}"


class RessourceQuerySet(models.QuerySet):
    def ouvertes(self):
        """Published, not withdrawn, and whose embargo is over."""
        maintenant = timezone.now()
        return self.filter(publiee_le__lte=maintenant, retiree_le=None).filter(
            Q(embargo_jusqu_au=None) | Q(embargo_jusqu_au__lte=maintenant)
        )

    def annoncees(self):
        """Published and not withdrawn, embargo or not: « Sous embargo jusqu’au … » is said, the file is not given."""
        return self.filter(publiee_le__lte=timezone.now(), retiree_le=None)


class Ressource(models.Model):
    class Nature(models.TextChoices):
        DIAPORAMA = "diaporama", "Diaporama"
        REPLAY = "replay", "Replay"
        SYNTHESE = "synthese", "Synthèse"
        RESTITUTION = "restitution", "Restitution d’atelier"
        DOCUMENT = "document", "Document"

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="ressources"
    )
    nature = models.CharField("nature", max_length=20, choices=Nature)
    titre = models.CharField("titre", max_length=200)
    fichier = models.FileField(
        "fichier",
        upload_to="ressources/",
        blank=True,
        validators=[FileExtensionValidator(["pdf", "odp", "pptx", "odt", "docx", "mp4", "vtt"])],
    )
    adresse = models.URLField("adresse", blank=True)
    auteurs = models.CharField("auteurs", max_length=300, blank=True)
    licence = models.CharField("licence", max_length=100, blank=True)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    embargo_jusqu_au = models.DateTimeField("sous embargo jusqu’au", null=True, blank=True)

    objects = RessourceQuerySet.as_manager()

    class Meta:
        verbose_name = "ressource"
        verbose_name_plural = "ressources"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(fichier="") & ~Q(adresse="")) | (~Q(fichier="") & Q(adresse="")),
                name="ressource_fichier_ou_adresse",
                violation_error_message="Donnez un fichier ou une adresse, l’un des deux.",
            ),
        ]

    def __str__(self):
        return self.titre

    def est_ouverte(self, maintenant: datetime) -> bool:
        return (
            self.publiee_le is not None
            and self.publiee_le <= maintenant
            and self.retiree_le is None
            and (self.embargo_jusqu_au is None or self.embargo_jusqu_au <= maintenant)
        )
