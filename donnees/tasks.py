from celery import shared_task

from donnees import actions


@shared_task(name="donnees.tasks.purger", ignore_result=True)
def purger():
    """The policy, every night."""
    actions.purger()
