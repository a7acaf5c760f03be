import pytest
from django.apps import apps

from inscriptions.donnees import DONNEES

SANS_PERSONNE = {"id", "evenement", "categorie", "formule", "etat", "etat_le", "cree_le", "effacee_le", "inscription"}
SANS_PERSONNE |= {"creneau", "entree_le", "offre_le", "echeance", "close_le", "issue", "consentement_le", "finalite"}


@pytest.mark.parametrize("donnees", DONNEES, ids=lambda d: f"{d.modele} {d.champs[0]}")
def test_what_is_declared_exists_with_a_reason_and_a_time(donnees):
    champs = {champ.name for champ in apps.get_model(donnees.modele)._meta.fields}

    assert set(donnees.champs) <= champs
    assert donnees.raison
    assert donnees.duree


def test_every_personal_field_of_the_app_is_declared():
    declares = {(donnees.modele, champ) for donnees in DONNEES for champ in donnees.champs}
    presents = {
        (f"inscriptions.{modele.__name__}", champ.name)
        for modele in apps.get_app_config("inscriptions").get_models()
        for champ in modele._meta.fields
        if champ.name not in SANS_PERSONNE
    }

    assert presents - declares == set()
