import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from evenements.models import Formule, Partenariat, Ressource
from socle import dates
from tests.evenements.test_fichiers import image
from tests.factories import (
    AccesFactory,
    EvenementFactory,
    InscriptionFactory,
    LieuFactory,
    PartenariatFactory,
    RencontreFactory,
    RessourceFactory,
)

pytestmark = pytest.mark.django_db


def adresse(vue, evenement, *suite):
    return reverse(f"organisation:{vue}", args=[evenement.slug, *suite])


def formule_saisie(formule, **champs):
    return {
        "modalite": formule.modalite,
        "intitule": "La matinée",
        "debut": dates.local(formule.debut, formule.evenement.fuseau).strftime("%Y-%m-%dT%H:%M"),
        "fin": dates.local(formule.fin, formule.evenement.fuseau).strftime("%Y-%m-%dT%H:%M"),
        "capacite": "",
        **champs,
    }


@pytest.mark.parametrize("nombre", [1, 3])
def test_settings_are_read_in_constant_queries(client, camille, nombre, django_assert_num_queries):
    evenement = EvenementFactory()
    for _ in range(nombre):
        PartenariatFactory(evenement=evenement)
        RessourceFactory(evenement=evenement)

    with django_assert_num_queries(7):
        assert client.get(adresse("reglages", evenement)).status_code == 200


def test_an_event_is_edited_and_its_published_date_is_not(client, camille):
    evenement = EvenementFactory(titre="Avant")
    saisie = {
        "titre": "Après",
        "slug": evenement.slug,
        "nature": "webinaire",
        "precision": "a_preciser",
        "fuseau": "Europe/Paris",
    }

    reponse = client.post(adresse("modifier_evenement", evenement), saisie)

    evenement.refresh_from_db()
    assert (reponse.status_code, "choisissez « Reporter »" in reponse.text) == (422, True)
    assert evenement.titre == "Avant"


def test_an_untouched_form_changes_nothing(client, camille):
    evenement = RencontreFactory()
    fins = [formule.fin for formule in evenement.formules.all()]
    form = client.get(adresse("modifier_evenement", evenement)).context["form"]
    saisie = {nom: form[nom].value() if form[nom].value() is not None else "" for nom in form.fields}
    saisie |= {nom: saisie[nom].strftime("%H:%M") for nom in ("heure_debut", "heure_fin")}
    saisie |= {"inscriptions_ouvrent_le": saisie["inscriptions_ouvrent_le"].strftime("%Y-%m-%dT%H:%M:%S.%f")[:19]}

    reponse = client.post(adresse("modifier_evenement", evenement), saisie)

    evenement.refresh_from_db()
    assert reponse.status_code == 302
    assert [formule.fin for formule in evenement.formules.all()] == fins


def test_a_formule_is_refused_below_the_places_taken_beside_its_field(client, camille):
    formule = RencontreFactory().formules.get(modalite="presentiel")
    Formule.objects.filter(pk=formule.pk).update(places_prises=12)
    chemin = adresse("modifier_formule", formule.evenement, formule.pk)

    refus = client.post(chemin, formule_saisie(formule, capacite="11"))
    accord = client.post(chemin, formule_saisie(formule, capacite="12"))

    assert refus.status_code == 422
    assert refus.context["form"].errors == {
        "capacite": ["12\u00a0places sont déjà prises : la capacité ne peut pas descendre à 11."]
    }
    assert accord.status_code == 302
    assert Formule.objects.get(pk=formule.pk).capacite == 12


def test_a_formule_is_added_and_retired(client, camille):
    evenement = EvenementFactory()
    ligne = evenement.formules.get()

    client.post(adresse("ajouter_formule", evenement), formule_saisie(ligne, modalite="presentiel", capacite="60"))
    nouvelle = evenement.formules.get(modalite="presentiel")
    client.post(adresse("retirer_formule", evenement, nouvelle.pk))
    derniere = client.post(adresse("retirer_formule", evenement, ligne.pk))

    assert nouvelle.capacite == 60
    assert list(evenement.formules.all()) == [ligne]
    assert (derniere.status_code, "au moins une formule" in derniere.text) == (422, True)


def test_a_partner_is_added_with_its_logo_moved_and_removed(client, camille, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    evenement = EvenementFactory()
    premier = PartenariatFactory(evenement=evenement)

    client.post(
        adresse("ajouter_partenaire", evenement),
        {"structure": "Fondation de l’Œuvre", "role": "soutien", "mention": "Avec nous", "logo": image()},
    )
    ajoute = Partenariat.objects.latest("pk")
    client.post(adresse("ranger_partenaire", evenement, ajoute.pk, "monter"))
    ordre = list(evenement.partenariats.all())
    client.post(adresse("ranger_partenaire", evenement, premier.pk, "retirer"))

    assert ordre == [ajoute, premier]
    assert list(evenement.partenariats.all()) == [ajoute]
    assert ajoute.structure.logo.name.endswith(".png")


def test_a_bad_logo_is_refused_beside_its_field(client, camille):
    faux = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>")

    reponse = client.post(
        adresse("ajouter_partenaire", EvenementFactory()), {"structure": "A", "role": "soutien", "logo": faux}
    )

    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["logo"])


def test_a_resource_is_added_with_its_embargo_then_withdrawn(client, camille, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    evenement = EvenementFactory()
    saisie = {"nature": "diaporama", "titre": "Le diaporama", "publier": "on", "embargo_jusqu_au": "2050-01-01T10:00"}

    vide = client.post(adresse("ajouter_ressource", evenement), saisie)
    client.post(
        adresse("ajouter_ressource", evenement), {**saisie, "fichier": SimpleUploadedFile("d.pdf", b"%PDF-1.7")}
    )
    ressource = Ressource.objects.get()
    client.post(adresse("retirer_ressource", evenement, ressource.pk, "retirer"))

    ressource.refresh_from_db()
    assert list(vide.context["form"].errors) == ["fichier"]
    assert (ressource.publiee_le is not None, ressource.retiree_le is not None) == (True, True)
    assert list(evenement.ressources.ouvertes()) == []


def test_a_shared_venue_is_not_moved_by_who_organises_one_event(client):
    lieu = LieuFactory(ville="Paris")
    sien = EvenementFactory(lieu=lieu)
    EvenementFactory(lieu=lieu)
    client.force_login(AccesFactory(evenement=sien).user)

    client.post(adresse("modifier_lieu", sien), {"nom": "Ailleurs", "ville": "Lyon"})

    lieu.refresh_from_db()
    assert lieu.ville == "Paris"


def test_a_new_venue_becomes_the_event_s(client, camille):
    evenement = EvenementFactory()

    client.post(adresse("creer_lieu", evenement), {"nom": "La Halle", "ville": "Lyon"})

    evenement.refresh_from_db()
    assert evenement.lieu.nom == "La Halle"


def test_a_taken_formule_says_at_once_that_it_stays(client, camille):
    inscription = InscriptionFactory()
    formule = inscription.formule
    adresse_du_retrait = adresse("retirer_formule", formule.evenement, formule.pk)

    page = client.get(adresse_du_retrait).text

    assert "elle ne peut plus être retirée" in page
    assert ("Elle disparaît" in page, 'type="submit"' in page) == (False, False)
    assert client.post(adresse_du_retrait).status_code == 422


def test_a_capacity_of_no_place_is_refused_beside_its_field(client, camille):
    formule = EvenementFactory().formules.get()

    reponse = client.post(
        adresse("modifier_formule", formule.evenement, formule.pk), formule_saisie(formule, capacite="0")
    )

    formule.refresh_from_db()
    assert reponse.context["form"].errors == {"capacite": ["Donnez une place au moins, ou laissez vide : sans limite."]}
    assert formule.capacite is None


def test_the_database_refuses_a_capacity_of_no_place():
    formule = EvenementFactory().formules.get()

    with pytest.raises(IntegrityError, match="formule_capacite_d_une_place_au_moins"):
        Formule.objects.filter(pk=formule.pk).update(capacite=0)
