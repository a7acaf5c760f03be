import pytest
from django.core.management import CommandError, call_command

from donnees import documents
from donnees.politique import declarations
from socle.typographie import espacer


def test_the_documents_say_what_the_code_declares():
    assert documents.perimes() == [], "lancez manage.py documenter_donnees"


def test_every_declaration_is_in_both_documents():
    politique, registre = (documents.ecrire(nom) for nom in documents.DOCUMENTS)

    assert [d.raison for d in declarations() if espacer(d.raison) not in politique] == []
    assert {d.traitement.nom for d in declarations() if d.traitement.nom not in registre} == set()


def test_a_line_of_the_register_says_all_that_article_30_asks():
    registre = documents.ecrire("registre.md")

    fiche = registre.partition("Besoins d’accès et régimes alimentaires\n")[2].partition("## ")[0]
    titres = [ligne.split("|")[1].strip() for ligne in fiche.splitlines() if ligne.startswith("| ")]
    assert titres == [
        "",
        "---",
        "Finalité",
        "Base légale",
        "Personnes concernées",
        "Catégories de données",
        "Durées",
        "Destinataires",
        "Sous-traitants",
        "Transferts hors de l’Union européenne",
    ]
    assert "articles 6.1.a et 9.2.a" in fiche


def test_the_command_rewrites_what_is_out_of_date_and_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(documents, "chemin", lambda nom: tmp_path / nom)

    with pytest.raises(CommandError, match=r"donnees-personnelles\.md et registre\.md"):
        call_command("documenter_donnees", "--verifier")
    call_command("documenter_donnees")
    call_command("documenter_donnees", "--verifier")

    assert capsys.readouterr().out.splitlines() == [
        "Écrit : donnees-personnelles.md et registre.md.",
        "Les documents disent ce que déclare le code.",
    ]


def test_what_the_public_reads_names_no_key_nor_secret_of_ours():
    montres = {champ for _, groupes in documents.fiches() for groupe in groupes for champ in groupe.pour_le_public}

    assert montres & {"secret", "mot de passe", "clé du nom", "empreinte du texte"} == set()
    assert {"adresse e-mail", "régime alimentaire"} <= montres
