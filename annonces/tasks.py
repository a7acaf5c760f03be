from celery import shared_task

from annonces import actions


@shared_task(name="annonces.tasks.planifier", ignore_result=True)
def planifier():
    """The clock's tick, once a minute; what is due lives in the tables."""
    actions.planifier()
