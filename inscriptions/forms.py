"""Registering: clean what was typed, and say precisely what is wrong with it."""

from collections.abc import Iterable

from django import forms
from django.forms.boundfield import BoundField

from annuaire.models import Echelle, Profil
from evenements.models import Evenement, Formule
from inscriptions.ateliers import DISPARU, Atelier, Heure, chevauchement, refus_du_chevauchement
from inscriptions.champs import CHOISIR, EXEMPLE, MOMENTS, AdresseField, LigneField, un_nom
from inscriptions.models import Besoins, Inscription
from inscriptions.participant import ACCORDS, Details, Participant, toute_la_formule
from socle import dates, territoires
from socle.formulaires import FormulaireMixin

SUR_PLACE = (*MOMENTS, "besoins_acces", "regime", "consentement_besoins")


def accord(finalite: str) -> forms.BooleanField:
    """A box to tick: never ticked beforehand, never compulsory."""
    phrase, aide = ACCORDS[finalite]
    return forms.BooleanField(label=phrase, help_text=aide, required=False)


class InscriptionForm(FormulaireMixin, forms.Form):
    """The fields are those of design §5; what the event does not have is taken away."""

    formule = forms.ChoiceField(
        label="Comment venez-vous ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez comment vous venez.",
            "invalid_choice": "Cette formule n’est pas proposée : choisissez parmi les autres.",
        },
    )
    prenom = LigneField(
        label="Prénom", max_length=100, validators=[un_nom], error_messages={"required": "Écrivez votre prénom."}
    )
    nom = LigneField(
        label="Nom", max_length=100, validators=[un_nom], error_messages={"required": "Écrivez votre nom."}
    )
    email = AdresseField(
        label="Adresse e-mail",
        max_length=254,
        help_text=f"Votre confirmation et l’invitation pour votre calendrier y sont envoyées. {EXEMPLE}. "
        "Une adresse vaut une inscription : un collègue s’inscrit avec la sienne.",
    )
    structure = LigneField(label="Structure", max_length=200, required=False)
    profil = forms.ChoiceField(label="Profil", choices=[("", "Choisir"), *Profil.choices], error_messages=CHOISIR)
    echelle = forms.ChoiceField(
        label="Échelle de votre action",
        choices=[("", "Choisir"), *Echelle.choices],
        required=False,
        error_messages=CHOISIR,
    )
    territoire = forms.ChoiceField(
        label="Territoire",
        choices=lambda: [("", "Choisir"), *territoires.choix()],
        help_text="Nous vous dirons aussi les heures de chez vous.",
        error_messages=CHOISIR,
    )
    matin = forms.BooleanField(label="Le matin", required=False, initial=True)
    dejeuner = forms.BooleanField(label="Au déjeuner", required=False, initial=True)
    apres_midi = forms.BooleanField(label="L’après-midi", required=False, initial=True)
    besoins_acces = forms.CharField(
        label="De quoi avez-vous besoin pour participer ?",
        max_length=Besoins._meta.get_field("acces").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Langue des signes, sous-titres, accès en fauteuil…",
    )
    regime = LigneField(
        label="Régime alimentaire", max_length=Besoins._meta.get_field("regime").max_length, required=False
    )
    consentement_besoins = accord("besoins")
    lettre = accord("lettre")
    liste = accord("liste")
    surnom = LigneField(label="Ne remplissez pas ce champ", required=False)  # the honeypot

    AUTOCOMPLETE = {
        "prenom": "given-name",
        "nom": "family-name",
        "email": "email",
        "structure": "organization",
        "surnom": "off",
    }

    def __init__(
        self, *args, evenement: Evenement, formules: Iterable[Formule], ateliers: Iterable[Heure] = (), **kwargs
    ):
        self.evenement = evenement
        self.ateliers = {f"atelier_{rang}": heure for rang, heure in enumerate(ateliers, start=1)}
        self.formules = {formule.modalite: formule for formule in formules}
        super().__init__(*args, fuseau=evenement.fuseau, **kwargs)
        self._retirer_ce_que_l_evenement_n_a_pas()
        for nom, champ in self.fields.items():
            champ.widget.attrs.update(self._attributs(nom))

    def _retirer_ce_que_l_evenement_n_a_pas(self):
        if len(self.formules) == 1:
            del self.fields["formule"]
        else:
            self.fields["formule"].choices = [(f.modalite, f.nom) for f in self.formules.values()]
        sur_place = self.formules.get(Formule.Modalite.PRESENTIEL)
        absents = SUR_PLACE if sur_place is None else () if dure_la_journee(sur_place) else MOMENTS
        for nom in absents:
            del self.fields[nom]
        if sur_place is None:
            self.ateliers = {}
        if sur_place and "dejeuner" in self.fields and "déjeuner" in sur_place.ne_comprend_pas.casefold():
            self.fields["dejeuner"].initial = False
        for nom, heure in self.ateliers.items():
            self.fields[nom] = self._champ_atelier(heure)

    def _champ_atelier(self, heure: Heure) -> forms.ChoiceField:
        """One choice among those that begin together; none is chosen for the person."""
        return forms.ChoiceField(
            label=f"Votre atelier, {dates.de_a(heure.debut, heure.fin, self.evenement.fuseau)}",
            choices=[("", "Je choisirai plus tard"), *((f"{a.pk}", a.nom) for a in heure.ateliers)],
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": DISPARU},
        )

    def _attributs(self, nom: str) -> dict:
        attributs = {"autocomplete": self.AUTOCOMPLETE[nom]} if nom in self.AUTOCOMPLETE else {}
        if nom == "email":
            attributs |= {"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}
        return attributs

    def clean(self):
        super().clean()
        donnees = self.cleaned_data
        besoins = donnees.get("besoins_acces") or donnees.get("regime")
        if besoins and self.est_sur_place and not donnees.get("consentement_besoins"):
            self.add_error(
                "consentement_besoins", "Cochez cette case pour que nous gardions ce besoin, ou videz les réponses."
            )
        self._verifier_les_ateliers()
        return donnees

    def _verifier_les_ateliers(self):
        """Nothing of them counts online; two at once, or one that a stale form still had, are said."""
        if not self.est_sur_place:
            for nom in self.ateliers:
                self.errors.pop(nom, None)
            return
        if any(valeur for nom, valeur in self.data.items() if nom.startswith("atelier_") and nom not in self.fields):
            self.add_error(None, DISPARU)
        choisis = {atelier: nom for nom, atelier in self._ateliers_choisis()}
        if paire := chevauchement(choisis):
            self.add_error(choisis[paire[1]], refus_du_chevauchement(*paire))

    def _ateliers_choisis(self) -> list[tuple[str, Atelier]]:
        """Each field with the workshop that was chosen in it."""
        return [
            (nom, atelier)
            for nom, heure in self.ateliers.items()
            for atelier in heure.ateliers
            if self.cleaned_data.get(nom) == f"{atelier.pk}"
        ]

    @property
    def choix_ateliers(self) -> list[tuple[BoundField, Heure]]:
        """What the page shows: each field with its workshops."""
        return [(self[nom], heure) for nom, heure in self.ateliers.items()]

    @property
    def formule_choisie(self) -> Formule | None:
        if len(self.formules) == 1:
            return next(iter(self.formules.values()))
        return self.formules.get(self.cleaned_data.get("formule", ""))

    @property
    def est_sur_place(self) -> bool:
        return self.formule_choisie is not None and self.formule_choisie.est_sur_place

    @property
    def est_un_robot(self) -> bool:
        """No person sees that field."""
        return bool(self.cleaned_data.get("surnom"))

    def participant(self) -> Participant:
        """What was typed, as the action takes it. Nothing ticked of the day: the formule's whole window, no lunch."""
        donnees = {nom: self.cleaned_data[nom] for nom in Participant.__dataclass_fields__ if nom in self.cleaned_data}
        formule = self.formule_choisie
        if formule is not None and formule.est_sur_place and not any(donnees.get(nom) for nom in MOMENTS):
            donnees |= toute_la_formule(formule)
        ateliers = tuple(atelier.pk for _nom, atelier in self._ateliers_choisis()) if self.est_sur_place else ()
        return Participant(**donnees, ateliers=ateliers)


class ModificationForm(InscriptionForm):
    """One's own details, to correct. What the registration does not concern is taken away."""

    def __init__(self, *args, inscription: Inscription, sur_place: bool, **kwargs):
        self.inscription = inscription
        self.besoins = getattr(inscription, "besoins", None)
        evenement = inscription.evenement
        formules = [f for f in evenement.formules.all() if f.est_sur_place == sur_place]
        for formule in formules:
            formule.evenement = evenement
        super().__init__(*args, evenement=evenement, formules=formules, initial=self._connu(), **kwargs)
        for nom in ("formule", "lettre", "surnom"):
            self.fields.pop(nom, None)
        for nom in ("profil", "territoire"):  # an import may have left them empty
            self.fields[nom].required = False
        self.fields[
            "email"
        ].help_text = (
            "Une nouvelle adresse reçoit d’abord un lien ; elle ne remplace l’ancienne qu’une fois ce lien ouvert."
        )

    def _connu(self) -> dict:
        champs = (*("prenom", "nom", "email", "structure", "profil", "echelle", "territoire"), *MOMENTS)
        connu = {nom: getattr(self.inscription, nom) for nom in champs}
        besoins = self.besoins
        return connu | {
            "besoins_acces": besoins.acces if besoins else "",
            "regime": besoins.regime if besoins else "",
            "consentement_besoins": besoins is not None,
            "liste": self.inscription.sur_la_liste,
        }

    @property
    def nouvelle_adresse(self) -> str:
        """The address that was typed, where it is another."""
        email = self.cleaned_data["email"]
        return "" if email == self.inscription.email else email

    def details(self) -> Details:
        saisi = {nom: self.cleaned_data[nom] for nom in Details.__dataclass_fields__ if nom in self.cleaned_data}
        inchange = {nom: getattr(self.inscription, nom) for nom in MOMENTS if nom not in self.fields}
        return Details(**inchange | saisi)


class AvisForm(FormulaireMixin, forms.Form):
    """« Me prévenir à l’ouverture »."""

    email = AdresseField(label="Adresse e-mail", max_length=254, help_text=EXEMPLE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.update(
            {"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}
        )


def dure_la_journee(formule: Formule) -> bool:
    """Has it a morning, a lunch and an afternoon, in the event's own hours?"""
    moments = toute_la_formule(formule)
    return moments["matin"] and moments["apres_midi"]
