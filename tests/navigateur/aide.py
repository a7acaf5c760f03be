"""What the browser tests look at on any page."""

from axe_playwright_python.sync_playwright import Axe

ETIQUETTES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Without preload: axe would load the style sheets again, from addresses that it takes for relative to the page.
OPTIONS = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "tag", "values": ETIQUETTES}}


def sans_violation(page):
    """axe-core finds nothing under the tags of WCAG 2.0 to 2.2, A and AA (axe is not an audit)."""
    resultat = Axe().run(page, options=OPTIONS)
    assert resultat.violations_count == 0, f"{page.url}\n{resultat.generate_report()}"


def sans_defilement(page):
    """Nothing is wider than the window."""
    largeurs = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert largeurs[0] <= largeurs[1], f"{page.url} : {largeurs[0]} px dans une fenêtre de {largeurs[1]} px"


def atteindre(page, selecteur, *, touches=150):
    """Tab until the focus is on it, and see that the focus shows: the way of someone without a mouse."""
    for _ in range(touches):
        page.keyboard.press("Tab")
        if page.evaluate("selecteur => document.activeElement.matches(selecteur)", selecteur):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"{page.url} : « {selecteur} » n’est pas atteint en {touches} tabulations")
