import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from annuaire.models import DoublonEcarte, Fusion, Importation
from comptes.models import User
from courriels.models import EntreeAgenda, Envoi
from evenements.models import Acces
from inscriptions.models import Attente, AvisOuverture, Besoins, Consentement
from journal.models import Fait
from presences.models import Bilan
from programmes import actions as programmes
from tests import factories as f

pytestmark = pytest.mark.django_db
MODELES = sorted(admin.site._registry, key=lambda m: m._meta.label)
EN_LIGNE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\sstyle=|\son\w+=")


def envoi(numero=0, **champs):
    ici = {"cle": f"cle-{numero}", "message_id": f"<{numero}@x>", "objet": f"Objet {numero}", "texte": "Bonjour"}
    return Envoi.objects.create(**{**ici, "destinataire": "mailys@example.org", **champs})


def monde(n):
    """One row of every model, whole enough to be followed to its event."""
    creneau = f.CreneauFactory(evenement=f.EvenementFactory(), titre=f"Créneau {n}")
    f.InterventionFactory(creneau=creneau)
    f.SalleFactory(evenement=creneau.evenement)
    f.SequenceFactory(evenement=creneau.evenement)
    programmes.publier(creneau.evenement, par=f.UserFactory())
    inscription = f.InscriptionFactory(evenement=f.EvenementFactory())
    maintenant = timezone.now()
    Attente.objects.create(inscription=inscription, formule=inscription.formule, entree_le=maintenant)
    Besoins.objects.create(inscription=inscription, regime="sans gluten", consentement_le=maintenant)
    Consentement.objects.create(inscription=inscription, finalite="lettre", texte="Oui", donne_le=maintenant)
    AvisOuverture.objects.create(evenement=inscription.evenement, email=f"avis{n}@example.org")
    dernier = envoi(n)
    EntreeAgenda.objects.create(uid=f"uid-{n}", dernier_envoi=dernier, dite_le=maintenant)
    Bilan.objects.create(evenement=inscription.evenement, origine="saisie")
    f.PartenariatFactory(evenement=inscription.evenement)
    f.RessourceFactory(evenement=inscription.evenement)
    f.LieuFactory()
    f.CycleFactory()
    acces = f.AccesFactory(evenement=inscription.evenement)
    EmailAddress.objects.create(user=acces.user, email=acces.user.email)
    Authenticator.objects.create(user=acces.user, type="totp", data={"secret": "SECRETTOTP"})
    a, b = f.PersonneFactory(structure=f.StructureFactory()), f.PersonneFactory()
    DoublonEcarte.objects.create(premiere=a, seconde=b)
    Fusion.objects.create(gardee=a, perdue=10_000 + n, fiche={"nom": "Bouaroja"}, par=acces.user)
    Importation.objects.create(nom_fichier="m.csv", contenu=b"nom", expire_le=maintenant, par=acces.user)
    return inscription


@pytest.fixture
def admin_client(client):
    client.force_login(f.UserFactory(is_staff=True, is_superuser=True))
    return client


def liste(modele):
    return reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_changelist")


def fiche(objet):
    return reverse(f"admin:{objet._meta.app_label}_{objet._meta.model_name}_change", args=[objet.pk])


def test_every_model_of_ours_has_its_window():
    notres = {m for m in apps.get_models() if not m.__module__.startswith(("django.", "allauth."))}

    assert notres - set(MODELES) == set()


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m._meta.label)
def test_each_list_opens_is_searched_and_asks_as_many_queries_for_3_rows_as_for_1(
    admin_client, modele, django_assert_max_num_queries
):
    monde(1)
    assert (
        admin_client.get(liste(modele), {"q": "xyz"} if admin.site._registry[modele].search_fields else {}).status_code
        == 200
    )
    with django_assert_max_num_queries(30) as une:
        admin_client.get(liste(modele))
    monde(2)
    monde(3)

    with django_assert_max_num_queries(len(une.captured_queries)):
        reponse = admin_client.get(liste(modele))

    assert reponse.status_code == 200
    assert EN_LIGNE.findall(reponse.text) == []


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m._meta.label)
def test_each_row_and_each_blank_form_opens_under_the_strict_policy(admin_client, modele):
    monde(1)
    objet = modele._default_manager.first()
    modele_admin = admin.site._registry[modele]
    if objet is not None:
        reponse = admin_client.get(fiche(objet))
        assert reponse.status_code == 200
        assert EN_LIGNE.findall(reponse.text) == []
    ajout = admin_client.get(liste(modele) + "add/")

    assert ajout.status_code == (200 if modele_admin.has_add_permission(ajout.wsgi_request) else 403)


def test_secrets_needs_and_confidential_messages_are_never_shown(admin_client):
    inscription = monde(1)
    code = envoi(9, objet="Code SECRET", texte="CODESECRET", confidentiel=True)
    compte = User.objects.last()
    compte.set_password("x")
    compte.save()
    lignes = [inscription, inscription.besoins, compte, Authenticator.objects.get(), Envoi.objects.first()]

    pages = "".join(admin_client.get(fiche(ligne)).text for ligne in lignes) + admin_client.get(liste(Envoi)).text

    secrets = [inscription.secret, "sans gluten", compte.password, "SECRETTOTP", "CODESECRET", "Code SECRET"]
    assert [secret for secret in secrets if secret in pages] == []
    assert admin_client.get(fiche(code)).status_code == 302


def test_what_has_a_life_is_read_only_and_leads_to_its_page(admin_client):
    inscription = monde(1)

    page = admin_client.get(fiche(inscription))
    admin_client.post(fiche(inscription), {"nom": "Changé", "etat": "annulation"})

    inscription.refresh_from_db()
    assert reverse("organisation:inscription", args=[inscription.evenement.slug, inscription.pk]) in page.text
    assert (inscription.nom, inscription.etat) == ("Grondin", "confirmation")


def test_moments_are_read_in_the_event_s_zone_whatever_the_server_s(admin_client, settings):
    settings.TIME_ZONE = "Pacific/Noumea"
    evenement = f.EvenementFactory()

    page = admin_client.get(fiche(evenement)).text.replace("\u00a0", " ")

    assert " à 13 h</div>" in page


def test_a_name_is_found_without_its_accents(admin_client):
    f.PersonneFactory(nom="Ançay", prenom="Gaël")
    f.PersonneFactory(nom="Grondin")

    page = admin_client.get(reverse("admin:annuaire_personne_changelist"), {"q": "GAEL ancay"}).text

    assert ("Ançay" in page, "Grondin" in page) == (True, False)


def test_an_account_is_opened_without_a_password_and_noted(admin_client):
    admin_client.post(
        reverse("admin:comptes_user_add"), {"email": "Lise@Example.org", "first_name": "Lise", "is_active": "on"}
    )

    compte = User.objects.get(email="lise@example.org")
    assert compte.has_usable_password() is False
    assert Fait.objects.filter(verbe="créer", objet=f"comptes.user:{compte.pk}").count() == 1


def test_an_old_address_no_longer_opens_the_account(admin_client):
    compte = f.UserFactory(email="avant@example.org")
    EmailAddress.objects.create(user=compte, email="avant@example.org", verified=True, primary=True)

    admin_client.post(fiche(compte), {"email": "apres@example.org", "is_active": "on"})

    assert list(EmailAddress.objects.filter(user=compte)) == []
    assert Fait.objects.latest("pk").avant["email"] == "avant@example.org"


def test_a_role_is_given_and_taken_back_here(admin_client):
    compte, evenement = f.UserFactory(), f.EvenementFactory()

    admin_client.post(
        reverse("admin:evenements_acces_add"), {"user": compte.pk, "role": "pointage", "evenement": evenement.pk}
    )
    acces = Acces.objects.get(user=compte)
    admin_client.post(reverse("admin:evenements_acces_delete", args=[acces.pk]), {"post": "yes"})

    assert list(Fait.objects.order_by("pk").values_list("verbe", flat=True)) == ["créer", "retirer l’accès"]
    assert Acces.objects.count() == 0


def test_a_member_of_staff_without_the_superuser_s_key_finds_nothing_here(client):
    client.force_login(f.AccesFactory(user__is_staff=True).user)

    assert client.get(liste(Envoi)).status_code == 403


def test_headings_of_the_administration_are_french(admin_client):
    accueil = admin_client.get(reverse("admin:index")).text
    evenements = admin_client.get(reverse("admin:app_list", args=["evenements"])).text
    ajout = admin_client.get(reverse("admin:evenements_acces_add")).text

    blocs = re.findall(r'class="section"[^>]*>\s*([^<]+?)\s*</a>', accueil)
    assert {"comptes", "adresses de connexion", "second code de connexion"} <= set(blocs)
    assert len(blocs) == len({bloc.lower() for bloc in blocs})
    assert "Seconds codes" in accueil
    assert "<h1>Événements</h1>" in evenements
    assert "Ajouter : accès" in ajout
    assert not any(mot in accueil + evenements + ajout for mot in ("MFA", "Authenticator", "de événements", "de accès"))
