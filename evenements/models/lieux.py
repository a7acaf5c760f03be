from django.db import models


class Lieu(models.Model):
    nom = models.CharField("nom", max_length=200)
    adresse = models.CharField("adresse", max_length=200, blank=True)
    code_postal = models.CharField("code postal", max_length=10, blank=True)
    ville = models.CharField("ville", max_length=100, blank=True)
    acces = models.TextField("comment venir", blank=True)
    acces_sans_marche = models.TextField("chemin sans marche", blank=True)
    accessibilite = models.TextField("sous-titres, langue des signes, boucle magnétique", blank=True)
    places_assises = models.PositiveIntegerField("places assises", null=True, blank=True)

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["nom", "pk"]

    def __str__(self):
        return self.nom

    @property
    def adresse_complete(self):
        """On one line, as an envelope: « 5 rue Masseran, 75007 Paris »."""
        ville = f"{self.code_postal} {self.ville}".strip()
        return ", ".join(morceau for morceau in (self.adresse, ville) if morceau)
