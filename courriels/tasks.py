from celery import shared_task

from courriels import livraison


@shared_task(name="courriels.tasks.livrer", ignore_result=True)
def livrer():
    """The worker's loop: woken when a message is written, and by the clock for what was left."""
    livraison.livrer()
