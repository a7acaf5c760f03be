"""allauth's forms, in our look: same rules, our classes and our words."""

from allauth.account import forms as compte
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp

from socle.formulaires import FormulaireMixin


class ConnexionForm(FormulaireMixin, compte.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Votre adresse e-mail"
        self.fields["login"].widget.attrs.pop("placeholder", None)


class CodeForm(FormulaireMixin, compte.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["code"]
        champ.label = "Le code reçu"
        champ.help_text = "Les lettres et les chiffres du courriel, dans cet ordre."
        champ.widget.attrs.pop("placeholder", None)
        champ.widget.attrs.update(autocomplete="one-time-code", autocapitalize="characters", spellcheck="false")


class SecondCodeForm(FormulaireMixin, mfa.AuthenticateForm):
    pass


class ReauthentificationForm(FormulaireMixin, mfa.ReauthenticateForm):
    pass


class ActivationForm(FormulaireMixin, totp.ActivateTOTPForm):
    pass


class DesactivationForm(FormulaireMixin, totp.DeactivateTOTPForm):
    pass


class CodesDeSecoursForm(FormulaireMixin, codes.GenerateRecoveryCodesForm):
    pass
