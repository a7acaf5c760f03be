from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evenements import actions
from evenements.models import Evenement, Formule, Partenariat
from journal.models import Fait
from tests.factories import (
    CycleFactory,
    EvenementFactory,
    InscriptionFactory,
    LieuFactory,
    PartenariatFactory,
    RencontreFactory,
    RessourceFactory,
    StructureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def camille():
    return UserFactory()


def faits():
    return list(Fait.objects.order_by("pk").values_list("acteur_nom", "verbe", "avant", "apres"))


def test_two_stale_copies_touching_an_event_count_for_two():
    evenement = EvenementFactory()
    autre_copie = Evenement.objects.get(pk=evenement.pk)

    actions.toucher(evenement)
    actions.toucher(autre_copie)

    assert [evenement.revision, autre_copie.revision] == [2, 3]


def test_a_webinar_is_born_a_draft_with_its_online_formule_and_its_cycle_s_partners(camille):
    partenaire = PartenariatFactory(cycle=CycleFactory(), evenement=None, mention="Avec l’aide de tous.")
    debut = timezone.now() + timedelta(days=9)

    evenement = actions.creer(
        par=camille,
        nature="webinaire",
        titre="L’œuvre commune",
        cycle=partenaire.cycle,
        numero=3,
        debut=debut,
        fin=debut + timedelta(hours=1),
    )

    assert (evenement.slug, evenement.publie_le) == ("l-oeuvre-commune", None)
    assert [(f.modalite, f.debut, f.fin) for f in evenement.formules.all()] == [
        ("distanciel", debut, debut + timedelta(hours=1))
    ]
    assert list(evenement.partenariats.values_list("structure", "role", "mention")) == [
        (partenaire.structure_id, "partenariat", "Avec l’aide de tous.")
    ]
    assert [fait[:2] for fait in faits()] == [("Camille Durand", "créer")]


def test_two_events_of_the_same_title_have_two_addresses(camille):
    slugs = [
        actions.creer(par=camille, nature="seminaire", titre="Journée", precision="a_preciser").slug for _ in range(3)
    ]

    assert slugs == ["journee", "journee-2", "journee-3"]


def test_a_change_is_noted_with_what_it_was_and_the_public_page_is_rendered_again(camille):
    evenement = EvenementFactory(titre="Avant", theme="Même")

    actions.modifier(evenement, par=camille, titre="Après", theme="Même")

    assert faits() == [("Camille Durand", "modifier", {"titre": "Avant"}, {"titre": "Après"})]
    assert Evenement.objects.get().revision == 2


def test_changing_nothing_notes_nothing(camille):
    evenement = EvenementFactory(titre="Même")

    actions.modifier(evenement, par=camille, titre="Même")

    assert (faits(), Evenement.objects.get().revision) == ([], 1)


def test_a_published_date_is_not_changed_by_the_form(camille):
    evenement = EvenementFactory()

    with pytest.raises(actions.EvenementImpossible, match="Reporter"):
        actions.modifier(evenement, par=camille, debut=evenement.debut + timedelta(days=1))

    with pytest.raises(actions.EvenementImpossible, match="adresse"):
        actions.modifier(evenement, par=camille, slug="autre")


def test_a_draft_that_moves_takes_its_formules_along_by_wall_clock_across_a_change_of_hour(camille):
    samedi, lundi = datetime(2027, 3, 27, 8, 30, tzinfo=PARIS), datetime(2027, 3, 29, 8, 30, tzinfo=PARIS)
    evenement = RencontreFactory(publie_le=None, debut=samedi, fin=samedi.replace(hour=17))

    actions.modifier(evenement, par=camille, debut=lundi, fin=lundi.replace(hour=17))

    heures = [
        (f.modalite, f.debut.astimezone(PARIS).strftime("%d %H:%M"), f.fin.astimezone(PARIS).strftime("%d %H:%M"))
        for f in Formule.objects.order_by("modalite")
    ]
    assert heures == [("distanciel", "29 09:00", "29 12:30"), ("presentiel", "29 08:30", "29 17:30")]


def test_a_window_too_short_for_a_formule_is_refused_and_nothing_moves(camille):
    evenement = RencontreFactory(publie_le=None)
    avant = list(Formule.objects.values_list("debut", "fin"))

    with pytest.raises(actions.EvenementImpossible, match="n’aurait plus de durée"):
        actions.modifier(evenement, par=camille, fin=evenement.debut + timedelta(minutes=20))

    assert list(Formule.objects.values_list("debut", "fin")) == avant


def test_a_capacity_below_the_places_taken_is_refused_with_the_number(camille):
    evenement = RencontreFactory()
    formule = evenement.formules.get(modalite="presentiel")
    Formule.objects.filter(pk=formule.pk).update(places_prises=162)

    with pytest.raises(actions.FormuleImpossible, match=r"162\u00a0places sont déjà prises : .* à 161"):
        actions.modifier_formule(formule, par=camille, capacite=161)
    actions.modifier_formule(formule, par=camille, capacite=162)

    assert [fait[1:] for fait in faits()] == [("modifier la formule", {"capacite": 200}, {"capacite": 162})]


def test_a_formule_stays_within_its_event_and_is_unique(camille):
    evenement = EvenementFactory()
    heures = {"debut": evenement.debut, "fin": evenement.fin}

    with pytest.raises(actions.FormuleImpossible, match="doit tenir dans les heures"):
        actions.ajouter_formule(
            evenement, par=camille, modalite="presentiel", debut=evenement.debut - timedelta(hours=1), fin=evenement.fin
        )
    with pytest.raises(actions.FormuleImpossible, match="déjà une formule « En ligne »"):
        actions.ajouter_formule(evenement, par=camille, modalite="distanciel", **heures)


def test_a_formule_that_someone_holds_is_not_retired(camille):
    evenement = RencontreFactory()
    tenue, libre = evenement.formules.all()
    InscriptionFactory(evenement=evenement, formule=tenue)

    with pytest.raises(actions.FormuleImpossible, match="ne peut plus être retirée"):
        actions.retirer_formule(tenue, par=camille)
    actions.retirer_formule(libre, par=camille)

    assert list(evenement.formules.all()) == [tenue]
    assert [fait[1] for fait in faits()] == ["retirer la formule"]


def test_the_last_formule_of_a_published_event_stays(camille):
    with pytest.raises(actions.FormuleImpossible, match="au moins une formule"):
        actions.retirer_formule(EvenementFactory().formules.get(), par=camille)


def test_a_partner_is_found_again_by_name_whatever_its_accents(camille):
    evenement, structure = EvenementFactory(), StructureFactory(nom="Établissement de l’Œuvre", sigle="ÉO")

    ajoute = actions.ajouter_partenaire(evenement, par=camille, structure="eo", role="soutien")

    assert ajoute.structure == structure
    with pytest.raises(actions.PartenariatImpossible, match="figure déjà"):
        actions.ajouter_partenaire(
            evenement, par=camille, structure=" etablissement DE l’oeuvre ", role=Partenariat.Role.SOUTIEN
        )


def test_partners_go_up_and_down_even_with_equal_ranks(camille):
    evenement = EvenementFactory()
    a, b, c = (PartenariatFactory(evenement=evenement, ordre=0) for _ in range(3))

    actions.descendre_partenaire(a, par=camille)
    actions.monter_partenaire(c, par=camille)
    actions.monter_partenaire(b, par=camille)

    assert list(evenement.partenariats.all()) == [b, c, a]


def test_a_resource_is_published_withdrawn_and_put_back(camille):
    evenement = EvenementFactory()
    fichier = SimpleUploadedFile("Diaporama final.PDF", b"%PDF-1.7 ...")

    ressource = actions.ajouter_ressource(
        evenement, par=camille, fichier=fichier, publier=True, nature="diaporama", titre="Le diaporama"
    )
    ouvertes = [list(evenement.ressources.ouvertes())]
    actions.retirer_ressource(ressource, par=camille)
    ouvertes.append(list(evenement.ressources.ouvertes()))
    actions.remettre_ressource(ressource, par=camille)
    ouvertes.append(list(evenement.ressources.ouvertes()))

    assert ouvertes == [[ressource], [], [ressource]]
    assert "Diaporama" not in ressource.fichier.name


def test_an_address_replaces_a_file(camille):
    evenement = EvenementFactory()
    ressource = actions.ajouter_ressource(
        evenement, par=camille, fichier=SimpleUploadedFile("a.pdf", b"%PDF-1"), nature="document", titre="A"
    )

    ressource = actions.modifier_ressource(ressource, par=camille, adresse="https://ailleurs.example.org/a")

    assert (ressource.fichier.name, ressource.adresse) == ("", "https://ailleurs.example.org/a")


def test_a_resource_is_a_file_or_an_address(camille):
    with pytest.raises(actions.RessourceImpossible, match="l’un des deux"):
        actions.modifier_ressource(RessourceFactory(), par=camille, adresse="")


def test_a_venue_that_changes_renders_its_events_again(camille):
    lieu = LieuFactory()
    a, autre = EvenementFactory(lieu=lieu), EvenementFactory(lieu=LieuFactory())

    actions.modifier_lieu(lieu, par=camille, ville="Lyon")

    assert [Evenement.objects.get(pk=e.pk).revision for e in (a, autre)] == [2, 1]
    assert faits() == [("Camille Durand", "modifier le lieu", {"ville": "Paris"}, {"ville": "Lyon"})]
