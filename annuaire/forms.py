"""Clean input for the directory, nothing else."""

from django import forms

from annuaire import lecture
from annuaire.importation import Plan, Proposition
from annuaire.models import Importation, Personne, Structure
from annuaire.ressemblance import Fiche
from socle import tableurs
from socle.formulaires import FormulaireMixin

STRUCTURES_PROPOSEES = 500


class PersonneForm(FormulaireMixin, forms.ModelForm):
    structure = forms.CharField(
        label="Structure",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "structures-connues", "autocomplete": "off"}),
        help_text="Une structure déjà connue est reprise, par son nom ou son sigle.",
    )

    class Meta:
        model = Personne
        fields = (
            *("civilite", "prenom", "nom", "appel", "email", "profil", "echelle", "territoire"),
            *("est_membre", "membre_depuis", "source"),
        )
        widgets = {"membre_depuis": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        error_messages = {"email": {"unique": "Une autre fiche a déjà cette adresse."}}

    field_order = ("civilite", "prenom", "nom", "appel", "email", "structure")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nom"].label = "Nom"
        self.fields["nom"].help_text = "Tel qu’il doit s’imprimer."
        self.fields["source"].label = "D’où viennent ces informations"
        for nom, vide in (("profil", "non dit"), ("echelle", "non dite"), ("territoire", "non dit")):
            self.fields[nom].choices = [("", vide), *self.fields[nom].choices[1:]]
        if self.instance.structure is not None:
            self.initial["structure"] = self.instance.structure.nom

    def clean_email(self):
        return (self.cleaned_data["email"] or "").lower() or None

    @property
    def changes(self) -> dict:
        """What was changed, and that alone: two people at work on one row keep what each of them wrote."""
        return {nom: self.cleaned_data[nom] for nom in self.changed_data}

    @staticmethod
    def structures_connues() -> list[str]:
        return list(Structure.objects.values_list("nom", flat=True)[:STRUCTURES_PROPOSEES])


class AjoutForm(PersonneForm):
    """A new row: what looks like it is shown first, and a tick says that it is someone else."""

    autre_personne = forms.BooleanField(label="C’est une autre personne", required=False)

    class Meta(PersonneForm.Meta):
        fields = PersonneForm.Meta.fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].required = True
        self.fields["source"].help_text = "« Appel du 3 mars », « Carte de visite, Rencontre 2026 »."
        if not self.is_bound:
            del self.fields["autre_personne"]

    def clean(self):
        super().clean()
        donnees = self.cleaned_data
        if donnees.get("nom") and not donnees.get("autre_personne"):
            fiche = Fiche(None, donnees.get("prenom", ""), donnees["nom"], donnees.get("structure", ""))
            proches = [autre for autre, _ in lecture.proches(fiche)]
            if proches:
                noms = " ; ".join(f"{p.nom_complet}{f', {p.structure}' if p.structure else ''}" for p in proches)
                self.add_error("autre_personne", f"L’annuaire a déjà : {noms}. Cochez si c’est quelqu’un d’autre.")
        return donnees

    @property
    def champs(self) -> dict:
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "autre_personne"}


class StructureForm(FormulaireMixin, forms.ModelForm):
    site = forms.URLField(label="Site", required=False, assume_scheme="https")
    logo = forms.FileField(
        label="Logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text="PNG, JPEG, WebP ou GIF, 2 Mo au plus.",
    )

    class Meta:
        model = Structure
        fields = ("nom", "sigle", "site")
        error_messages = {"nom": {"unique": "L’annuaire a déjà une structure de ce nom."}}


class ImportationForm(FormulaireMixin, forms.ModelForm):
    fichier = forms.FileField(
        label="Tableur des membres",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        help_text="CSV ou XLSX, 10 Mo et 5 000 lignes au plus. La première ligne nomme les colonnes ; « Nom » est "
        "obligatoire, les autres sont facultatives.",
    )

    class Meta:
        model = Importation
        fields = ("source",)

    field_order = ("fichier", "source")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].label = "D’où vient ce fichier"
        self.fields["source"].help_text = "« Fichier des membres, mars 2026 » ; la date s’ajoute toute seule."

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        try:
            fichier.octets = tableurs.octets(fichier)
        except tableurs.TableurIllisible as refus:
            raise forms.ValidationError(str(refus)) from refus
        return fichier


class ApercuForm(forms.Form):
    """The fingerprint of the preview that was read, and one answer a line that looks like a known row."""

    apercu = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, plan: Plan, data=None):
        super().__init__(data)
        self.lignes: dict[int, list[Proposition]] = {}
        for proposition in plan.propositions:
            self.lignes.setdefault(proposition.ligne, []).append(proposition)
        for ligne, propositions in self.lignes.items():
            choix = [("", "Créer une fiche"), *((str(p.personne), p.nom_fiche) for p in propositions)]
            self.fields[f"ligne-{ligne}"] = forms.ChoiceField(choices=choix, required=False)

    @property
    def choix(self) -> dict[int, int]:
        return {ligne: int(pk) for ligne in self.lignes if (pk := self.cleaned_data.get(f"ligne-{ligne}"))}


class FusionForm(forms.Form):
    """Which of the two rows each field comes from."""

    COTES = (("gardee", "la fiche gardée"), ("perdue", "l’autre fiche"))

    def __init__(self, champs, data=None):
        super().__init__(data)
        for champ in champs:
            self.fields[champ] = forms.ChoiceField(choices=self.COTES, required=False)

    @property
    def depuis_perdue(self) -> set[str]:
        return {champ for champ, cote in self.cleaned_data.items() if cote == "perdue"}
