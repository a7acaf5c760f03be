"""Clean input, nothing else. Hours are typed and shown in the event's zone (`fuseau=`)."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from annuaire.models import Structure
from evenements.models import Cycle, Evenement, Formule, Lieu, Partenariat, Ressource
from socle import dates, territoires
from socle.formulaires import CLASSES, FormulaireMixin

JOUR_ENTIER = timedelta(days=1)


class SelonLaPrecision:
    """A field that the known precision of the date asks for or not: `EvenementForm.clean` says so, in its own words."""

    def validate(self, value):
        """Nothing is compulsory yet."""


class JourField(SelonLaPrecision, forms.DateField):
    pass


class HeureField(SelonLaPrecision, forms.TimeField):
    pass


class EvenementForm(FormulaireMixin, forms.ModelForm):
    """The date is typed as precisely as it is known: a day and hours, a day, any day of a month or of a year."""

    jour = JourField(
        label="Jour",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="N’importe lequel, pour un mois ou une année.",
    )
    dernier_jour = forms.DateField(
        label="Dernier jour",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Seulement si l’événement dure plusieurs jours.",
    )
    heure_debut = HeureField(
        label="Début",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    heure_fin = HeureField(
        label="Fin",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    lien_direct = forms.URLField(
        label="Adresse du direct",
        required=False,
        assume_scheme="https",
        help_text="Celle de l’outil de visioconférence. Elle n’est ni publiée ni envoyée : les courriels portent un "
        "lien personnel.",
    )

    class Meta:
        model = Evenement
        labels = {"precision": "Précision de la date", "slug": "Adresse de la page"}
        help_texts = {
            "precision": "Ce qui est connu : les heures ne se donnent qu’avec « le jour et les heures ».",
            "numero": "Celui de l’escale, ou de la Rencontre : 9.",
            "fil": "Ce qui réunit quelques escales d’un cycle.",
            "chapeau": "Deux ou trois phrases, en tête de la page.",
        }
        fields = [
            "nature",
            "cycle",
            "numero",
            "fil",
            "titre",
            "theme",
            "slug",
            "chapeau",
            "presentation",
            "precision",
            "fuseau",
            "lieu",
            "lien_direct",
            "inscriptions_ouvrent_le",
            "inscriptions_ferment_le",
            "offres_jusqu_au",
            "accueil_sans_place",
        ]

    def __init__(self, data=None, *args, **kwargs):
        if data and data.get("fuseau") in territoires.FUSEAUX_PROPOSES:
            kwargs["fuseau"] = data["fuseau"]
        super().__init__(data, *args, **kwargs)
        self.fields["fuseau"] = forms.ChoiceField(
            label="Fuseau horaire",
            choices=[(zone, f"Heure {_de(nom)}") for zone, nom in self._fuseaux().items()],
            widget=forms.Select(attrs={"class": CLASSES["select"]}),
        )
        self.fields["slug"].required = self.instance.pk is not None
        self.fields["slug"].help_text = "Ce qui termine l’adresse de la page ; vide : tirée du titre."
        self.fields[
            "inscriptions_ouvrent_le"
        ].help_text = (
            "Vide : pas encore d’inscription. Si l’événement est publié avant, sa page propose « Me prévenir »."
        )
        self.fields["inscriptions_ferment_le"].help_text = "Vide : à la fin de l’événement."
        self.fields[
            "offres_jusqu_au"
        ].help_text = (
            "Ensuite, une place libérée n’est plus proposée par courriel à ceux qui attendent. Vide : la veille à 17 h."
        )
        self.fields["accueil_sans_place"].help_text = (
            "Ce que lisent alors ceux qui attendent encore. Vide : les places restées libres se donnent à l’accueil, "
            "dans l’ordre d’arrivée, sans garantie."
        )
        _dire_le_vide(self, nature="Choisir…", cycle="Aucun", lieu="Aucun, ou pas encore connu")
        self._montrer_la_date()

    def _fuseaux(self):
        zones = dict(territoires.FUSEAUX_PROPOSES)
        zones.setdefault(self.instance.fuseau, territoires.lieu_du_fuseau(self.instance.fuseau))
        return zones

    def _montrer_la_date(self):
        evenement = self.instance
        if evenement.debut is None:
            return
        debut = dates.local(evenement.debut, evenement.fuseau)
        dernier = dates.local(evenement.fin - timedelta(microseconds=1), evenement.fuseau).date()
        self.initial.setdefault("jour", debut.date())
        if evenement.precision in {Evenement.Precision.HEURE, Evenement.Precision.JOUR} and dernier != debut.date():
            self.initial.setdefault("dernier_jour", dernier)
        if evenement.est_date:
            self.initial.setdefault("heure_debut", debut.time())
            self.initial.setdefault("heure_fin", dates.local(evenement.fin, evenement.fuseau).time())

    def clean(self):
        super().clean()
        donnees = self.cleaned_data
        debut, fin = self._fenetre(donnees)
        # The row validates its own constraints: it must hold the window that was typed.
        donnees["debut"], donnees["fin"] = debut, fin
        self.instance.debut, self.instance.fin = debut, fin
        return donnees

    def _fenetre(self, donnees) -> tuple[datetime | None, datetime | None]:
        precision, jour = donnees.get("precision"), donnees.get("jour")
        fuseau = donnees.get("fuseau") or self.fuseau
        if precision in {None, Evenement.Precision.A_PRECISER}:
            return None, None
        if jour is None:
            if "jour" not in self.errors:
                self.add_error("jour", "Donnez un jour, comme 04/07/2027, ou choisissez « à préciser ».")
            return None, None
        if precision == Evenement.Precision.ANNEE:
            return _minuit(date(jour.year, 1, 1), fuseau), _minuit(date(jour.year + 1, 1, 1), fuseau)
        if precision == Evenement.Precision.MOIS:
            suivant = (jour.replace(day=1) + timedelta(days=32)).replace(day=1)
            return _minuit(jour.replace(day=1), fuseau), _minuit(suivant, fuseau)
        dernier = donnees.get("dernier_jour") or jour
        if dernier < jour:
            self.add_error("dernier_jour", "Le dernier jour vient après le premier.")
            return None, None
        if precision == Evenement.Precision.JOUR:
            return _minuit(jour, fuseau), _minuit(dernier + JOUR_ENTIER, fuseau)
        return self._heures(donnees, jour, dernier, fuseau)

    def _heures(self, donnees, jour, dernier, fuseau):
        bornes = []
        for nom, exemple in (("heure_debut", "9:30"), ("heure_fin", "12:30")):
            heure = donnees.get(nom)
            if heure is None and nom not in self.errors:
                self.add_error(nom, f"Donnez une heure, comme {exemple}, ou choisissez une date moins précise.")
            bornes.append(heure)
        if None in bornes:
            return None, None
        debut, fin = dates.instant(jour, bornes[0], fuseau), dates.instant(dernier, bornes[1], fuseau)
        if fin <= debut:
            self.add_error("heure_fin", "La fin doit venir après le début.")
            return None, None
        return debut, fin

    def champs(self) -> dict:
        """What `actions.creer` and `actions.modifier` take."""
        ecrits = (*self.Meta.fields, "debut", "fin")
        return {nom: self.cleaned_data[nom] for nom in ecrits}


def _dire_le_vide(form, **mots: str) -> None:
    """Words instead of « --------- » for the choice of nothing."""
    for nom, mot in mots.items():
        champ = form.fields[nom]
        if hasattr(champ, "empty_label"):
            champ.empty_label = mot
        else:
            champ.choices = [(valeur, label if valeur else mot) for valeur, label in champ.choices]


def _minuit(jour: date, fuseau: str) -> datetime:
    return dates.instant(jour, time(), fuseau)


def _de(lieu: str) -> str:
    """« à Paris » → « de Paris », « en Guyane » → « de Guyane », « à La Réunion » → « de La Réunion »."""
    return f"de {lieu.removeprefix('à ').removeprefix('en ')}"


class FormuleForm(FormulaireMixin, forms.ModelForm):
    class Meta:
        model = Formule
        fields = [
            "modalite",
            "intitule",
            "debut",
            "fin",
            "capacite",
            "depassement_motif",
            "membres_jusqu_au",
            "comprend",
            "ne_comprend_pas",
        ]
        labels = {"modalite": "Façon de participer", "ne_comprend_pas": "Ne comprend pas"}
        help_texts = {
            "intitule": "« La journée en présentiel », « La matinée en distanciel ».",
            "capacite": "Nombre de places ; vide : sans limite. Les places proposées à ceux qui attendent y comptent.",
            "depassement_motif": "Seulement si la capacité dépasse les places assises du lieu : pourquoi.",
            "membres_jusqu_au": "Jusque-là, seul le lien partagé aux membres ouvre cette formule ; vide : à tous.",
            "comprend": "Une ligne par chose comprise.",
            "ne_comprend_pas": "Une ligne par chose.",
        }

    def __init__(self, *args, evenement: Evenement, **kwargs):
        super().__init__(*args, fuseau=evenement.fuseau, **kwargs)
        self.evenement = evenement
        _dire_le_vide(self, modalite="Choisir…")
        self.fields["capacite"].validators.append(
            MinValueValidator(1, "Donnez une place au moins, ou laissez vide : sans limite.")
        )
        self.fields["capacite"].widget.attrs["min"] = 1
        if self.instance.pk is None:
            self.initial.setdefault("debut", evenement.debut)
            self.initial.setdefault("fin", evenement.fin)
        else:
            self.fields["modalite"].disabled = True

    def clean(self):
        super().clean()
        donnees = self.cleaned_data
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin <= debut:
            self.add_error("fin", "La fin doit venir après le début.")
        return donnees

    def validate_constraints(self):
        """Hours are refused above, beside their field; places and unicity by the action, under the lock."""


class PartenaireForm(FormulaireMixin, forms.Form):
    structure = forms.CharField(
        label="Structure",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "structures-connues", "autocomplete": "off"}),
        help_text="Son nom tel qu’il doit s’imprimer ; une structure déjà connue est reprise.",
    )
    role = forms.ChoiceField(label="Rôle", choices=Partenariat.Role.choices)
    mention = forms.CharField(
        label="Mention obligatoire",
        max_length=300,
        required=False,
        help_text="La phrase que le partenaire demande, mot pour mot.",
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text="PNG, JPEG, WebP ou GIF, 2 Mo au plus.",
    )

    def __init__(self, *args, partenariat: Partenariat | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if partenariat is not None:
            del self.fields["structure"]
            self.initial.update(role=partenariat.role, mention=partenariat.mention)

    @staticmethod
    def structures_connues():
        return Structure.objects.values_list("nom", flat=True)[:500]


class RessourceForm(FormulaireMixin, forms.ModelForm):
    fichier = forms.FileField(
        label="Fichier",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.odp,.pptx,.odt,.docx,.mp4,.vtt"}),
        help_text="PDF, ODP, PPTX, ODT, DOCX (40 Mo au plus), MP4 ou VTT. Ou une adresse, ci-dessous.",
    )
    adresse = forms.URLField(
        label="Adresse", required=False, assume_scheme="https", help_text="Quand la ressource est ailleurs."
    )
    publier = forms.BooleanField(
        label="Publiée", required=False, help_text="Sinon, l’équipe seule la voit dans ces réglages."
    )

    class Meta:
        model = Ressource
        fields = ["nature", "titre", "adresse", "auteurs", "licence", "embargo_jusqu_au"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["embargo_jusqu_au"].help_text = "Annoncée, mais ni ouverte ni téléchargeable avant ce moment."
        _dire_le_vide(self, nature="Choisir…")
        self.initial.setdefault("publier", self.instance.publiee_le is not None)
        self.order_fields(["nature", "titre", "fichier", "adresse", "auteurs", "licence"])

    def clean_adresse(self):
        adresse = self.cleaned_data["adresse"]
        if adresse and not adresse.startswith(("https://", "http://")):
            raise forms.ValidationError("Donnez une adresse qui commence par https://.")
        return adresse

    def clean(self):
        super().clean()
        donnees = self.cleaned_data
        envoye, adresse = donnees.get("fichier"), donnees.get("adresse")
        if envoye and adresse:
            self.add_error("adresse", "Donnez un fichier ou une adresse, l’un des deux.")
        elif not envoye and not adresse and not self.instance.fichier and not self.errors:
            self.add_error("fichier", "Donnez un fichier, ou l’adresse où la ressource se trouve.")
        return donnees

    def validate_constraints(self):
        """File or address: refused above, beside the field."""

    def champs(self) -> dict:
        noms = [*self.Meta.fields, "fichier", "publier"]
        return {nom: self.cleaned_data[nom] for nom in noms}


class LieuForm(FormulaireMixin, forms.ModelForm):
    class Meta:
        model = Lieu
        fields = [
            "nom",
            "adresse",
            "code_postal",
            "ville",
            "acces",
            "acces_sans_marche",
            "accessibilite",
            "places_assises",
        ]
        widgets = {
            "adresse": forms.TextInput(attrs={"autocomplete": "off"}),
            "acces_sans_marche": forms.Textarea(attrs={"rows": 3}),
            "accessibilite": forms.Textarea(attrs={"rows": 3}),
        }


class ReportForm(FormulaireMixin, forms.Form):
    """A new date for a published event: the day and hours, in the event's zone."""

    debut = forms.DateTimeField(label="Nouveau début")
    fin = forms.DateTimeField(label="Nouvelle fin")

    def clean(self):
        super().clean()
        donnees = self.cleaned_data
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin <= debut:
            self.add_error("fin", "La fin doit venir après le début.")
        return donnees


class AnnulationForm(FormulaireMixin, forms.Form):
    motif = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Les personnes inscrites et la page publique le liront tel quel.",
    )


class CycleForm(FormulaireMixin, forms.ModelForm):
    class Meta:
        model = Cycle
        labels = {"slug": "Adresse de la page"}
        fields = ["annee", "titre", "question", "presentation", "slug"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["annee"].validators += [
            MinValueValidator(2015, "Le premier cycle possible est celui de 2015."),
            MaxValueValidator(2100, "Donnez une année, comme 2027."),
        ]
        self.fields["slug"].required = self.instance.pk is not None
        self.fields["slug"].help_text = "Ce qui termine l’adresse de la page ; vide : « cycle-2027 », selon l’année."
