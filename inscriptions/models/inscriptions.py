from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from annuaire.models import Echelle, Personne, Profil
from evenements.models import Evenement, Formule
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
