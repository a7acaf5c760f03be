import re
from pathlib import Path

from django.apps import apps

NOS_APPS = {"journal", "courriels", "comptes", "annuaire", "evenements", "programmes", "inscriptions", "presences"}
GLOSSAIRE = Path(__file__).parents[2] / "docs" / "glossaire.md"
MOTS = set(re.findall(r"`([A-Za-z_]+)`", GLOSSAIRE.read_text(encoding="utf-8")))


def nos_modeles():
    return [modele for modele in apps.get_models() if modele._meta.app_label in NOS_APPS]


def test_every_model_is_in_the_glossary():
    assert {modele.__name__ for modele in nos_modeles()} - MOTS == set()


def test_every_field_is_in_the_glossary():
    champs = {champ.name for modele in nos_modeles() for champ in (*modele._meta.fields, *modele._meta.many_to_many)}
    liens = {modele._meta.model_name for modele in nos_modeles()} | {"ressources"}

    assert champs - MOTS - liens == set()
