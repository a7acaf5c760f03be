from django.core.management.base import BaseCommand, CommandError

from evenements import actions
from evenements.models import Acces, Evenement
from socle.typographie import espacer


class Command(BaseCommand):
    help = "Ouvre un compte de l’équipe, avec un rôle ; on s’y connecte par un code reçu par e-mail."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", choices=Acces.Role.values, help="ce que le compte peut faire")
        parser.add_argument("--evenement", metavar="SLUG", help="pour cet événement seul ; sans lui, pour tous")
        parser.add_argument("--admin", action="store_true", help="tous les droits, et l’administration")

    def handle(self, *, email, role, evenement, admin, **options):
        if not role and not admin:
            raise CommandError(
                "Donnez un rôle (--role) ou tous les droits (--admin) : sans eux, un compte ne voit rien."
            )
        if evenement and not role:
            raise CommandError("--evenement précise un rôle : donnez aussi --role.")
        try:
            compte = actions.ouvrir_compte(email, role=role, evenement=_evenement(evenement), admin=admin)
        except actions.CompteImpossible as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(espacer(_resultat(compte, role, evenement, admin)))


def _evenement(slug):
    if not slug:
        return None
    try:
        return Evenement.objects.get(slug=slug)
    except Evenement.DoesNotExist as cause:
        raise CommandError(f"Aucun événement à l’adresse « {slug} ».") from cause


def _resultat(compte, role, slug, admin):
    debut = "Compte créé" if compte.est_nouveau else "Compte complété" if compte.a_change else "Rien à changer"
    droits = [f"{Acces.Role(role).label} ({slug or 'tous les événements'})"] if role else []
    droits += ["administration"] if admin else []
    return f"{debut} : {compte.user.email}, {', '.join(droits)}."
