"""What must hold after every act, whatever came before: read from the rows, not from what the code remembers."""

from collections import Counter

from django.db.models import F
from django.utils import timezone

from courriels.models import EntreeAgenda
from evenements.models import Formule
from inscriptions import file
from inscriptions.models import Attente, Inscription


def places_tenues(formule):
    """A count of what `places_prises` says: who holds the formule, and what offers set aside."""
    tenues = Inscription.objects.publiques().filter(formule=formule).count()
    return tenues + Attente.objects.filter(formule=formule, tient_une_place=True).count()


def verifier(evenement, *, servie=True):
    """`servie`: no hour has passed unseen: no place is idle while someone waits without an offer."""
    maintenant = timezone.now()
    for formule in Formule.objects.filter(evenement=evenement).select_related("evenement"):
        assert formule.places_prises == places_tenues(formule)
        assert formule.capacite is None or formule.places_prises <= formule.capacite
        ouvertes = Attente.objects.ouvertes().filter(formule=formule)
        assert not servie or formule.est_complete or not ouvertes.filter(offre_le=None).exists()
        assert not servie or not ouvertes.filter(echeance__lte=maintenant).exists()
        assert not servie or not file.est_close(formule, maintenant) or not ouvertes.filter(offre_le=None).exists()
    tardives = Attente.objects.filter(issue=Attente.Issue.ACCEPTATION, close_le__gte=F("echeance"))
    assert not tardives.exists()
    _verifier_les_personnes(evenement)


def _verifier_les_personnes(evenement):
    attendent = Counter(Attente.objects.ouvertes().values_list("inscription", flat=True))
    assert set(attendent.values()) <= {1}  # nobody waits twice, nobody has two offers
    entrees = dict(EntreeAgenda.objects.filter(dite_le__isnull=False).values_list("uid", "est_annulee"))
    for inscription in evenement.inscriptions.all():
        assert inscription.est_confirmee == (inscription.formule_id is not None)
        assert inscription.est_en_attente <= (inscription.pk in attendent)
        assert not (inscription.est_annulee and inscription.pk in attendent)
        dite = inscription.uid in entrees and not entrees[inscription.uid]
        assert dite == inscription.est_confirmee  # the calendar knows of a place that is held, and of no other
