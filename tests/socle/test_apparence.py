"""What the style sheets and the static files promise."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import override_settings

CSS = settings.BASE_DIR / "static" / "css"


def valeurs(debut: str) -> dict[str, str]:
    """The tokens of the rule that begins with those words."""
    feuille = (CSS / "jetons.css").read_text()
    bloc = feuille[feuille.index(debut) :]
    return dict(re.findall(r"(--[\w-]+|color-scheme):\s*([^;]+);", bloc[: bloc.index("}")]))


def test_the_two_dark_blocks_say_the_same():
    du_systeme = valeurs(':root:not([data-theme="clair"])')
    choisi = valeurs(':root[data-theme="sombre"]')

    assert len(choisi) > 30
    assert du_systeme == choisi


def test_every_style_sheet_is_imported_once():
    importees = re.findall(r'@import url\("([^"]+)"\)', (CSS / "site.css").read_text())
    presentes = {str(f.relative_to(CSS)) for f in CSS.rglob("*.css")} - {"site.css"}

    assert sorted(importees) == sorted(presentes)


def test_templates_hold_no_inline_style_nor_script():
    fautes = [
        f"{gabarit.name} : {trouve}"
        for gabarit in (settings.BASE_DIR / "templates").rglob("*.html")
        if "emails" not in gabarit.parts and "courriel" not in gabarit.name
        for trouve in re.findall(
            r'\sstyle="|<style|\son\w+="|<script(?![^>]*(?:src=|application/(?:ld\+)?json))', gabarit.read_text()
        )
    ]

    assert fautes == []


def test_every_icon_exists():
    sprite = (settings.BASE_DIR / "static/img/icones.svg").read_text()
    connues = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    demandees = {
        nom
        for gabarit in (settings.BASE_DIR / "templates").rglob("*.html")
        for nom in re.findall(r'{% icone "([^"]+)"', gabarit.read_text())
    }

    assert demandees - connues == set()


def test_collecting_rewrites_imports_and_addresses(tmp_path):
    stockage = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=stockage):
        call_command("collectstatic", interactive=False, verbosity=0)
    manifeste = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/").load_manifest()[0]
    feuille = (tmp_path / manifeste["css/site.css"]).read_text()
    jetons = (tmp_path / manifeste["css/jetons.css"]).read_text()

    assert Path(manifeste["css/jetons.css"]).name in feuille
    assert Path(manifeste["fonts/source-sans-3-latin-wght-normal.woff2"]).name in jetons
