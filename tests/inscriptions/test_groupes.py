import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from courriels.models import Envoi
from evenements.models import Formule
from inscriptions import actions
from inscriptions.models import Attente, Inscription
from journal.models import Fait
from tests.factories import EvenementFactory, RencontreFactory
from tests.inscriptions.aides import inscrire, quelqu_un, tout_est_parti

pytestmark = pytest.mark.django_db
LEA = {"prenom": "Léa", "nom": "Martin", "email": "lea@example.org", "structure": "Communauté de communes"}


@pytest.fixture(autouse=True)
def _sans_limite():
    cache.clear()


def adresse(evenement):
    return reverse("inscriptions:inscrire_un_groupe", args=[evenement.slug])


def rangs(*personnes):
    """(prénom, nom, e-mail, formule) of each row."""
    noms = ("prenom", "nom", "email", "formule")
    return {f"l{n}-{c}": v for n, p in enumerate(personnes) for c, v in zip(noms, p, strict=False)}


def emails():
    return list(Inscription.objects.order_by("pk").values_list("email", flat=True))


def test_each_person_receives_a_link_and_reads_who_gave_the_address(client):
    rencontre = RencontreFactory()
    saisie = LEA | rangs(
        ("Yann", "Le Goff", "yann@example.org", "presentiel"), ("Aïcha", "Benali", "aicha@example.org", "distanciel")
    )

    reponse = client.post(adresse(rencontre), saisie)

    assert reponse.status_code == 303
    tenues = list(Inscription.objects.order_by("pk").values_list("email", "formule__modalite", "inscrite_par"))
    qui = "Léa Martin (Communauté de communes)"
    assert tenues == [("yann@example.org", "presentiel", qui), ("aicha@example.org", "distanciel", qui)]
    for inscription in Inscription.objects.all():
        texte = Envoi.objects.get(destinataire=inscription.email).texte
        assert qui in texte
        assert inscription.get_absolute_url() in texte


def test_the_one_who_registers_reads_only_what_was_typed(client):
    rencontre = RencontreFactory(formules=1)
    inscrire(rencontre.formules.get(modalite="presentiel"), "prise@example.org")
    saisie = LEA | rangs(("Yann", "Le Goff", "yann@example.org", "presentiel"))

    client.post(adresse(rencontre), saisie)

    recapitulatif = Envoi.objects.get(destinataire="lea@example.org")
    assert "Yann Le Goff, yann@example.org" in recapitulatif.texte.replace("\xa0", " ")
    assert recapitulatif.confidentiel
    assert [mot for mot in ("attente", "rang 1", "/mon-inscription/", "prise@") if mot in recapitulatif.texte] == []


def test_good_lines_are_done_and_faulty_ones_come_back_alone(client):
    rencontre = RencontreFactory()
    saisie = LEA | rangs(
        ("Yann", "Le Goff", "yann@example.org", "presentiel"),
        ("Aïcha", "", "aicha.example.org", "presentiel"),
        ("Yann", "Bis", "YANN@example.org", "presentiel"),
    )

    reponse = client.post(adresse(rencontre), saisie)

    assert (reponse.status_code, emails()) == (422, ["yann@example.org"])
    restent = [(r["prenom"].value(), r["email"].value(), sorted(r.errors)) for r in reponse.context["rangs"]]
    assert restent == [("Aïcha", "aicha.example.org", ["email", "nom"]), ("Yann", "YANN@example.org", ["email"])]
    assert "1 personne est prise en compte" in reponse.text.replace("\xa0", " ")
    assert "Le Goff" not in reponse.text


def test_nothing_is_done_while_the_one_who_registers_is_not_said(client):
    rencontre = RencontreFactory()
    saisie = LEA | {"structure": ""} | rangs(("Yann", "Le Goff", "yann@example.org", "presentiel"))

    reponse = client.post(adresse(rencontre), saisie)

    assert (reponse.status_code, list(reponse.context["form"].errors), emails()) == (422, ["structure"], [])
    assert reponse.context["rangs"][0]["nom"].value() == "Le Goff"


@pytest.mark.parametrize(
    "collees",
    [
        "Yann;Le Goff;yann@example.org\nAïcha ; Benali ; aicha@example.org ; en ligne",
        "Yann\tLe Goff\tyann@example.org\r\n\r\nAïcha\tBenali\taicha@example.org\tdistanciel\r\n",
        "Yann Le Goff <yann@example.org>\nAïcha, Benali, aicha@example.org, visio",
    ],
)
def test_a_list_is_pasted(client, collees):
    rencontre = RencontreFactory()

    client.post(adresse(rencontre), LEA | {"collees": collees})

    assert list(Inscription.objects.order_by("pk").values_list("prenom", "nom", "formule__modalite")) == [
        ("Yann", "Le Goff", "distanciel"),
        ("Aïcha", "Benali", "distanciel"),
    ]


def test_a_pasted_line_at_fault_becomes_a_row_to_correct(client):
    webinaire = EvenementFactory()

    reponse = client.post(adresse(webinaire), LEA | {"collees": "Yann;Le Goff;yann@example.org\n<b>Zoé</b>;Ray;zoe@"})

    assert (reponse.status_code, emails()) == (422, ["yann@example.org"])
    assert [sorted(r.errors) for r in reponse.context["rangs"]] == [["email", "prenom"]]
    assert reponse.context["form"]["collees"].value() == ""
    assert "<b>Zoé" not in reponse.text


def test_the_page_says_the_same_of_a_known_address_and_a_new_one(client):
    webinaire = EvenementFactory()
    inscrire(webinaire.formules.get(), "connue@example.org")
    tout_est_parti()

    pages = [
        client.post(adresse(webinaire), LEA | rangs(("Zoé", "Ray", email)), follow=True).text
        for email in ("connue@example.org", "nouvelle@example.org")
    ]
    corps = [re.sub(r"suite=[^\"&]+", "", page) for page in pages]

    assert corps[0] == corps[1]
    assert Inscription.objects.get(email="connue@example.org").nom == "Grondin"


def test_more_than_twenty_lines_leaves_the_others_and_says_so(client):
    webinaire = EvenementFactory()
    collees = "\n".join(f"Zoé;Ray;zoe{n}@example.org" for n in range(23))

    reponse = client.post(adresse(webinaire), LEA | {"collees": collees})

    assert (reponse.status_code, len(emails())) == (422, 20)
    assert "3 lignes en trop" in reponse.text.replace("\xa0", " ")


def test_more_rows_are_added_without_a_script_and_nothing_is_done(client):
    webinaire = EvenementFactory()
    saisie = LEA | rangs(("Yann", "", "yann@example.org")) | {"rangs": "plus"}

    reponse = client.post(adresse(webinaire), saisie)

    assert (reponse.status_code, len(reponse.context["rangs"]), emails()) == (200, 5, [])
    assert 'value="yann@example.org"' in reponse.text
    assert reponse.context["fautives"] == []


def test_a_robot_and_another_site_are_kept_out(client):
    webinaire = EvenementFactory()
    saisie = LEA | rangs(("Yann", "Le Goff", "yann@example.org"))

    robot = client.post(adresse(webinaire), saisie | {"surnom": "x"})
    ailleurs = client.post(adresse(webinaire), saisie, headers={"Sec-Fetch-Site": "cross-site"})

    assert (robot.status_code, ailleurs.status_code, emails()) == (303, 403, [])


def test_the_same_address_registers_ten_groups_an_hour_at_most(client):
    webinaire = EvenementFactory()

    statuts = [
        client.post(adresse(webinaire), LEA | rangs(("Zoé", "Ray", f"zoe{n}@example.org"))).status_code
        for n in range(11)
    ]

    assert statuts == [303] * 10 + [429]
    assert len(emails()) == 10


def test_a_closed_event_registers_no_group(client):
    annule = EvenementFactory(annulation_motif="Grève")
    type(annule).objects.filter(pk=annule.pk).update(inscriptions_ouvrent_le=None)

    reponse = client.post(adresse(annule), LEA | rangs(("Zoé", "Ray", "zoe@example.org")))

    assert (reponse.status_code, emails()) == (422, [])


def test_the_order_of_the_lines_is_the_order_of_the_places():
    formule = RencontreFactory(formules=2).formules.get(modalite="presentiel")
    lignes = [(formule, quelqu_un(f"p{n}@example.org")) for n in range(4)]

    actions.inscrire_un_groupe(
        formule.evenement, lignes, responsable=actions.Responsable("Léa", "l@example.org", "Léa")
    )

    assert list(Inscription.objects.order_by("pk").values_list("email", "etat")) == [
        ("p0@example.org", "confirmation"),
        ("p1@example.org", "confirmation"),
        ("p2@example.org", "attente"),
        ("p3@example.org", "attente"),
    ]
    assert Fait.objects.get(verbe="inscrire un groupe").apres == {"lignes": 4}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tour", range(5))
def test_eight_groups_at_once_for_the_last_places_are_each_served_in_one_block(tour):
    formule = RencontreFactory(formules=18).formules.get(modalite="presentiel")
    depart = threading.Barrier(8)

    def un_groupe(numero):
        lignes = [(formule, quelqu_un(f"g{numero}-{n}@example.org")) for n in range(5)]
        depart.wait(20)
        try:
            responsable = actions.Responsable("Léa", f"lea{numero}@example.org", "Léa")
            return actions.inscrire_un_groupe(formule.evenement, lignes, responsable=responsable)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as fils:
        refus = list(fils.map(un_groupe, range(8)))

    assert refus == [[""] * 5] * 8
    assert Formule.objects.get(pk=formule.pk).places_prises == 18
    confirmees = list(Inscription.objects.confirmees().order_by("etat_le", "pk").values_list("email", flat=True))
    blocs = [email.split("-")[0] for email in confirmees]
    assert len(confirmees) == 18
    assert [blocs[n : n + 5] == [blocs[n]] * 5 for n in (0, 5, 10)] == [True] * 3
    attendent = list(Attente.objects.ouvertes().values_list("inscription__email", flat=True))
    assert [email.split("-")[0] for email in attendent[:2]] == [blocs[-1]] * 2


def test_a_row_says_its_formule_where_there_are_two(client):
    rencontre = RencontreFactory()

    vide = client.get(adresse(rencontre)).context["rangs"][0]
    reponse = client.post(adresse(rencontre), LEA | rangs(("Yann", "Le Goff", "yann@example.org", "")))

    assert next(iter(vide.fields["formule"].choices)) == ("", "Choisir")
    assert (vide["formule"].value(), reponse.status_code, emails()) == (None, 422, [])
    assert [list(rang.errors) for rang in reponse.context["rangs"]] == [["formule"]]
