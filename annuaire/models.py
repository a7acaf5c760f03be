from django.db import models
from django.utils import timezone

from socle import cles, territoires


class Profil(models.TextChoices):
    """The organisers' own list, in their order: the six escales of the 2023 cycle, then the network's own."""

    ENTREPRISE = "entreprise", "Entreprise ou acteur économique"
    ACADEMIQUE = "academique", "Acteur académique"
    ASSOCIATION = "association", "Association"
    CITOYEN = "citoyen", "Initiative citoyenne"
    PUBLIC = "public", "Collectivité ou acteur public local"
    INVESTISSEUR = "investisseur", "Investisseur public ou privé"
    EXPERT = "expert", "Expert ou accompagnateur"
    AUTRE = "autre", "Autre"


class Echelle(models.TextChoices):
    LOCALE = "locale", "Locale"
    NATIONALE = "nationale", "Nationale"
    INTERNATIONALE = "internationale", "Internationale"


class Structure(models.Model):
    nom = models.CharField("nom", max_length=200, unique=True)
    sigle = models.CharField("sigle", max_length=30, blank=True)
    nom_cle = models.CharField("clé du nom", max_length=250, db_index=True, editable=False)
    logo = models.ImageField("logo", upload_to="logos/", blank=True)
    site = models.URLField("site", blank=True)

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["nom_cle", "pk"]

    def __str__(self):
        return self.nom

    def save(self, *args, **kwargs):
        self.nom_cle = cles.cle(f"{self.nom} {self.sigle}")[:250]
        super().save(*args, **kwargs)


class PersonneQuerySet(models.QuerySet):
    def membres(self):
        return self.filter(est_membre=True)

    def chercher(self, texte: str):
        """Those whose name holds every word of the text, whatever its accents and case."""
        resultat = self
        for mot in cles.cle(texte).split():
            resultat = resultat.filter(nom_cle__contains=mot)
        return resultat


class Personne(models.Model):
    """Someone the network knows, a member or not. What an unproved address types never edits this row."""

    class Civilite(models.TextChoices):
        INCONNUE = "", "non renseignée"
        MADAME = "madame", "Madame"
        MONSIEUR = "monsieur", "Monsieur"

    prenom = models.CharField("prénom", max_length=100, blank=True)
    nom = models.CharField("nom, tel qu’imprimé", max_length=100)
    nom_cle = models.CharField("clé du nom", max_length=250, db_index=True, editable=False)
    civilite = models.CharField("civilité", max_length=10, choices=Civilite, blank=True)
    appel = models.CharField("formule d’appel", max_length=100, blank=True, help_text="« Madame la Présidente »")
    email = models.EmailField("adresse e-mail", null=True, blank=True, unique=True)
    structure = models.ForeignKey(
        Structure, verbose_name="structure", null=True, blank=True, on_delete=models.SET_NULL, related_name="personnes"
    )
    profil = models.CharField("profil", max_length=20, choices=Profil, blank=True)
    echelle = models.CharField("échelle", max_length=20, choices=Echelle, blank=True)
    territoire = models.CharField("territoire", max_length=5, choices=territoires.choix, blank=True)
    est_membre = models.BooleanField("membre du Réseau", default=False)
    membre_depuis = models.DateField("membre depuis le", null=True, blank=True)
    source = models.CharField(
        "source", max_length=200, blank=True, help_text="d’où viennent ces informations, et quand"
    )
    opposition_invitations_le = models.DateTimeField("opposition aux invitations le", null=True, blank=True)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = PersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["nom_cle", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(membre_depuis__isnull=True) | models.Q(est_membre=True),
                name="personne_date_de_membre",
            ),
        ]

    def __str__(self):
        return self.nom_complet

    def save(self, *args, **kwargs):
        self.nom_cle = cles.cle(f"{self.nom} {self.prenom}")[:250]
        self.email = self.email.strip().lower() if self.email else None
        super().save(*args, **kwargs)

    @property
    def nom_complet(self):
        return f"{self.prenom} {self.nom}".strip()
