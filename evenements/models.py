from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from annuaire.models import Structure
from socle import dates, typographie
from socle.territoires import PARIS


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
PLACES_EN_MOTS = {
    "sans_limite": "ouvert à tous",
    "disponibles": "places disponibles",
    "dernieres": "dernières places",
    "complete": "complet, liste d’attente ouverte",
}


def etat_des_places(capacite: int | None, prises: int) -> str:
    """« sans_limite », « disponibles », « dernieres », « complete »."""
    if capacite is None:
        return "sans_limite"
    restantes = capacite - prises
    if restantes <= 0:
        return "complete"
    return "dernieres" if restantes <= max(5, capacite // 10) else "disponibles"


class Formule(models.Model):
    """A way to attend one event, with its own window: the Rencontre online ends at 12 h 30, on site at 17 h 30."""

    class Modalite(models.TextChoices):
        DISTANCIEL = "distanciel", "En ligne"
        PRESENTIEL = "presentiel", "Sur place"

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="formules"
    )
    modalite = models.CharField("formule", max_length=12, choices=Modalite)
    intitule = models.CharField("intitulé", max_length=100, blank=True, help_text="« La journée en présentiel »")
    debut = models.DateTimeField("début")
    fin = models.DateTimeField("fin")
    capacite = models.PositiveIntegerField("capacité", null=True, blank=True, help_text="vide : sans limite")
    places_prises = models.PositiveIntegerField("places prises", default=0, editable=False)
    depassement_motif = models.CharField(
        "raison du dépassement",
        max_length=200,
        blank=True,
        help_text="pourquoi la capacité dépasse les places assises du lieu",
    )
    membres_jusqu_au = models.DateTimeField("réservée aux membres jusqu’au", null=True, blank=True)
    comprend = models.TextField("comprend", blank=True, help_text="une ligne par chose comprise")
    ne_comprend_pas = models.TextField("ne comprend pas", blank=True, help_text="une ligne par chose")

    class Meta:
        verbose_name = "formule"
        verbose_name_plural = "formules"
        ordering = ["modalite"]
        constraints = [
            models.UniqueConstraint(
                fields=["evenement", "modalite"],
                name="formule_unique_par_modalite",
                violation_error_message="L’événement a déjà cette formule.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__isnull=True) | Q(places_prises__lte=F("capacite")),
                name="formule_places_dans_la_capacite",
                violation_error_message="La capacité ne peut pas descendre sous les places déjà prises.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__isnull=True) | Q(capacite__gt=0),
                name="formule_capacite_d_une_place_au_moins",
                violation_error_message="Donnez une place au moins, ou laissez vide : sans limite.",
            ),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")),
                name="formule_fin_apres_debut",
                violation_error_message="La fin doit venir après le début.",
            ),
        ]

    def __str__(self):
        return self.nom

    @property
    def nom(self):
        return self.intitule or self.get_modalite_display()

    @property
    def est_sur_place(self):
        return self.modalite == self.Modalite.PRESENTIEL

    @property
    def fin_des_offres(self):
        """When freed places stop being offered by mail: the event's own moment, or the day before at 17 h."""
        evenement = self.evenement
        if evenement.offres_jusqu_au is not None:
            return evenement.offres_jusqu_au
        veille = dates.local(self.debut, evenement.fuseau).date() - timedelta(days=1)
        return dates.instant(veille, time(17), evenement.fuseau)

    def est_reservee(self, maintenant: datetime) -> bool:
        """Only for members of the network, for now: their shared link opens it (`socle.liens.acces_membre`)."""
        return self.membres_jusqu_au is not None and maintenant < self.membres_jusqu_au

    @property
    def places_restantes(self):
        """None where there is no limit."""
        return None if self.capacite is None else max(self.capacite - self.places_prises, 0)

    @property
    def est_complete(self):
        return self.capacite is not None and self.places_prises >= self.capacite

    @property
    def etat_des_places(self):
        return etat_des_places(self.capacite, self.places_prises)


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
