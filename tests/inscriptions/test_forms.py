import pytest

from inscriptions.champs import ce_qui_manque
from inscriptions.forms import InscriptionForm
from tests.factories import EvenementFactory, FormuleFactory, RencontreFactory

pytestmark = pytest.mark.django_db
SAISIE = {
    "formule": "presentiel",
    "prenom": "Maïlys",
    "nom": "Grondin",
    "email": "mailys.grondin@example.org",
    "profil": "association",
    "territoire": "04",
}


def formulaire(evenement=None, **saisie):
    evenement = evenement or RencontreFactory()
    return InscriptionForm(SAISIE | saisie, evenement=evenement, formules=list(evenement.formules.all()))


@pytest.mark.parametrize(
    ("email", "manque"),
    [
        ("mailys.grondin@", "Il manque la fin de l’adresse, après le « @ »."),
        ("mailys.grondin", "Il manque le « @ » dans l’adresse."),
        ("@example.org", "Il manque le début de l’adresse, avant le « @ »."),
        ("mailys@grondin@example.org", "L’adresse contient plusieurs « @ »."),
        ("mailys grondin@example.org", "L’adresse contient une espace."),
        ("mailys@example", "La fin de l’adresse, après le « @ », est incomplète : il y manque « .fr », « .org »…"),
        ("mailys.grondin@example.org", ""),
    ],
)
def test_an_address_says_what_it_lacks(email, manque):
    assert ce_qui_manque(email) == manque


def test_a_domain_with_accents_is_kept_as_mail_servers_write_it():
    form = formulaire(email="Ana@Éxemple.fr")

    assert form.is_valid()
    assert form.cleaned_data["email"] == "ana@xn--xemple-9ua.fr"


@pytest.mark.parametrize(
    "email", [f"ana@{'é' * 70}.fr", "a..b@example.org", "a@-example-.org", "a,b@example.org", "é@@", "a@[127.0.0.1"]
)
def test_an_address_that_does_not_read_is_refused_with_an_example(email):
    erreurs = formulaire(email=email).errors["email"]

    assert len(erreurs) == 1
    assert erreurs[0].endswith("Exemple : prenom.nom@example.org")


def test_what_is_missing_is_said_field_by_field():
    form = formulaire(formule="", prenom=" ", nom="", email="", profil="", territoire="nulle-part")

    assert form.errors == {
        "formule": ["Choisissez comment vous venez."],
        "prenom": ["Écrivez votre prénom."],
        "nom": ["Écrivez votre nom."],
        "email": ["Écrivez votre adresse e-mail. Exemple : prenom.nom@example.org"],
        "profil": ["Choisissez une réponse."],
        "territoire": ["Choisissez une réponse de la liste."],
    }


def test_a_need_asks_for_its_consent_and_only_then():
    refus = {"consentement_besoins": ["Cochez cette case pour que nous gardions ce besoin, ou videz les réponses."]}

    assert formulaire(regime="sans noix").errors == refus
    assert formulaire(besoins_acces="langue des signes").errors == refus
    assert formulaire(regime="sans noix", consentement_besoins="on").errors == {}
    assert formulaire(formule="distanciel", regime="sans noix").errors == {}


def test_a_webinar_knows_no_formule_no_lunch_and_no_need():
    form = formulaire(EvenementFactory())

    assert set(form.fields) == {
        *("prenom", "nom", "email", "structure", "profil", "echelle", "territoire", "lettre", "liste", "surnom")
    }


def test_half_a_day_on_site_asks_for_needs_but_not_for_moments():
    evenement = EvenementFactory(formules=False)
    FormuleFactory(evenement=evenement, modalite="presentiel")

    form = formulaire(evenement)

    assert "regime" in form.fields
    assert "dejeuner" not in form.fields
    assert form.is_valid()
    participant = form.participant()
    assert (participant.matin, participant.dejeuner, participant.apres_midi) == (False, False, True)


def test_nothing_ticked_is_the_whole_day_without_lunch():
    form = formulaire()

    assert form.is_valid()
    participant = form.participant()
    assert (participant.matin, participant.dejeuner, participant.apres_midi) == (True, False, True)


@pytest.mark.parametrize(
    ("nom", "intrus"),
    [("Voir http://ici.example", "/"), ("www.ici.example", "www."), ("a@b", "@"), ('<b>"; DROP', "<")],
)
def test_a_name_carries_no_address(nom, intrus):
    assert formulaire(nom=nom).errors == {"nom": [f"Un nom ne contient pas « {intrus} » : écrivez le nom seulement."]}


def test_a_name_stays_on_one_line_as_it_is_written():
    form = formulaire(prenom=" Anne\r\nBcc: x\x07\u202e ", nom="d’ÉSPINAY-L’Hénaff")

    assert form.is_valid()
    assert (form.cleaned_data["prenom"], form.cleaned_data["nom"]) == ("Anne Bcc: x", "d’ÉSPINAY-L’Hénaff")


def test_the_address_is_read_in_lower_case_without_spaces():
    form = formulaire(email="  Mailys.Grondin@Example.ORG ")

    assert form.is_valid()
    assert form.cleaned_data["email"] == "mailys.grondin@example.org"


def test_no_consent_is_ticked_beforehand():
    evenement = RencontreFactory()
    form = InscriptionForm(evenement=evenement, formules=list(evenement.formules.all()))

    assert [nom for nom in ("lettre", "liste", "consentement_besoins") if form[nom].value()] == []


@pytest.mark.parametrize(("exclus", "coche"), [("", True), ("le voyage\nle déjeuner", False)])
def test_lunch_is_ticked_unless_it_is_not_served(exclus, coche):
    evenement = RencontreFactory()
    evenement.formules.filter(modalite="presentiel").update(ne_comprend_pas=exclus)

    form = InscriptionForm(evenement=evenement, formules=list(evenement.formules.all()))

    assert form["dejeuner"].initial is coche
