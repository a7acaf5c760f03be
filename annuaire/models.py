from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
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


class StructureQuerySet(models.QuerySet):
    def chercher(self, texte: str):
        """Those whose name or acronym holds every word of the text, whatever its accents and case."""
        resultat = self
        for mot in cles.cle(texte).split():
            resultat = resultat.filter(nom_cle__contains=mot)
        return resultat


class Structure(models.Model):
    nom = models.CharField("nom", max_length=200, unique=True)
    sigle = models.CharField("sigle", max_length=30, blank=True)
    nom_cle = models.CharField("clé du nom", max_length=250, db_index=True, editable=False)
    logo = models.ImageField("logo", upload_to="logos/", blank=True)
    site = models.URLField("site", blank=True)

    objects = StructureQuerySet.as_manager()

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

    def joignables(self):
        """Those to whom an invitation may be written: an address, and no opposition. Every mailing starts here."""
        return self.filter(email__isnull=False, opposition_invitations_le=None)

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
                condition=Q(membre_depuis__isnull=True) | Q(est_membre=True),
                name="personne_date_de_membre",
                violation_error_message="Une date d’entrée ne va qu’à un membre du Réseau.",
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=Lower("email")), name="personne_email_en_minuscules"
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

    @property
    def s_oppose(self):
        return self.opposition_invitations_le is not None


class DoublonEcarte(models.Model):
    """« Ce ne sont pas les mêmes »: a pair that is not proposed again. The smaller number first."""

    premiere = models.ForeignKey(
        Personne, verbose_name="première fiche", on_delete=models.CASCADE, related_name="doublons_ecartes"
    )
    seconde = models.ForeignKey(
        Personne, verbose_name="seconde fiche", on_delete=models.CASCADE, related_name="doublons_ecartes_aussi"
    )
    ecarte_le = models.DateTimeField("écarté le", default=timezone.now)

    class Meta:
        verbose_name = "doublon écarté"
        verbose_name_plural = "doublons écartés"
        ordering = ["-ecarte_le", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["premiere", "seconde"], name="doublon_ecarte_unique"),
            models.CheckConstraint(condition=Q(premiere__lt=F("seconde")), name="doublon_ecarte_dans_l_ordre"),
        ]

    def __str__(self):
        return f"{self.premiere} n’est pas {self.seconde}"


class Fusion(models.Model):
    """What it takes to undo a merge exactly; the row goes when it is undone, and with the person it tells about.

    `fiche`: the row that went, field by field. `avant`, `apres`: what changed in the one that was kept.
    `deplacements`: {"inscriptions.inscription.personne": [pk, …]}. `ecarts`: the pairs put aside that were taken
    away and written in its stead.
    """

    gardee = models.ForeignKey(Personne, verbose_name="fiche gardée", on_delete=models.CASCADE, related_name="fusions")
    perdue = models.PositiveBigIntegerField("numéro de la fiche fondue dans l’autre", unique=True)
    fiche = models.JSONField("fiche fondue dans l’autre")
    avant = models.JSONField("avant", default=dict, blank=True)
    apres = models.JSONField("après", default=dict, blank=True)
    deplacements = models.JSONField("ce qui a changé de fiche", default=dict, blank=True)
    ecarts = models.JSONField("doublons écartés", default=dict, blank=True)
    faite_le = models.DateTimeField("faite le", default=timezone.now)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="faite par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="fusions",
    )

    class Meta:
        verbose_name = "fusion de fiches"
        verbose_name_plural = "fusions de fiches"
        ordering = ["-faite_le", "-pk"]

    def __str__(self):
        return f"fusion de la fiche {self.perdue} dans la fiche {self.gardee_id}"

    @property
    def nom_perdu(self):
        """« Léa Bouaroja »: who the row that went was."""
        return f"{self.fiche.get('prenom', '')} {self.fiche.get('nom', '')}".strip()


class ImportationQuerySet(models.QuerySet):
    def en_attente(self, maintenant: datetime):
        """Previewed, neither applied nor expired."""
        return self.filter(appliquee_le=None, expire_le__gt=maintenant)

    def perimees(self, maintenant: datetime):
        return self.filter(appliquee_le=None, expire_le__lte=maintenant)


class Importation(models.Model):
    """A spreadsheet of members: kept only between its preview and its confirmation, then what it did.

    The bytes are in the table, not under VAR: every process sees them and nothing is left behind.
    """

    DUREE = timedelta(hours=2)

    nom_fichier = models.CharField("fichier", max_length=150)
    source = models.CharField("source", max_length=120, help_text="« Fichier des membres, mars 2026 »")
    empreinte = models.CharField("empreinte du fichier", max_length=64)
    contenu = models.BinaryField("contenu", null=True, blank=True)
    cree_le = models.DateTimeField("déposée le", default=timezone.now, editable=False)
    expire_le = models.DateTimeField("expire le")
    appliquee_le = models.DateTimeField("appliquée le", null=True, blank=True)
    creees = models.PositiveIntegerField("fiches créées", default=0)
    modifiees = models.PositiveIntegerField("fiches modifiées", default=0)
    inchangees = models.PositiveIntegerField("fiches inchangées", default=0)
    fautes = models.PositiveIntegerField("lignes laissées de côté", default=0)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="importations",
    )

    objects = ImportationQuerySet.as_manager()

    class Meta:
        verbose_name = "importation de membres"
        verbose_name_plural = "importations de membres"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(appliquee_le__isnull=True, contenu__isnull=False)
                | Q(appliquee_le__isnull=False, contenu__isnull=True),
                name="importation_contenu_jusqu_a_l_application",
            ),
        ]

    def __str__(self):
        return f"{self.source} ({self.nom_fichier})"
