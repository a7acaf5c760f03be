from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from annuaire.models import Echelle, Profil
from evenements.models import Cycle
from socle import liens, territoires
from socle.territoires import PARIS


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
