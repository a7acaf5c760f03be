from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comptes.models import User
from evenements.models import Acces
from journal.models import Fait
from tests.factories import AccesFactory, EvenementFactory, UserFactory

pytestmark = pytest.mark.django_db


def creer(*arguments):
    sortie = StringIO()
    call_command("creer_compte", *arguments, stdout=sortie)
    return sortie.getvalue().replace("\xa0", " ")


def test_an_account_gets_its_role_and_no_password():
    assert creer("Camille@Example.org", "--role", "organisation") == (
        "Compte créé : camille@example.org, Organisation (tous les événements).\n"
    )

    user = User.objects.get()
    assert (user.email, user.has_usable_password(), user.is_superuser) == ("camille@example.org", False, False)
    assert list(user.acces.values_list("role", "evenement")) == [("organisation", None)]
    assert list(Fait.objects.values_list("verbe", "apres")) == [
        ("ouvrir le compte", {"role": "organisation", "evenement": "tous"})
    ]


def test_a_role_can_be_for_one_event_only():
    evenement = EvenementFactory(slug="rencontre-2027")

    sortie = creer("accueil@example.org", "--role", "pointage", "--evenement", "rencontre-2027")

    assert sortie == "Compte créé : accueil@example.org, Pointage (rencontre-2027).\n"
    assert list(Acces.objects.values_list("role", "evenement")) == [("pointage", evenement.pk)]


def test_the_second_time_changes_nothing():
    creer("admin@example.org", "--admin", "--role", "consultation")

    assert creer("ADMIN@example.org", "--admin", "--role", "consultation") == (
        "Rien à changer : admin@example.org, Consultation seule (tous les événements), administration.\n"
    )
    assert (User.objects.count(), Acces.objects.count(), Fait.objects.count()) == (1, 1, 1)


def test_an_expired_access_is_given_again():
    acces = AccesFactory(expire_le="2020-01-01T00:00Z", role="pointage", user=UserFactory(email="a@example.org"))

    assert creer("a@example.org", "--role", "pointage").startswith("Compte complété : a@example.org")
    acces.refresh_from_db()
    assert acces.expire_le is None


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["a@example.org"], "Donnez un rôle (--role) ou tous les droits (--admin) : sans eux, un compte ne voit rien."),
        (["a@example.org", "--admin", "--evenement", "x"], "--evenement précise un rôle : donnez aussi --role."),
        (["a@example.org", "--role", "pointage", "--evenement", "x"], "Aucun événement à l’adresse « x »."),
        (["a@@example", "--admin"], "« a@@example » n’est pas une adresse e-mail : attendu nom@domaine.fr."),
        (["ferme@example.org", "--admin"], "Le compte ferme@example.org est fermé : rouvrez-le d’abord."),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(arguments, phrase):
    UserFactory(email="ferme@example.org", is_active=False)

    with pytest.raises(CommandError) as refus:
        creer(*arguments)

    assert str(refus.value) == phrase
    assert (User.objects.count(), Acces.objects.count(), Fait.objects.count()) == (1, 0, 0)
