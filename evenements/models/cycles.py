from django.db import models
from django.utils import timezone


class CycleQuerySet(models.QuerySet):
    def publies(self):
        return self.filter(publie_le__lte=timezone.now())


class Cycle(models.Model):
    """A year's walk of webinars; its escales are its events of nature webinaire, in the order of their number."""

    annee = models.PositiveSmallIntegerField("année")
    titre = models.CharField("titre", max_length=200)
    question = models.CharField("question", max_length=300, blank=True, help_text="la question que pose le cycle")
    slug = models.SlugField("adresse", unique=True)
    presentation = models.TextField("présentation", blank=True)
    publie_le = models.DateTimeField("publié le", null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "cycle"
        verbose_name_plural = "cycles"
        ordering = ["-annee", "pk"]

    def __str__(self):
        return f"Cycle {self.annee}"
