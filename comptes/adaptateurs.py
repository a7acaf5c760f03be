import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string

from courriels import actions as courriels

GABARITS = {"account/email/login_code": ("comptes/emails/code_connexion", "Votre code de connexion")}
AUTRES = "comptes/emails/avis_compte"


class CompteAdapter(DefaultAccountAdapter):
    """Accounts are made by the team, never by visitors; their mails leave by the outbox, blanked once sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A code is a secret: confidential, so that nobody reads it in the outbox and nothing keeps it."""
        gabarit, objet = GABARITS.get(template_prefix, (AUTRES, ""))
        valeurs: dict[str, Any] = {"code": context.get("code", "")}
        if gabarit == AUTRES:
            objet = render_to_string(f"{template_prefix}_subject.txt", context)
            valeurs["message"] = render_to_string(f"{template_prefix}_message.txt", context)
        courriels.poster(
            cle=f"compte-{uuid.uuid4().hex}",
            destinataire=email,
            objet=objet,
            gabarit=gabarit,
            contexte=valeurs,
            confidentiel=True,
        )
