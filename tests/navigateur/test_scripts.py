import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]
EVENEMENT = "/evenements/rencontre-prochaine/"


def test_a_chosen_zone_is_remembered_on_the_device_only(ouvrir):
    page = ouvrir(1280)
    page.goto(EVENEMENT)
    page.select_option("[data-choix-du-fuseau] select", "Indian/Reunion")
    page.wait_for_selector(".evt-inscription .heure-ailleurs")
    page.reload()
    page.wait_for_selector(".evt-inscription .heure-ailleurs")

    assert "à La Réunion" in page.inner_text(".evt-inscription .heure-ailleurs >> nth=0")
    assert page.context.cookies() == []


def test_a_reader_in_paris_sees_no_second_hour(ouvrir):
    page = ouvrir(1280)
    page.goto(EVENEMENT)
    page.wait_for_selector("[data-choix-du-fuseau]:not([hidden])")

    assert page.locator(".heure-ailleurs").count() == 0


def test_without_a_script_the_table_of_territories_stands(navigateur, site):
    contexte = navigateur.new_context(base_url=site, java_script_enabled=False, timezone_id="Pacific/Tahiti")
    page = contexte.new_page()
    page.goto(EVENEMENT)
    page.click("summary:has-text('Quelle heure chez vous')")

    assert "Tahiti" in page.inner_text("table.territoires")
    assert not page.is_visible("[data-choix-du-fuseau]")
    contexte.close()


def test_a_refused_form_takes_the_focus_to_its_summary(ouvrir):
    page = ouvrir(360)
    page.goto(f"{EVENEMENT}inscription/")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.click("main form [type=submit]")
    page.wait_for_selector("#resume:focus")

    assert page.locator("#resume a").count() > 0
