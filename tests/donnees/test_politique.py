"""Every field that could hold somebody is declared: this is the test that a new field must convince."""

import pytest
from django.apps import apps

from donnees import politique
from donnees.donnees import SANS_PERSONNE
from socle.donnees import Effacement

CONSEIL = (
    "déclarez-les dans le donnees.py de leur application : DonneesPersonnelles (quoi, pourquoi, combien de temps, ce "
    "que l’effacement en fait) ou SansDonneePersonnelle avec la raison (socle/donnees.py)"
)


def test_every_field_that_could_hold_somebody_is_declared_with_its_policy_or_its_reason():
    declares = politique.champs_declares([*politique.declarations(), *politique.exclusions()])

    assert set(politique.champs_a_declarer()) - declares == set(), CONSEIL


def test_no_field_is_declared_both_ways():
    personnels = politique.champs_declares(politique.declarations())

    assert (
        personnels & politique.champs_declares(politique.exclusions()) - {("inscriptions.Consentement", "inscription")}
        == set()
    )


def test_every_table_of_another_package_is_declared_too():
    connues = {declaration.modele for declaration in politique.declarations()} | set(SANS_PERSONNE)
    autres = {c._meta.label for c in apps.get_models(include_auto_created=True) if not politique.est_a_nous(c)}

    assert autres - connues == set(), CONSEIL


@pytest.mark.parametrize("declaration", politique.declarations(), ids=lambda d: f"{d.modele}-{d.champs[0]}")
def test_a_declaration_names_fields_that_exist_and_says_everything(declaration):
    meta = politique.modele(declaration)._meta
    for nom in (*declaration.champs, *declaration.contexte, *filter(None, [declaration.marque])):
        meta.get_field(nom)

    assert set(declaration.caches) <= {*declaration.champs, *declaration.contexte}
    assert all((declaration.raison, str(declaration.duree), declaration.lus_par))
    if declaration.effacement == Effacement.GARDER:
        assert declaration.garde_parce_que


def test_an_exclusion_names_fields_that_exist_and_says_why():
    for exclusion in politique.exclusions():
        meta = apps.get_model(exclusion.modele)._meta
        assert [meta.get_field(nom).name for nom in exclusion.champs] == list(exclusion.champs)
        assert exclusion.raison


def test_what_erasure_blanks_or_deletes_can_be_found_from_an_address():
    perdues = [
        declaration.modele
        for declaration in politique.declarations()
        if declaration.effacement != Effacement.GARDER and declaration.qui is None
    ]

    assert perdues == []


def test_a_field_that_nobody_declared_is_seen():
    declares = politique.champs_declares([*politique.declarations(), *politique.exclusions()])

    assert {("inscriptions.Inscription", "email")} == set(politique.champs_a_declarer()) - (
        declares - {("inscriptions.Inscription", "email")}
    )
