from celery import shared_task
from django.utils import timezone

from inscriptions.models import Fichier
from organisation import exports


@shared_task(name="organisation.tasks.ecrire_un_fichier", ignore_result=True)
def ecrire_un_fichier(pk):
    exports.ecrire(pk)


@shared_task(name="organisation.tasks.reprendre_les_fichiers", ignore_result=True)
def reprendre_les_fichiers():
    """The clock's: forget the files whose time is over, write those that no worker took."""
    Fichier.objects.perimes(timezone.now()).delete()
    for pk in list(exports.a_ecrire().values_list("pk", flat=True)):
        exports.ecrire(pk)
