import pytest
from django.utils import timezone

from evenements.models import Evenement
from inscriptions.models import Attente, Inscription
from socle import liens
from tests.factories import InscriptionFactory
from tests.navigateur.aide import sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]


@pytest.fixture
def adresses(site):
    """The pages of someone with a place on site, and of someone who waits for one."""
    evenement = Evenement.objects.get(slug="rencontre-prochaine")
    presentiel = evenement.formules.get(modalite="presentiel")
    inscrite = InscriptionFactory(evenement=evenement, formule=presentiel, dejeuner=True)
    attend = InscriptionFactory(evenement=evenement, formule=None, etat=Inscription.Etat.ATTENTE)
    Attente.objects.create(inscription=attend, formule=presentiel, entree_le=timezone.now())
    return [
        liens.mon_inscription(inscrite),
        liens.mon_inscription(attend),
        liens.direct(inscrite),
        liens.pointage(inscrite),
    ]


@pytest.mark.parametrize(("largeur", "sombre"), [(320, False), (360, True), (1280, False)])
def test_personal_pages_have_no_violation_and_fit(ouvrir, adresses, largeur, sombre):
    page = ouvrir(largeur, sombre=sombre)
    for adresse in adresses:
        page.goto(adresse)
        sans_violation(page)
        sans_defilement(page)
