"""What these tests share: somebody of whom everything is held, and somebody else of whom nothing may change."""

import json
from datetime import timedelta

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from annuaire.models import DoublonEcarte, Fusion
from inscriptions import actions as inscriptions
from inscriptions.models import Adhesion, AvisOuverture, ChoixAtelier, Fichier, Inscription, Note
from journal.actions import noter
from tests.factories import (
    CreneauFactory,
    CycleFactory,
    EvenementFactory,
    InterventionFactory,
    PersonneFactory,
    RencontreFactory,
    UserFactory,
)
from tests.inscriptions.aides import quelqu_un, tout_est_parti

ADRESSE = "zephyrine.vaillant@example.org"
# Strings of hers that could be nobody else's: none may survive.
SIENS = (
    "zephyrine",
    "Zéphyrine",
    "Vaillant",
    "vaillant",
    "Fabrique-aux-Lucioles",
    "lucioles",
    "sarrasin",
    "boucle-mag",
)


def tout_sur_elle(adresse=ADRESSE):
    """A row of hers in every table that can hold one (a test looks): add yours here when you declare a table."""
    rencontre, webinaire = RencontreFactory(), EvenementFactory()
    elle = {"prenom": "Zéphyrine", "nom": "Vaillant", "structure": "Fabrique-aux-Lucioles"}
    sur_place = quelqu_un(
        adresse,
        **elle,
        besoins_acces="boucle-mag",
        regime="sans sarrasin",
        lettre=True,
        liste=True,
        profil="association",
    )
    inscription = inscriptions.inscrire(rencontre.formules.get(modalite="presentiel"), participant=sur_place)
    inscriptions.inscrire(webinaire.formules.get(), participant=quelqu_un(adresse, **elle))
    tout_est_parti()
    AvisOuverture.objects.create(evenement=EvenementFactory(inscriptions_ouvrent_le=None), email=adresse)
    personne = PersonneFactory(prenom="Zéphyrine", nom="Vaillant", email=adresse, source="tableur Lucioles")
    Inscription.objects.filter(pk=inscription.pk).update(personne=personne)
    InterventionFactory(personne=personne, qualite="directrice, Fabrique-aux-Lucioles", depuis="Lucioles-sur-Mer")
    noter(
        "corriger", inscription, par=UserFactory(), evenement=rencontre, avant={"nom": "Vaillant"}, apres={"nom": "V."}
    )
    LogEntry.objects.create(
        user=UserFactory(),
        content_type=ContentType.objects.get_for_model(Inscription),
        object_id=str(inscription.pk),
        object_repr=str(inscription),
        action_flag=CHANGE,
        change_message="Zéphyrine",
    )
    _en_attente(adresse, elle)
    _dans_l_annuaire(personne, elle)
    adhesion = Adhesion.objects.create(cycle=CycleFactory(), email=adresse, **elle)
    Inscription.objects.filter(pk=inscription.pk).update(adhesion=adhesion)
    atelier = CreneauFactory(evenement=rencontre, nature="atelier", avec_inscription=True, places_prises=1)
    ChoixAtelier.objects.create(inscription=inscription, creneau=atelier, choisi_le=timezone.now())
    Note.objects.create(inscription=inscription, texte="Zéphyrine arrive par le train de Lucioles.")
    Fichier.objects.create(
        evenement=rencontre, sens="export", nom="inscrits.csv", contenu=b"Vaillant", requete="q=Vaillant",
        par=UserFactory(), expire_le=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    inscription.refresh_from_db()
    return inscription


def _en_attente(adresse, elle):
    formule = RencontreFactory(formules=1).formules.get(modalite="presentiel")
    inscriptions.inscrire(formule, participant=quelqu_un("premiere@example.org"))
    inscriptions.inscrire(formule, participant=quelqu_un(adresse, **elle))
    tout_est_parti()


def _dans_l_annuaire(personne, elle):
    Fusion.objects.create(gardee=personne, perdue=999, fiche={**elle, "email": personne.email}, avant={}, apres={})
    DoublonEcarte.objects.create(premiere=personne, seconde=PersonneFactory())


def tout_ce_qui_est_dans_la_base():
    """Every value of every table, as text, accents as they are."""
    valeurs = [
        valeur
        for modele in apps.get_models(include_auto_created=True)
        for ligne in modele._default_manager.values()
        for valeur in ligne.values()
    ]
    return json.dumps(valeurs, default=str, ensure_ascii=False)
