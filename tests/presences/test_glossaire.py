import re
from pathlib import Path

from django.apps import apps

RACINE = Path(__file__).parents[2]
MOTS = set(re.findall(r"`([A-Za-z_]+)`", (RACINE / "docs" / "glossaire.md").read_text(encoding="utf-8")))


def test_every_model_is_in_the_glossary():
    modeles = {m.__name__ for m in apps.get_models() if Path(m._meta.app_config.path).parent == RACINE}

    assert "Inscription" in modeles
    assert modeles - MOTS == set()
