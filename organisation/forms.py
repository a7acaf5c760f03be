"""What the team types about registrations. Clean input; the acts are in inscriptions."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone

from annuaire.models import Profil
from evenements.models import Evenement, Formule
from inscriptions.champs import CHOISIR, MOMENTS, AdresseField, LigneField, un_nom
from inscriptions.importation import Options
from inscriptions.models import Inscription, Note
from inscriptions.participant import Participant
from socle import territoires
from socle.formulaires import FormulaireMixin

SOURCE_AIDE = "La personne le lit dans son premier message. Exemple : la Région Bretagne, partenaire de la Rencontre."


def categories() -> list[tuple[str, str]]:
    return [(valeur, label[:1].upper() + label[1:]) for valeur, label in Inscription.Categorie.choices]


class _SelonLEvenement(FormulaireMixin, forms.Form):
    """Takes away what the event does not have: the choice of a formule, the box for a closed registration."""

    def __init__(self, *args, evenement: Evenement, formules: Iterable[Formule], **kwargs):
        self.formules = {formule.modalite: formule for formule in formules}
        super().__init__(*args, fuseau=evenement.fuseau, **kwargs)
        self.fields["formule"].choices = [(f.modalite, f.nom) for f in self.formules.values()]
        if len(self.formules) == 1:
            del self.fields["formule"]
        if evenement.inscriptions_ouvertes(timezone.now()):
            del self.fields["malgre_la_cloture"]

    @property
    def formule_choisie(self) -> Formule:
        if len(self.formules) == 1:
            return next(iter(self.formules.values()))
        return self.formules[self.cleaned_data["formule"]]


class AjoutForm(_SelonLEvenement):
    """Somebody registered by hand."""

    categorie = forms.ChoiceField(
        label="À quel titre ?",
        choices=categories,
        help_text="Seuls les participants prennent une place ouverte au public.",
        error_messages=CHOISIR,
    )
    formule = forms.ChoiceField(label="Formule", error_messages=CHOISIR)
    prenom = LigneField(
        label="Prénom", max_length=100, validators=[un_nom], error_messages={"required": "Écrivez le prénom."}
    )
    nom = LigneField(label="Nom", max_length=100, validators=[un_nom], error_messages={"required": "Écrivez le nom."})
    email = AdresseField(
        label="Adresse e-mail", max_length=254, help_text="Sa confirmation et son lien personnel y partent aussitôt."
    )
    structure = LigneField(label="Structure", max_length=200, required=False)
    profil = forms.ChoiceField(
        label="Profil", choices=[("", "Non dit"), *Profil.choices], required=False, error_messages=CHOISIR
    )
    territoire = forms.ChoiceField(
        label="Territoire",
        choices=lambda: [("", "Non dit"), *territoires.choix()],
        required=False,
        error_messages=CHOISIR,
    )
    matin = forms.BooleanField(label="Sera là le matin", required=False, initial=True)
    dejeuner = forms.BooleanField(label="Sera là au déjeuner", required=False)
    apres_midi = forms.BooleanField(label="Sera là l’après-midi", required=False, initial=True)
    inscrite_par = LigneField(
        label="Qui nous a donné ces coordonnées ?",
        max_length=200,
        help_text=SOURCE_AIDE,
        error_messages={"required": "Dites qui a donné ces coordonnées : la personne doit pouvoir le lire."},
    )
    malgre_la_cloture = forms.BooleanField(
        label="Inscrire bien que les inscriptions ne soient pas ouvertes", required=False
    )
    avant_la_file = forms.BooleanField(
        label="Passer avant la liste d’attente",
        required=False,
        help_text="Pour un participant, si une place est libre. Sinon, il ou elle attend son tour.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if Formule.Modalite.PRESENTIEL not in self.formules:
            for nom in MOMENTS:
                del self.fields[nom]
        for nom, champ in self.fields.items():
            if nom not in {"categorie", "formule"}:
                champ.widget.attrs["autocomplete"] = "off"  # what is typed here is somebody else's

    def participant(self) -> Participant:
        champs = {nom: self.cleaned_data[nom] for nom in Participant.__dataclass_fields__ if nom in self.cleaned_data}
        return Participant(**champs)

    def options(self) -> dict:
        """What `inscriptions.actions.ajouter` takes beside the person."""
        noms = ("categorie", "inscrite_par", "malgre_la_cloture", "avant_la_file")
        return {nom: self.cleaned_data[nom] for nom in noms if nom in self.cleaned_data}


class NoteForm(FormulaireMixin, forms.Form):
    texte = forms.CharField(
        label="Note",
        max_length=Note._meta.get_field("texte").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pour l’équipe. La personne peut la lire si elle demande ce que nous avons d’elle.",
        error_messages={"required": "Écrivez la note."},
    )


class LotForm(FormulaireMixin, forms.Form):
    """An act on several registrations, once its page has been read: `pks` are those that the page counted."""

    acte = forms.CharField(widget=forms.HiddenInput)
    pks = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=20_000, widget=forms.HiddenInput)
    confirme = forms.BooleanField(widget=forms.HiddenInput)
    texte = NoteForm.base_fields["texte"]
    formule = forms.ChoiceField(label="Nouvelle formule", error_messages=CHOISIR)

    def __init__(self, *args, garde: str, formules: Iterable[Formule], **kwargs):
        """`garde`: the one field that the act asks for, or none."""
        super().__init__(*args, **kwargs)
        self.fields["formule"].choices = [(f.modalite, f.nom) for f in formules]
        for nom in {"texte", "formule"} - {garde}:
            del self.fields[nom]

    def numeros(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["pks"].split(",")]


class ImportForm(_SelonLEvenement):
    """A spreadsheet, and what its lines do not say."""

    fichier = forms.FileField(
        label="Tableur",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="CSV ou XLSX, 10 Mo au plus. Colonnes « Nom » et « E-mail » au moins.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    inscrite_par = LigneField(
        label="Qui nous a donné ces coordonnées ?",
        max_length=200,
        help_text=SOURCE_AIDE,
        error_messages={"required": "Dites qui a donné ces coordonnées : chaque personne doit pouvoir le lire."},
    )
    categorie = forms.ChoiceField(
        label="À quel titre, quand la ligne ne le dit pas ?", choices=categories, error_messages=CHOISIR
    )
    formule = forms.ChoiceField(label="Formule, quand la ligne ne la dit pas", error_messages=CHOISIR)
    malgre_la_cloture = forms.BooleanField(
        label="Inscrire bien que les inscriptions ne soient pas ouvertes", required=False
    )

    def options(self) -> Options:
        malgre = self.cleaned_data.get("malgre_la_cloture", False)
        return Options(self.cleaned_data["categorie"], self.formule_choisie.modalite, malgre)
