"""docs/courriels.md names every message that the code can write."""

import ast
import re
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
DOCUMENT = (RACINE / "docs" / "courriels.md").read_text()
MODULES = sorted([*RACINE.glob("*/emails.py"), *RACINE.glob("*/*/emails.py"), *RACINE.glob("comptes/*.py")])


def gabarits_du_code():
    """Every `gabarit=…` of the modules that write messages; a bare name is a template of the app's own."""
    trouves = set()
    for module in MODULES:
        for noeud in ast.walk(ast.parse(module.read_text())):
            if isinstance(noeud, ast.keyword) and noeud.arg == "gabarit" and isinstance(noeud.value, ast.Constant):
                nom = noeud.value.value
                trouves.add(nom if "/" in nom else f"{module.relative_to(RACINE).parts[0]}/emails/{nom}")
    return trouves


def gabarits_ecrits():
    """Every template of a message, found in its folder; a name that begins with _ is a piece of others."""
    return {
        str(fichier.relative_to(RACINE / "templates").with_suffix(""))
        for fichier in (RACINE / "templates").glob("*/emails/*.*")
        if not fichier.name.startswith("_")
    }


GABARITS = sorted(gabarits_du_code() | gabarits_ecrits())


def test_the_messages_of_the_code_are_found():
    assert "inscriptions/emails/confirmation" in gabarits_du_code()


@pytest.mark.parametrize("gabarit", GABARITS)
def test_a_message_has_its_row_and_its_two_templates(gabarit):
    rangee = re.search(rf"^\|.*\| `{re.escape(gabarit)}` \|$", DOCUMENT, re.MULTILINE)
    fichiers = [(RACINE / "templates" / f"{gabarit}.{forme}").exists() for forme in ("txt", "html")]

    assert rangee is not None, f"docs/courriels.md ne dit rien de {gabarit}."
    assert fichiers == [True, True]


def test_the_document_names_no_message_that_is_gone():
    assert set(re.findall(r"`(\w+/emails/\w+)`", DOCUMENT)) == set(GABARITS)
