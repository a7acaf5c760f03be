from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evenements.models.evenements import Evenement


class AccesQuerySet(models.QuerySet):
    def en_vigueur(self):
        return self.filter(Q(expire_le=None) | Q(expire_le__gt=timezone.now()))


class Acces(models.Model):
    """What a member of staff may do: a role, for one event or for all."""

    class Role(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        POINTAGE = "pointage", "Pointage"
        CONSULTATION = "consultation", "Consultation seule"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.CASCADE, related_name="acces"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    evenement = models.ForeignKey(
        Evenement,
        verbose_name="événement",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="acces",
        help_text="vide : tous les événements",
    )
    expire_le = models.DateTimeField("expire le", null=True, blank=True)

    objects = AccesQuerySet.as_manager()

    class Meta:
        verbose_name = "accès"
        verbose_name_plural = "accès"
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "evenement"], name="acces_unique_par_evenement"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(evenement=None), name="acces_unique_pour_tous"
            ),
        ]

    def __str__(self):
        return f"{self.user} : {self.get_role_display()}, {self.evenement or 'tous les événements'}"
