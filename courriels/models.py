from django.db import models
from django.db.models import Q
from django.utils import timezone

from journal.models import reference


class EnvoiQuerySet(models.QuerySet):
    def en_route(self):
        return self.filter(etat__in=Envoi.EN_ROUTE)

    def a_livrer(self):
        """Due now, and claimed by nobody or by someone whose lease has expired before it left."""
        maintenant = timezone.now()
        return (
            self.en_route()
            .filter(prochain_essai_le__lte=maintenant, depart_le=None)
            .filter(Q(bail_jusqu_au=None) | Q(bail_jusqu_au__lt=maintenant))
        )

    def partis_sans_reponse(self):
        """Left, then nothing: the process that was sending them died. They have perhaps arrived."""
        return self.en_route().filter(depart_le__isnull=False, bail_jusqu_au__lt=timezone.now())

    def jamais_partis(self):
        """On their way, not left: the only ones that a newer message may replace."""
        return self.en_route().filter(depart_le=None)

    def en_echec(self):
        """What the team must look at: abandoned, or put off by a server and still trying."""
        return self.filter(Q(etat=Envoi.Etat.ABANDON) | (Q(etat__in=Envoi.EN_ROUTE) & ~Q(reponse="")))

    def douteux(self):
        """Those that have perhaps left twice, whatever became of them."""
        return self.filter(fut_douteux=True)

    def de_l_evenement(self, evenement):
        """The messages about one event: the event itself, or its reference (« evenements.evenement:3 »)."""
        return self.filter(evenement=evenement if isinstance(evenement, str) else reference(evenement))


class Envoi(models.Model):
    """One message, written with the data it tells, under a key that names the fact; delivered by the worker."""

    class Etat(models.TextChoices):
        ATTENTE = "attente", "à envoyer"
        DOUTEUX = "douteux", "douteux : envoyé peut-être, renvoyé une fois"
        ENVOI = "envoi", "envoyé"
        ABANDON = "abandon", "abandonné"
        REMPLACEMENT = "remplacement", "remplacé par un message plus récent"

    EN_ROUTE = (Etat.ATTENTE, Etat.DOUTEUX)
    # What a confidential message becomes once it needs no sending.
    VIDE = {"objet": "Message confidentiel", "texte": "", "html": "", "calendrier": "", "en_tetes": {}}
    # What the last message to a person who was erased becomes: nobody.
    EFFACE = {**VIDE, "objet": "", "destinataire": "", "nom_destinataire": "", "reponse": ""}

    cle = models.CharField("clé", max_length=200, unique=True)
    reference = models.CharField("à propos de", max_length=80, blank=True, db_index=True)
    evenement = models.CharField("événement (référence)", max_length=80, blank=True, db_index=True)
    destinataire = models.EmailField("destinataire", blank=True, db_index=True)
    nom_destinataire = models.CharField("nom du destinataire", max_length=200, blank=True)
    objet = models.CharField("objet", max_length=250, blank=True)
    texte = models.TextField("texte", blank=True)
    html = models.TextField("HTML", blank=True)
    calendrier = models.TextField("calendrier", blank=True)
    methode = models.CharField("méthode iTIP", max_length=10, blank=True)
    en_tetes = models.JSONField("en-têtes", default=dict, blank=True)
    confidentiel = models.BooleanField("confidentiel", default=False, help_text="vidé une fois envoyé, jamais montré")
    est_le_dernier = models.BooleanField(
        "dernier message", default=False, help_text="à une personne effacée : vidé, adresse comprise, une fois envoyé"
    )
    etat = models.CharField("état", max_length=15, choices=Etat, default=Etat.ATTENTE)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    cree_le = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    a_envoyer_depuis = models.DateTimeField("à envoyer depuis", default=timezone.now)
    prochain_essai_le = models.DateTimeField("prochain essai le", default=timezone.now)
    tentatives = models.PositiveSmallIntegerField("tentatives", default=0)
    proprietaire = models.CharField("pris par", max_length=80, blank=True)
    bail_jusqu_au = models.DateTimeField("pris jusqu’au", null=True, blank=True)
    depart_le = models.DateTimeField("parti le", null=True, blank=True)
    envoye_le = models.DateTimeField("accepté par le serveur le", null=True, blank=True)
    fut_douteux = models.BooleanField("a pu partir deux fois", default=False)
    reponse = models.CharField("mots du serveur", max_length=500, blank=True)

    objects = EnvoiQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(etat="envoi") & Q(envoye_le__isnull=False))
                | (~Q(etat="envoi") & Q(envoye_le__isnull=True)),
                name="envoi_accepte_avec_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["prochain_essai_le"], condition=Q(etat__in=("attente", "douteux")), name="envoi_a_livrer"
            ),
        ]

    def __str__(self):
        return f"« {self.objet} »" if not self.confidentiel else f"message confidentiel {self.pk}"

    @property
    def est_en_route(self):
        return self.etat in self.EN_ROUTE


class EntreeAgenda(models.Model):
    """One entry of one person's calendar: what was last told of it. SEQUENCE lives nowhere else (RFC 5546 §2.1.4).

    `courriels.actions.tenir` reads and locks it; `poster` writes it, with the message that tells it. Never told:
    `dite_le` is null.
    """

    uid = models.CharField("UID", max_length=150, unique=True)
    destinataire = models.EmailField("destinataire", blank=True)
    sequence = models.PositiveIntegerField("SEQUENCE", default=0)
    empreinte = models.CharField(
        "empreinte", max_length=64, blank=True, help_text="début, fin, lieu et état, tels que dits"
    )
    empreinte_du_texte = models.CharField("empreinte du texte", max_length=64, blank=True)
    dernier = models.JSONField("dernier rendez-vous dit", default=dict, blank=True)
    est_annulee = models.BooleanField("annulée", default=False)
    dite_le = models.DateTimeField("dite le", null=True, blank=True)
    deja_partie = models.BooleanField(
        "déjà partie", default=False, help_text="un message est parti avant le dernier : l’annuler se dit"
    )
    dernier_envoi = models.ForeignKey(
        Envoi,
        verbose_name="dernier envoi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="entrees_agenda",
    )

    class Meta:
        verbose_name = "entrée d’agenda"
        verbose_name_plural = "entrées d’agenda"
        constraints = [models.CheckConstraint(condition=Q(sequence__gte=0), name="entree_sequence_positive")]

    def __str__(self):
        return self.uid
