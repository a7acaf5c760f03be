from django.db import models


class FaitQuerySet(models.QuerySet):
    def de(self, objet: models.Model):
        """What happened to one object, the newest first."""
        return self.filter(objet=reference(objet)).order_by("-quand", "-pk")


class Fait(models.Model):
    """Who did what, to what, when. Written by actions, read by staff, altered by nobody but erasure;
    two rows made one take their lines with them (annuaire.actions.fusionner), so that erasure finds them all.

    `acteur` and `objet` are references (« comptes.user:3 »), not foreign keys: the journal knows no other app and
    outlives what it tells.
    """

    quand = models.DateTimeField("quand", db_index=True)
    acteur = models.CharField("qui (référence)", max_length=80, blank=True)
    acteur_nom = models.CharField("qui", max_length=200, blank=True)
    verbe = models.CharField("acte", max_length=60)
    objet = models.CharField("objet (référence)", max_length=80, db_index=True)
    objet_nom = models.CharField("objet", max_length=250, blank=True)
    evenement = models.CharField("événement (référence)", max_length=80, blank=True, db_index=True)
    avant = models.JSONField("avant", default=dict, blank=True)
    apres = models.JSONField("après", default=dict, blank=True)

    objects = FaitQuerySet.as_manager()

    class Meta:
        verbose_name = "fait"
        verbose_name_plural = "journal"
        ordering = ["-quand", "-pk"]

    def __str__(self):
        return f"{self.acteur_nom or 'le service'} : {self.verbe} {self.objet_nom}"


def reference(objet: models.Model | None) -> str:
    """« inscriptions.inscription:12 »; empty for nothing."""
    return f"{objet._meta.label_lower}:{objet.pk}" if objet is not None else ""
