from inscriptions.forms import InscriptionForm
from inscriptions.participant import Participant


class AdhesionForm(InscriptionForm):
    """Registering in a whole cycle asks who you are, and nothing of what one event alone needs."""

    formule = matin = dejeuner = apres_midi = None  # type: ignore[assignment]  # Django's way to drop a field
    besoins_acces = regime = consentement_besoins = liste = None  # type: ignore[assignment]
    PERSONNE = ("prenom", "nom", "email", "structure", "profil", "echelle", "territoire", "lettre")

    def __init__(self, *args, **kwargs):
        super(InscriptionForm, self).__init__(*args, **kwargs)  # what follows there is for one event
        for nom, champ in self.fields.items():
            champ.widget.attrs.update(self._attributs(nom))
        self.fields["email"].help_text = self.fields["email"].help_text.replace(
            "Votre confirmation et l’invitation pour votre calendrier y sont envoyées",
            "Votre confirmation et les invitations pour votre calendrier y sont envoyées",
        )

    def clean(self):
        return super(InscriptionForm, self).clean()

    def participant(self) -> Participant:
        return Participant(**{nom: self.cleaned_data[nom] for nom in self.PERSONNE})
