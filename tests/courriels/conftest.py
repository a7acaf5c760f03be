import pytest

from courriels import actions

GABARITS = {
    "essai/emails/message.txt": (
        '{% extends "courriels/base_courriel.txt" %}\n'
        "{% block contenu %}Bonjour {{ prenom }},   \n\n\n\nC’est oui !{% endblock %}"
        "{% block raison %}Vous vous êtes inscrite.{% endblock %}"
    ),
    "essai/emails/message.html": (
        '{% extends "courriels/base_courriel.html" %}'
        "{% block contenu %}<p>Bonjour {{ prenom }},</p><h1>C’est oui !</h1>{% endblock %}"
        "{% block raison %}Vous vous êtes inscrite.{% endblock %}"
    ),
}


@pytest.fixture(autouse=True)
def _gabarits(settings):
    """A template of message, so that these tests depend on no other app."""
    moteur = settings.TEMPLATES[0]
    chargeurs = [
        ("django.template.loaders.locmem.Loader", GABARITS),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    options = {**moteur["OPTIONS"], "loaders": chargeurs}
    settings.TEMPLATES = [{**moteur, "APP_DIRS": False, "OPTIONS": options}]


@pytest.fixture
def poster():
    """`actions.poster` with everything but what the test is about."""

    def _poster(**valeurs):
        defauts = {
            "cle": "inscription-1",
            "destinataire": "mailys@example.org",
            "objet": "Invitation : 9e Rencontre",
            "gabarit": "essai/emails/message",
            "contexte": {"prenom": "Maïlys"},
        }
        return actions.poster(**{**defauts, **valeurs})

    return _poster
