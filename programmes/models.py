from django.conf import settings
from django.db import models
from django.db.models import F, Q

from annuaire.models import Personne, Structure
from evenements.models import Evenement, Ressource


class Salle(models.Model):
    evenement = models.ForeignKey(Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="salles")
    nom = models.CharField("nom", max_length=100)
    places = models.PositiveIntegerField("places", null=True, blank=True)
    diffuse = models.BooleanField("équipée pour la diffusion", default=False)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "salle"
        verbose_name_plural = "salles"
        ordering = ["ordre", "pk"]
        constraints = [models.UniqueConstraint(fields=["evenement", "nom"], name="salle_unique_par_nom")]

    def __str__(self):
        return self.nom


class Sequence(models.Model):
    """A « temps » of the day, with its own heading and hours as printed (they may be wrong: a warning says so)."""

    class Teinte(models.TextChoices):
        GALET = "galet", "galet, uni : ouverture, clôture"
        LAC = "lac", "lac, diagonales : inspiration"
        BRIQUE = "brique", "brique, points : interconnaissance"
        BRUYERE = "bruyere", "bruyère, lignes : co-développement"

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="sequences"
    )
    titre = models.CharField("titre", max_length=200)
    sous_titre = models.CharField("sous-titre", max_length=250, blank=True)
    teinte = models.CharField("teinte", max_length=10, choices=Teinte, default=Teinte.GALET)
    debut = models.DateTimeField("début", null=True, blank=True)
    fin = models.DateTimeField("fin", null=True, blank=True)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "séquence"
        verbose_name_plural = "séquences"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gt=F("debut")), name="sequence_fin_apres_debut"
            ),
        ]

    def __str__(self):
        return self.titre


class CreneauQuerySet(models.QuerySet):
    def en_place(self):
        """Not retired: what the draft holds now."""
        return self.filter(retire_le=None)


class Creneau(models.Model):
    """A slot of the day. Hours and room may be unknown; once published it is retired, never deleted."""

    class Nature(models.TextChoices):
        ACCUEIL = "accueil", "Accueil"
        INTERVENTION = "intervention", "Intervention"
        TABLE_RONDE = "table_ronde", "Table ronde"
        ATELIER = "atelier", "Atelier"
        PAUSE = "pause", "Pause"
        REPAS = "repas", "Repas"
        ECHANGES = "echanges", "Échanges"
        CLOTURE = "cloture", "Clôture"

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="creneaux"
    )
    sequence = models.ForeignKey(
        Sequence, verbose_name="séquence", null=True, blank=True, on_delete=models.SET_NULL, related_name="creneaux"
    )
    salle = models.ForeignKey(
        Salle, verbose_name="salle", null=True, blank=True, on_delete=models.SET_NULL, related_name="creneaux"
    )
    nature = models.CharField("nature", max_length=20, choices=Nature, default=Nature.INTERVENTION)
    surtitre = models.CharField("surtitre", max_length=60, blank=True, help_text="« Atelier A »")
    titre = models.CharField("titre", max_length=250)
    texte = models.TextField("texte", blank=True)
    debut = models.DateTimeField("début", null=True, blank=True)
    fin = models.DateTimeField("fin", null=True, blank=True, help_text="vide : jusqu’à la fin de la journée")
    diffuse = models.BooleanField("diffusé en ligne", default=False)
    capacite = models.PositiveIntegerField("capacité", null=True, blank=True, help_text="ateliers : vide, sans limite")
    places_prises = models.PositiveIntegerField("places prises", default=0, editable=False)
    avec_inscription = models.BooleanField("sur inscription", default=False)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    ressources = models.ManyToManyField(Ressource, verbose_name="ressources", blank=True, related_name="creneaux")

    objects = CreneauQuerySet.as_manager()

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = [F("debut").asc(nulls_last=True), "ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(debut__isnull=False, fin__gt=F("debut")),
                name="creneau_fin_apres_debut",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__isnull=True) | Q(places_prises__lte=F("capacite")),
                name="creneau_places_dans_la_capacite",
                violation_error_message="La capacité ne peut pas descendre sous les places déjà prises.",
            ),
        ]

    def __str__(self):
        return self.titre


class Intervention(models.Model):
    """One person, or a structure alone, in one slot. The answer is one thing; what the public may read, another."""

    class Role(models.TextChoices):
        INTERVENTION = "intervention", "Intervention"
        ANIMATION = "animation", "Animation"
        TEMOIGNAGE = "temoignage", "Témoignage"
        ATELIER = "atelier", "Animation d’atelier"

    class Reponse(models.TextChoices):
        A_INVITER = "a_inviter", "à inviter"
        INVITATION = "invitation", "invitation envoyée"
        PRESENCE = "presence", "présence confirmée"
        REFUS = "refus", "invitation déclinée"
        DESISTEMENT = "desistement", "désistement"

    class Affichage(models.TextChoices):
        CACHEE = "cachee", "cachée : « intervenant à confirmer », ou la structure seule"
        SOUS_RESERVE = "sous_reserve", "sous réserve de confirmation"
        NOMMEE = "nommee", "nommée"

    creneau = models.ForeignKey(Creneau, verbose_name="créneau", on_delete=models.CASCADE, related_name="interventions")
    personne = models.ForeignKey(
        Personne, verbose_name="personne", null=True, blank=True, on_delete=models.PROTECT, related_name="interventions"
    )
    structure = models.ForeignKey(
        Structure,
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interventions",
    )
    qualite = models.CharField("qualité imprimée", max_length=300, blank=True, help_text="les mots sous le nom, ici")
    angle = models.CharField("angle", max_length=250, blank=True)
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.INTERVENTION)
    representee_par = models.CharField("représentée par", max_length=200, blank=True)
    a_distance = models.BooleanField("à distance", default=False)
    depuis = models.CharField("depuis", max_length=100, blank=True, help_text="« Saint-Benoît (La Réunion) »")
    ordre = models.PositiveSmallIntegerField("ordre", default=0)
    reponse = models.CharField("réponse", max_length=20, choices=Reponse, default=Reponse.A_INVITER)
    affichage = models.CharField("affichage public", max_length=20, choices=Affichage, default=Affichage.CACHEE)

    class Meta:
        verbose_name = "intervention"
        verbose_name_plural = "interventions"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(personne__isnull=False) | Q(structure__isnull=False),
                name="intervention_de_quelqu_un",
                violation_error_message="Donnez une personne, une structure, ou les deux.",
            ),
        ]

    def __str__(self):
        return f"{self.personne or self.structure}, {self.creneau}"

    @property
    def est_nommee(self):
        """May the name be read in public, with or without « sous réserve »?"""
        return self.affichage != self.Affichage.CACHEE

    @property
    def est_sous_reserve(self):
        return self.affichage == self.Affichage.SOUS_RESERVE


class VersionProgramme(models.Model):
    """A numbered publication: slots frozen, and the pks of their interventions; no personal data.

    `contenu` = {"sequences": [{"pk", "titre", "sous_titre", "teinte", "debut", "fin"}],
    "creneaux": [{"pk", "sequence", "nature", "surtitre", "titre", "texte", "debut", "fin", "salle", "diffuse",
    "avec_inscription", "interventions": [pk, …]}]}, moments in ISO 8601 UTC, in the order shown.
    """

    evenement = models.ForeignKey(
        Evenement, verbose_name="événement", on_delete=models.CASCADE, related_name="versions"
    )
    numero = models.PositiveIntegerField("numéro")
    publiee_le = models.DateTimeField("publiée le")
    publiee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="publiée par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="versions_publiees",
    )
    contenu = models.JSONField("contenu")

    class Meta:
        verbose_name = "version du programme"
        verbose_name_plural = "versions des programmes"
        ordering = ["-numero"]
        constraints = [models.UniqueConstraint(fields=["evenement", "numero"], name="version_unique_par_numero")]

    def __str__(self):
        return f"Programme n° {self.numero}, {self.evenement}"
