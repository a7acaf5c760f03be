from django import forms

from socle.formulaires import FormulaireMixin


class Essai(FormulaireMixin, forms.Form):
    nom = forms.CharField(max_length=3, help_text="en entier")
    sien = forms.CharField(error_messages={"required": "Écrivez votre nom."})
    page = forms.URLField(assume_scheme="https")
    adresse = forms.EmailField()
    choix = forms.ChoiceField(choices=[("a", "A")])
    nombre = forms.IntegerField(min_value=1)
    jour = forms.DateField()
    accord = forms.BooleanField()


def test_what_is_missing_is_said_in_words_of_ours():
    assert Essai({}).errors == {
        "nom": ["Ce champ est à remplir."],
        "sien": ["Écrivez votre nom."],
        "page": ["Ce champ est à remplir."],
        "adresse": ["Ce champ est à remplir."],
        "choix": ["Choisissez une réponse."],
        "nombre": ["Ce champ est à remplir."],
        "jour": ["Ce champ est à remplir."],
        "accord": ["Cochez cette case."],
    }


def test_what_is_wrong_is_said_with_an_example():
    donnees = {"nom": "Maïlys", "sien": "x", "page": "pas une adresse", "adresse": "x", "choix": "z"}

    assert Essai({**donnees, "nombre": "deux", "jour": "hier", "accord": "on"}).errors == {
        "nom": ["3 caractères au plus : il y en a 6."],
        "page": ["Donnez une adresse complète, comme https://exemple.fr/page."],
        "adresse": ["Donnez une adresse complète, comme prenom.nom@exemple.fr."],
        "choix": ["Choisissez une réponse de la liste."],
        "nombre": ["Donnez un nombre entier, en chiffres."],
        "jour": ["Donnez un jour, comme 04/07/2027."],
    }


def test_a_hint_begins_with_a_capital():
    assert Essai().fields["nom"].help_text == "En entier"
