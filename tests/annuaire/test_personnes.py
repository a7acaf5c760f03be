import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from annuaire import actions
from annuaire.models import DoublonEcarte, Importation, Personne
from journal.models import Fait
from tests.factories import InscriptionFactory, PersonneFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db


def faits():
    return list(Fait.objects.order_by("pk").values_list("verbe", "avant", "apres"))


def test_only_those_with_an_address_and_no_opposition_can_be_written_to():
    jimmy = PersonneFactory()
    PersonneFactory(email=None)
    PersonneFactory(opposition_invitations_le=timezone.now())

    assert list(Personne.objects.joignables()) == [jimmy]


def test_a_row_is_made_by_hand_with_its_source():
    personne = actions.creer(
        par=UserFactory(), source="Appel du 3 mars", prenom="Jimmy", nom="Bègue", email=" Jimmy@Example.org"
    )

    assert (personne.nom_cle, personne.email, personne.source) == (
        "begue jimmy",
        "jimmy@example.org",
        "Appel du 3 mars",
    )
    assert faits()[0][0] == "créer la fiche"


def test_a_change_is_noted_with_before_and_after():
    rnma, personne = StructureFactory(nom="RNMA"), PersonneFactory(nom="Bouaroja", prenom="Léa")

    actions.modifier(personne, par=UserFactory(), nom="Bouaroua", prenom="Léa", structure=rnma)
    actions.modifier(personne, par=UserFactory(), nom="Bouaroua")

    assert faits() == [
        ("modifier la fiche", {"nom": "Bouaroja", "structure": None}, {"nom": "Bouaroua", "structure": "RNMA"})
    ]


@pytest.mark.parametrize("acte", ["creer", "modifier"])
def test_an_address_belongs_to_one_row(acte):
    PersonneFactory(prenom="Jimmy", nom="Begue", email="jimmy@example.org")
    autre = PersonneFactory(email=None)
    essai = {
        "creer": lambda: actions.creer(par=None, source="x", nom="Autre", email="JIMMY@example.org"),
        "modifier": lambda: actions.modifier(autre, par=None, email="jimmy@example.org"),
    }[acte]

    with pytest.raises(actions.PersonneImpossible, match="est déjà celle de Jimmy Begue"):
        essai()

    autre.refresh_from_db()
    assert (autre.email, Personne.objects.count(), faits()) == (None, 2, [])


def test_an_opposition_keeps_its_first_day_and_can_be_withdrawn():
    personne = PersonneFactory()

    premiere = actions.opposer(personne, par=None).opposition_invitations_le
    assert actions.opposer(personne, par=None).opposition_invitations_le == premiere
    actions.retirer_l_opposition(personne, par=UserFactory())
    actions.retirer_l_opposition(personne, par=UserFactory())

    assert list(Personne.objects.joignables()) == [personne]
    assert [verbe for verbe, _, _ in faits()] == [
        "noter l’opposition aux invitations",
        "retirer l’opposition aux invitations",
    ]


def test_a_proved_registration_finds_the_row_of_its_address_and_changes_nothing_in_it():
    personne = PersonneFactory(prenom="Jimmy", nom="Begue", email="jimmy@example.org")
    inscription = InscriptionFactory(email="jimmy@example.org", prenom="J", nom="<b>Autre</b>", structure="Ailleurs")
    avant = Personne.objects.values().get()

    assert actions.rattacher(inscription) == personne
    assert actions.rattacher(inscription) == personne

    assert Personne.objects.values().get() == avant
    assert faits() == [("rattacher à la fiche", {}, {"personne": personne.pk})]


def test_a_registration_without_a_row_of_its_address_stays_alone():
    PersonneFactory(prenom="Jimmy", nom="Begue", email="autre@example.org")
    homonyme = InscriptionFactory(email="jimmy@example.org", prenom="Jimmy", nom="Begue")

    assert actions.rattacher(homonyme) is None
    assert (homonyme.personne, Personne.objects.count(), faits()) == (None, 1, [])


def test_staff_may_link_and_unlink_by_hand():
    a, b = PersonneFactory(), PersonneFactory()
    inscription, equipe = InscriptionFactory(email=a.email), UserFactory()
    actions.rattacher(inscription)

    assert actions.rattacher(inscription, personne=b, par=equipe) == b
    actions.detacher(inscription, par=equipe)

    assert inscription.personne is None
    assert [verbe for verbe, _, _ in faits()] == [
        "rattacher à la fiche",
        "rattacher à la fiche",
        "détacher de la fiche",
    ]


def test_an_automatic_link_never_takes_the_place_of_another():
    a, b = PersonneFactory(), PersonneFactory()
    inscription = InscriptionFactory(email=a.email, personne=b)

    assert actions.rattacher(inscription) == b


def test_a_structure_is_found_by_its_name_or_acronym_before_it_is_made():
    rnma = StructureFactory(nom="Réseau national des Maisons des associations", sigle="RNMA")

    trouvees = [actions.structure_nommee(n) for n in ("rnma", "RESEAU NATIONAL des maisons des associations", "CCO")]

    assert trouvees[:2] == [rnma, rnma]
    assert (trouvees[2].nom, actions.structure_nommee(" - ")) == ("CCO", None)


def test_two_structures_have_two_names_whatever_their_accents():
    StructureFactory(nom="Réseau")

    with pytest.raises(actions.StructureImpossible, match="L’annuaire a déjà « Réseau »"):
        actions.creer_structure(par=None, nom="RESEAU")

    structure = actions.creer_structure(par=None, nom="CCO")
    actions.modifier_structure(structure, par=None, nom="CCO", sigle="C.C.O.")
    with pytest.raises(actions.StructureImpossible, match="déjà « Réseau »"):
        actions.modifier_structure(structure, par=None, nom="Reseau")
    assert [(verbe, apres) for verbe, _, apres in faits()] == [
        ("créer la structure", {"nom": "CCO"}),
        ("modifier la structure", {"sigle": "C.C.O."}),
    ]


@pytest.mark.parametrize(
    "ecrire",
    [
        lambda a, b: DoublonEcarte.objects.create(premiere=b, seconde=a),
        lambda a, b: Personne.objects.filter(pk=a.pk).update(email="A@example.org"),
        lambda a, b: Importation.objects.create(expire_le=timezone.now(), contenu=None),
        lambda a, b: Importation.objects.create(expire_le=timezone.now(), appliquee_le=timezone.now(), contenu=b"x"),
    ],
    ids=["pair in disorder", "capital address", "waiting without its file", "applied with its file"],
)
def test_the_database_refuses_what_makes_no_sense(ecrire):
    with pytest.raises(IntegrityError), transaction.atomic():
        ecrire(PersonneFactory(), PersonneFactory())
