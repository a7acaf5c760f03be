from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from annuaire.models import Echelle, Personne, Profil
from evenements.models import Cycle, Evenement, Formule
from programmes.models import Creneau
from socle import cles, liens, territoires
from socle.territoires import PARIS


class InscriptionQuerySet(models.QuerySet):
    def confirmees(self):
        return self.filter(etat=Inscription.Etat.CONFIRMATION)

    def en_attente(self):
        return self.filter(etat=Inscription.Etat.ATTENTE)

    def actives(self):
        return self.exclude(etat=Inscription.Etat.ANNULATION)

    def publiques(self):
        """Those who take public places: participants."""
        return self.filter(categorie=Inscription.Categorie.PARTICIPANT)

    def attendues_sur_place(self):
        """Participants who hold a place on site: those whose coming matters to the room and to the caterer."""
        return self.confirmees().publiques().filter(formule__modalite=Formule.Modalite.PRESENTIEL, effacee_le=None)

    def sans_reponse_j7(self):
        """Those expected on site who have not said « je viens » (J-7). Listed, never cancelled."""
        return self.attendues_sur_place().filter(venue_confirmee_le=None)

    def chercher(self, texte: str):
        """Those whose name, structure or address holds every word of the text, whatever its accents and case."""
        resultat = self
        for mot in texte.lower().split():
            resultat = resultat.filter(Q(nom_cle__contains=cles.cle(mot) or mot) | Q(email__contains=mot))
        return resultat


class Inscription(models.Model):
    """One address at one event; registering again reuses the row (and its calendar UID)."""

    class Categorie(models.TextChoices):
        PARTICIPANT = "participant", "participant"
        INTERVENANT = "intervenant", "intervenant"
        PARTENAIRE = "partenaire", "partenaire"
        EQUIPE = "equipe", "équipe"
        PRESSE = "presse", "presse"

    class Etat(models.TextChoices):
        CONFIRMATION = "confirmation", "confirmée"
        ATTENTE = "attente", "en liste d’attente"
        ANNULATION = "annulation", "annulée"

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.PROTECT, related_name="inscriptions"
    )
    categorie = models.CharField("catégorie", max_length=20, choices=Categorie, default=Categorie.PARTICIPANT)
    formule = models.ForeignKey(
        Formule,
        verbose_name="formule tenue",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inscriptions",
        help_text="la place tenue ; vide quand il n’y en a pas",
    )
    etat = models.CharField("état", max_length=20, choices=Etat)
    etat_le = models.DateTimeField("dans cet état depuis le")
    email = models.EmailField("adresse e-mail", null=True, blank=True)
    prenom = models.CharField("prénom", max_length=100, blank=True)
    nom = models.CharField("nom", max_length=100, blank=True)
    structure = models.CharField("structure", max_length=200, blank=True)
    nom_cle = models.CharField("clé du nom", max_length=420, db_index=True, editable=False, blank=True)
    profil = models.CharField("profil", max_length=20, choices=Profil, blank=True)
    echelle = models.CharField("échelle", max_length=20, choices=Echelle, blank=True)
    territoire = models.CharField("territoire", max_length=5, choices=territoires.choix, blank=True)
    fuseau = models.CharField("fuseau", max_length=50, default=PARIS)
    personne = models.ForeignKey(
        Personne, verbose_name="personne", null=True, blank=True, on_delete=models.SET_NULL, related_name="inscriptions"
    )
    matin = models.BooleanField("présence le matin", default=True)
    dejeuner = models.BooleanField("présence au déjeuner", default=False)
    apres_midi = models.BooleanField("présence l’après-midi", default=False)
    venue_demandee_le = models.DateTimeField("venue demandée le", null=True, blank=True, editable=False)
    venue_confirmee_le = models.DateTimeField("venue confirmée le", null=True, blank=True, editable=False)
    inscrite_par = models.CharField(
        "coordonnées données par",
        max_length=250,
        blank=True,
        help_text="quand quelqu’un d’autre a inscrit la personne ; elle le lit dans son premier message",
    )
    inscrite_par_email = models.EmailField("adresse de qui les a données", blank=True, db_index=True, editable=False)
    sur_la_liste = models.BooleanField("figure sur la liste des participants", default=False)
    adhesion = models.ForeignKey(
        "inscriptions.Adhesion",
        verbose_name="inscription au cycle",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inscriptions",
        help_text="celle qui l’a inscrite à cette séance",
    )
    invitation_differee = models.BooleanField(
        "invitation à venir",
        default=False,
        editable=False,
        help_text="l’invitation partira quand la séance d’avant sera finie",
    )
    secret = models.CharField("secret", max_length=64, default=liens.nouveau_secret, editable=False, blank=True)
    lien_envoye_le = models.DateTimeField("lien renvoyé le", null=True, blank=True, editable=False)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    effacee_le = models.DateTimeField("données effacées le", null=True, blank=True, editable=False)

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["evenement", "email"], name="inscription_unique_par_email"),
            models.CheckConstraint(
                condition=Q(etat="confirmation", formule__isnull=False)
                | Q(etat="attente")
                | Q(etat="annulation", formule__isnull=True),
                name="inscription_formule_selon_etat",
            ),
            models.CheckConstraint(
                condition=Q(effacee_le__isnull=True, email__isnull=False)
                | Q(effacee_le__isnull=False, email__isnull=True, secret=""),
                name="inscription_effacee_ou_jointe",
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=models.functions.Lower("email")),
                name="inscription_email_en_minuscules",
            ),
        ]
        indexes = [models.Index(fields=["evenement", "etat"], name="inscription_par_etat")]

    def __str__(self):
        return f"{self.nom_complet or 'inscription effacée'}, {self.evenement}"

    def save(self, *args, **kwargs):
        self.nom_cle = cles.cle(f"{self.nom} {self.prenom} {self.structure}")[:420]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return liens.mon_inscription(self).removeprefix(settings.SITE_URL)

    @property
    def nom_complet(self):
        return f"{self.prenom} {self.nom}".strip()

    @property
    def est_confirmee(self):
        return self.etat == self.Etat.CONFIRMATION

    @property
    def est_en_attente(self):
        return self.etat == self.Etat.ATTENTE

    @property
    def est_annulee(self):
        return self.etat == self.Etat.ANNULATION

    @property
    def prend_une_place_publique(self):
        return self.categorie == self.Categorie.PARTICIPANT

    @property
    def uid(self):
        """The calendar UID, for the life of the registration (design §4)."""
        return f"inscription-{self.pk}@{settings.DOMAINE_UID}"


class AttenteQuerySet(models.QuerySet):
    def ouvertes(self):
        """The queue, in order."""
        return self.filter(close_le=None).order_by("entree_le", "pk")

    def sans_place(self):
        """Those for whom nothing is set aside: while there is one, newcomers wait behind (`inscriptions.file`)."""
        return self.ouvertes().filter(tient_une_place=False)

    def proposees(self):
        """Offers that wait for an answer, late or not."""
        return self.ouvertes().filter(offre_le__isnull=False)


class Attente(models.Model):
    """Waiting for one formula or workshop. The queue: the open rows in order; an offer: an open row with a date.

    `tient_une_place`: the offer holds a place of the formule, counted in `places_prises` until it is answered
    (`inscriptions.places`); the offers of the last day, made to all at once, hold none.
    """

    class Issue(models.TextChoices):
        ACCEPTATION = "acceptation", "place acceptée"
        REFUS = "refus", "place refusée"
        ECHEANCE = "echeance", "sans réponse à temps"
        RENONCEMENT = "renoncement", "a renoncé"
        CLOTURE = "cloture", "l’attente est close"

    inscription = models.ForeignKey(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="attentes"
    )
    formule = models.ForeignKey(
        Formule, verbose_name="formule", null=True, blank=True, on_delete=models.CASCADE, related_name="attentes"
    )
    creneau = models.ForeignKey(
        Creneau, verbose_name="atelier", null=True, blank=True, on_delete=models.CASCADE, related_name="attentes"
    )
    entree_le = models.DateTimeField("entrée le")
    offre_le = models.DateTimeField("place proposée le", null=True, blank=True)
    echeance = models.DateTimeField("à accepter avant le", null=True, blank=True)
    tient_une_place = models.BooleanField("tient une place", default=False, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True)
    issue = models.CharField("issue", max_length=20, choices=Issue, blank=True)

    objects = AttenteQuerySet.as_manager()

    class Meta:
        verbose_name = "attente"
        verbose_name_plural = "attentes"
        ordering = ["entree_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(formule__isnull=False, creneau__isnull=True)
                | Q(formule__isnull=True, creneau__isnull=False),
                name="attente_d_une_formule_ou_d_un_atelier",
            ),
            models.UniqueConstraint(
                fields=["inscription"],
                condition=Q(close_le=None, formule__isnull=False),
                name="attente_ouverte_d_une_seule_formule",
            ),
            models.UniqueConstraint(
                fields=["inscription", "creneau"], condition=Q(close_le=None), name="attente_ouverte_unique_par_atelier"
            ),
            models.CheckConstraint(
                condition=Q(offre_le__isnull=True, echeance__isnull=True)
                | Q(offre_le__isnull=False, echeance__gt=F("offre_le")),
                name="attente_offre_avec_echeance",
            ),
            models.CheckConstraint(
                condition=Q(close_le__isnull=True, issue="") | (Q(close_le__isnull=False) & ~Q(issue="")),
                name="attente_close_avec_issue",
            ),
            models.CheckConstraint(
                condition=Q(tient_une_place=False) | Q(offre_le__isnull=False, close_le__isnull=True),
                name="attente_place_tenue_par_une_offre",
            ),
        ]
        indexes = [
            models.Index(fields=["formule", "close_le", "entree_le"], name="attente_par_formule"),
            models.Index(fields=["creneau", "close_le", "entree_le"], name="attente_par_atelier"),
        ]

    def __str__(self):
        return f"{self.inscription} attend {self.formule or self.creneau}"


class ChoixAtelier(models.Model):
    """A place held in a workshop; written only by `inscriptions.places`, with `Creneau.places_prises`."""

    inscription = models.ForeignKey(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="choix_ateliers"
    )
    creneau = models.ForeignKey(Creneau, verbose_name="atelier", on_delete=models.PROTECT, related_name="choix")
    choisi_le = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "choix d’atelier"
        verbose_name_plural = "choix d’ateliers"
        ordering = ["choisi_le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inscription", "creneau"], name="choix_unique_par_atelier"),
        ]

    def __str__(self):
        return f"{self.inscription} a choisi {self.creneau}"


class Besoins(models.Model):
    """Access and diet: may reveal health or religion (RGPD art. 9), so apart, shown to few, erased first."""

    inscription = models.OneToOneField(
        Inscription, verbose_name="inscription", on_delete=models.CASCADE, related_name="besoins"
    )
    acces = models.CharField("besoins d’accès", max_length=500, blank=True)
    regime = models.CharField("régime alimentaire", max_length=200, blank=True)
    consentement_le = models.DateTimeField("consentement donné le")

    class Meta:
        verbose_name = "besoins"
        verbose_name_plural = "besoins"

    def __str__(self):
        return f"besoins de l’inscription {self.inscription_id}"


class Consentement(models.Model):
    """A consent given or withdrawn, with the words that were read."""

    class Finalite(models.TextChoices):
        LETTRE = "lettre", "lettre d’information"
        LISTE = "liste", "liste des participants"
        BESOINS = "besoins", "besoins d’accès et régime alimentaire"

    email = models.EmailField("adresse e-mail", null=True, blank=True, db_index=True)
    inscription = models.ForeignKey(
        Inscription,
        verbose_name="inscription",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consentements",
    )
    finalite = models.CharField("finalité", max_length=20, choices=Finalite)
    texte = models.TextField("texte lu")
    donne_le = models.DateTimeField("donné le")
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        ordering = ["-donne_le", "-pk"]

    def __str__(self):
        return f"{self.get_finalite_display()}, {self.email or 'effacé'}"


class AvisOuverture(models.Model):
    """« Me prévenir à l’ouverture »: one address, one mail when registrations open, then the row is erased."""

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="avis_ouverture"
    )
    email = models.EmailField("adresse e-mail")
    demande_le = models.DateTimeField("demandé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "avis d’ouverture"
        verbose_name_plural = "avis d’ouverture"
        constraints = [models.UniqueConstraint(fields=["evenement", "email"], name="avis_unique_par_email")]

    def __str__(self):
        return f"avis {self.pk}, {self.evenement}"


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


class AdhesionQuerySet(models.QuerySet):
    def ouvertes(self):
        return self.filter(close_le=None, effacee_le=None)


class Adhesion(models.Model):
    """One address in a whole cycle: registers it in the sessions to come (`inscriptions.adhesions`).

    A session that it has registered keeps `Inscription.adhesion` for ever: cancelled, it is an opt-out, and is never
    registered again by the membership.
    """

    cycle = models.ForeignKey(Cycle, verbose_name="cycle", on_delete=models.PROTECT, related_name="adhesions")
    email = models.EmailField("adresse e-mail", null=True, blank=True)
    prenom = models.CharField("prénom", max_length=100, blank=True)
    nom = models.CharField("nom", max_length=100, blank=True)
    structure = models.CharField("structure", max_length=200, blank=True)
    profil = models.CharField("profil", max_length=20, choices=Profil, blank=True)
    echelle = models.CharField("échelle", max_length=20, choices=Echelle, blank=True)
    territoire = models.CharField("territoire", max_length=5, choices=territoires.choix, blank=True)
    fuseau = models.CharField("fuseau", max_length=50, default=PARIS)
    secret = models.CharField("secret", max_length=64, default=liens.nouveau_secret, editable=False, blank=True)
    lien_envoye_le = models.DateTimeField("lien renvoyé le", null=True, blank=True, editable=False)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    ouverte_le = models.DateTimeField("ouverte le", default=timezone.now, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True, editable=False)
    effacee_le = models.DateTimeField("données effacées le", null=True, blank=True, editable=False)

    objects = AdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription à un cycle"
        verbose_name_plural = "inscriptions aux cycles"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "email"], name="adhesion_unique_par_email"),
            models.CheckConstraint(
                condition=Q(effacee_le__isnull=True, email__isnull=False)
                | Q(effacee_le__isnull=False, email__isnull=True, secret=""),
                name="adhesion_effacee_ou_jointe",
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=models.functions.Lower("email")),
                name="adhesion_email_en_minuscules",
            ),
        ]

    def __str__(self):
        return f"{self.nom_complet or 'inscription effacée'}, {self.cycle}"

    def get_absolute_url(self):
        return liens.mon_cycle(self).removeprefix(settings.SITE_URL)

    @property
    def nom_complet(self):
        return f"{self.prenom} {self.nom}".strip()

    @property
    def est_ouverte(self):
        return self.close_le is None and self.effacee_le is None
