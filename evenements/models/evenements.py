from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from evenements.models.cycles import Cycle
from evenements.models.lieux import Lieu
from socle import dates, typographie
from socle.territoires import PARIS


class EvenementQuerySet(models.QuerySet):
    def publies(self):
        return self.filter(publie_le__lte=timezone.now())

    def a_venir(self):
        return self.filter(fin__gte=timezone.now()).order_by("debut", "pk")

    def passes(self):
        return self.filter(fin__lt=timezone.now()).order_by("-debut", "-pk")

    def visibles_par(self, user):
        """Those a member of staff has some access to."""
        if user.is_superuser or user.acces.en_vigueur().filter(evenement=None).exists():
            return self
        return self.filter(acces__in=user.acces.en_vigueur())


class Evenement(models.Model):
    class Nature(models.TextChoices):
        WEBINAIRE = "webinaire", "Webinaire"
        RENCONTRE = "rencontre", "Rencontre annuelle"
        SEMINAIRE = "seminaire", "Séminaire"

    class Precision(models.TextChoices):
        """What is known of the date. Only « heure » is planned, reminded and exported."""

        HEURE = "heure", "le jour et les heures"
        JOUR = "jour", "le jour"
        MOIS = "mois", "le mois"
        ANNEE = "annee", "l’année"
        A_PRECISER = "a_preciser", "à préciser"

    nature = models.CharField("nature", max_length=20, choices=Nature)
    cycle = models.ForeignKey(
        Cycle, verbose_name="cycle", null=True, blank=True, on_delete=models.PROTECT, related_name="evenements"
    )
    numero = models.PositiveSmallIntegerField("numéro", null=True, blank=True, help_text="escale 3, 9e Rencontre")
    fil = models.CharField("fil", max_length=150, blank=True, help_text="titre qui réunit quelques escales d’un cycle")
    titre = models.CharField("titre", max_length=250)
    theme = models.CharField("thème", max_length=250, blank=True)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    chapeau = models.TextField("chapeau", blank=True, help_text="deux ou trois phrases, en tête de la page")
    presentation = models.TextField("présentation", blank=True)
    precision = models.CharField("date connue", max_length=12, choices=Precision, default=Precision.HEURE)
    debut = models.DateTimeField("début", null=True, blank=True)
    fin = models.DateTimeField("fin", null=True, blank=True)
    heures_supposees = models.BooleanField("heures supposées", default=False)
    fuseau = models.CharField("fuseau", max_length=50, default=PARIS)
    lieu = models.ForeignKey(
        Lieu, verbose_name="lieu", null=True, blank=True, on_delete=models.PROTECT, related_name="evenements"
    )
    lien_direct = models.URLField(
        "adresse du direct", blank=True, help_text="celle de l’outil ; jamais publiée ni envoyée"
    )
    retard = models.PositiveSmallIntegerField(
        "retard annoncé (minutes)", default=0, validators=[MaxValueValidator(240)]
    )
    debut_reel = models.DateTimeField("début réel", null=True, blank=True)
    fin_reelle = models.DateTimeField("fin réelle", null=True, blank=True)
    publie_le = models.DateTimeField("publié le", null=True, blank=True)
    inscriptions_ouvrent_le = models.DateTimeField("ouverture des inscriptions", null=True, blank=True)
    inscriptions_ferment_le = models.DateTimeField("clôture des inscriptions", null=True, blank=True)
    offres_jusqu_au = models.DateTimeField(
        "fin des propositions de places",
        null=True,
        blank=True,
        help_text="ensuite, une place libérée n’est plus proposée par courriel ; vide : la veille à 17 h",
    )
    accueil_sans_place = models.CharField(
        "à l’accueil, sans place",
        max_length=300,
        blank=True,
        help_text="lu par ceux qui attendent encore à la fin ; vide : les places restées libres, par ordre d’arrivée",
    )
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)
    annulation_motif = models.CharField("motif de l’annulation", max_length=300, blank=True)
    debut_precedent = models.DateTimeField("date d’avant le report", null=True, blank=True)
    revision = models.PositiveBigIntegerField("révision", default=1, editable=False)
    secret = models.CharField("secret du lien d’aperçu", max_length=64, blank=True, editable=False)
    apercu_jusqu_au = models.DateTimeField("aperçu ouvert jusqu’au", null=True, blank=True, editable=False)

    objects = EvenementQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        ordering = ["-debut", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="a_preciser", debut__isnull=True, fin__isnull=True)
                | (~Q(precision="a_preciser") & Q(debut__isnull=False, fin__isnull=False)),
                name="evenement_date_selon_precision",
                violation_error_message="Une date « à préciser » n’a ni début ni fin ; les autres ont les deux.",
            ),
            models.CheckConstraint(
                condition=Q(debut__isnull=True) | Q(fin__gt=F("debut")),
                name="evenement_fin_apres_debut",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(inscriptions_ouvrent_le__isnull=True)
                | Q(inscriptions_ferment_le__isnull=True)
                | Q(inscriptions_ferment_le__gt=F("inscriptions_ouvrent_le")),
                name="evenement_cloture_apres_ouverture",
                violation_error_message="Les inscriptions doivent fermer après leur ouverture.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "numero"],
                condition=Q(nature="webinaire"),
                name="evenement_escale_unique",
                violation_error_message="Ce cycle a déjà une escale de ce numéro.",
            ),
        ]
        indexes = [models.Index(fields=["fin"], name="evenement_par_fin")]

    def __str__(self):
        return self.nom_court

    @property
    def nom_court(self):
        """« 9e Rencontre », « Escale 3 », or the title where nothing is numbered."""
        if self.numero and self.nature == self.Nature.RENCONTRE:
            return f"{typographie.ordinal(self.numero)} Rencontre"
        return self.titre

    @property
    def est_date(self):
        """Are the day and hours known? Otherwise nothing is planned, reminded or exported."""
        return self.precision == self.Precision.HEURE

    @property
    def est_annule(self):
        return self.annule_le is not None

    @property
    def est_reporte(self):
        return self.debut_precedent is not None and not self.est_annule

    def est_publie(self, maintenant: datetime) -> bool:
        return self.publie_le is not None and self.publie_le <= maintenant

    def est_passe(self, maintenant: datetime) -> bool:
        """Over, by the real end where it was marked."""
        fin = self.fin_reelle or self.fin
        return fin is not None and fin < maintenant

    def inscriptions_ouvertes(self, maintenant: datetime) -> bool:
        """Can someone register now? Published, dated, not cancelled, opened, not closed (by default: at its end)."""
        if not self.est_publie(maintenant) or not self.est_date or self.est_annule:
            return False
        if self.inscriptions_ouvrent_le is None or maintenant < self.inscriptions_ouvrent_le:
            return False
        fermeture = self.inscriptions_ferment_le or self.fin
        return fermeture is not None and maintenant < fermeture

    def inscriptions_annoncees(self, maintenant: datetime) -> bool:
        """Published before its registrations open: « Ouverture des inscriptions le … », and « Me prévenir »."""
        return (
            self.est_publie(maintenant)
            and not self.est_annule
            and not self.est_passe(maintenant)
            and (self.inscriptions_ouvrent_le is None or maintenant < self.inscriptions_ouvrent_le)
        )

    @property
    def date_en_mots(self):
        """The date as precisely as it is known, in the event's own zone."""
        if self.debut is None or self.fin is None:
            return "date à préciser"
        jour = dates.local(self.debut, self.fuseau).date()
        if self.precision == self.Precision.ANNEE:
            return str(jour.year)
        if self.precision == self.Precision.MOIS:
            return dates.mois(jour)
        # An end at midnight belongs to the day before: « jour » is kept as 0 h to the next 0 h.
        return dates.jours(jour, dates.local(self.fin - timedelta(microseconds=1), self.fuseau).date())


# What the public reads of places: never a count, which would tell whether an address was new.
