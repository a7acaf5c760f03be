"""One message each however many edits, and telling people or not as an explicit choice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from annonces import actions
from courriels.models import Envoi
from evenements.models import Evenement
from inscriptions.models import Inscription
from tests.factories import AccesFactory, LieuFactory, RencontreFactory, UserFactory
from tests.inscriptions.aides import inscrire, quelqu_un, tout_est_parti

pytestmark = pytest.mark.django_db
TENUE, ATTEND = "tenue@example.org", "attend@example.org"


@pytest.fixture
def rencontre():
    """One place on site: one holds it, one waits; what was written to them has left."""
    rencontre = RencontreFactory(formules=1)
    formule = rencontre.formules.get(modalite="presentiel")
    inscrire(formule, TENUE)
    inscrire(formule, ATTEND)
    tout_est_parti()
    return rencontre


def en_route(email):
    return list(Envoi.objects.en_route().filter(destinataire=email))


def changer_trois_fois(rencontre, camille):
    jour = timedelta(days=1)
    actions.reporter(rencontre, debut=rencontre.debut + jour, fin=rencontre.fin + jour, par=camille)
    formule = rencontre.formules.get(modalite="presentiel")
    actions.modifier_formule(formule, debut=formule.debut + timedelta(hours=1), par=camille)
    rencontre = Evenement.objects.get(pk=rencontre.pk)
    actions.modifier(rencontre, lieu=LieuFactory(nom="Halle Pajol"), par=camille)
    return rencontre.formules.get(modalite="presentiel")


def test_three_edits_before_the_worker_runs_are_one_mail_each_with_the_last_state(rencontre):
    formule = changer_trois_fois(rencontre, UserFactory())

    (recu,), (attente,) = en_route(TENUE), en_route(ATTEND)
    vevent = Calendar.from_ical(recu.calendrier).events[0]
    assert vevent.decoded("DTSTART") == formule.debut
    assert "Halle Pajol" in str(vevent["LOCATION"])
    assert int(vevent["SEQUENCE"]) > 0
    for envoi in (recu, attente):
        assert "Halle Pajol" in envoi.texte
        assert "9 h 30" in envoi.texte.replace("\xa0", " ").replace("\u202f", " ")
    assert attente.calendrier == ""


def test_a_cancellation_replaces_the_move_that_has_not_left(rencontre):
    changer_trois_fois(rencontre, UserFactory())

    actions.annuler(Evenement.objects.get(pk=rencontre.pk), motif="Grève", par=UserFactory())

    assert [[e.cle.split("-")[0] for e in en_route(email)] for email in (TENUE, ATTEND)] == [["evenement"]] * 2


def test_a_move_that_has_left_is_followed_by_another(rencontre):
    camille, jour = UserFactory(), timedelta(days=1)
    actions.reporter(rencontre, debut=rencontre.debut + jour, fin=rencontre.fin + jour, par=camille)
    tout_est_parti()
    actions.modifier(Evenement.objects.get(pk=rencontre.pk), lieu=LieuFactory(nom="Halle Pajol"), par=camille)

    assert [len(en_route(email)) for email in (TENUE, ATTEND)] == [1, 1]
    assert Envoi.objects.filter(cle__startswith="deplacement-", etat=Envoi.Etat.REMPLACEMENT).count() == 0


def test_telling_nobody_tells_nobody_and_the_next_message_says_all(rencontre):
    camille = UserFactory()
    actions.modifier(rencontre, lieu=LieuFactory(nom="Halle Pajol"), prevenir=False, par=camille)
    en_silence = en_route(TENUE) + en_route(ATTEND)
    formule = rencontre.formules.get(modalite="presentiel")
    actions.modifier_formule(formule, debut=formule.debut + timedelta(hours=1), par=camille)

    assert en_silence == []
    assert "Halle Pajol" in en_route(TENUE)[0].texte


@pytest.mark.parametrize("choix", ["", "oui", "non"])
def test_the_settings_ask_before_a_change_that_people_know(client, rencontre, choix):
    client.force_login(AccesFactory().user)
    formule = rencontre.formules.get(modalite="presentiel")
    chemin = reverse("organisation:modifier_formule", args=[rencontre.slug, formule.pk])
    form = client.get(chemin).context["form"]
    saisie = {nom: form[nom].value() if form[nom].value() is not None else "" for nom in form.fields}
    heures = {"debut": f"{form['debut'].value():%Y-%m-%dT10:00}", "fin": f"{form['fin'].value():%Y-%m-%dT%H:%M}"}

    reponse = client.post(chemin, saisie | heures | {"prevenir": choix})

    formule.refresh_from_db()
    change = formule.debut != form.instance.debut
    assert (reponse.status_code, change) == {"": (422, False), "oui": (302, True), "non": (302, True)}[choix]
    assert len(en_route(TENUE)) == (1 if choix == "oui" else 0)
    if not choix:
        assert list(reponse.context["form"].errors) == ["prevenir"]


def test_a_change_that_nobody_sees_asks_nothing(client, rencontre):
    client.force_login(AccesFactory().user)
    formule = rencontre.formules.get(modalite="presentiel")
    chemin = reverse("organisation:modifier_formule", args=[rencontre.slug, formule.pk])
    form = client.get(chemin).context["form"]
    saisie = {nom: form[nom].value() if form[nom].value() is not None else "" for nom in form.fields}
    heures = {nom: f"{form[nom].value():%Y-%m-%dT%H:%M}" for nom in ("debut", "fin")}

    reponse = client.post(chemin, saisie | heures | {"capacite": "40"})

    assert (reponse.status_code, en_route(TENUE)) == (302, [])


def test_without_anybody_registered_nothing_is_asked(client):
    client.force_login(AccesFactory().user)
    rencontre = RencontreFactory()

    page = client.get(reverse("organisation:modifier_evenement", args=[rencontre.slug]))

    assert "prevenir" not in page.context["form"].fields


def test_who_was_erased_or_gave_up_is_written_nothing(rencontre):
    Inscription.objects.filter(email=ATTEND).update(etat="annulation")
    inscrire(rencontre.formules.get(modalite="distanciel"), quelqu_un().email)
    tout_est_parti()

    actions.modifier(rencontre, lieu=LieuFactory(), par=UserFactory())

    assert en_route(ATTEND) == []
