"""An event's home: its figures, what waits for the team, its dates. No name, no address: consultation reads it too."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from courriels.models import Envoi
from evenements.models import Evenement, Formule
from inscriptions.models import Attente, Inscription
from journal.models import reference
from programmes import actions as programmes
from programmes.lecture import version_publique
from socle.typographie import INSECABLE, accorder

Etat, Categorie = Inscription.Etat, Inscription.Categorie


@dataclass(frozen=True)
class Chiffres:
    inscrits: int
    en_attente: int
    proposees: int
    annulees: int
    hors_public: int
    sur_place: Formule | None
    remis: int
    en_route: int
    abandonnes: int

    @property
    def restantes(self) -> str:
        """« il reste 38 places », or that there is no limit."""
        if self.sur_place is not None and self.sur_place.evenement.est_annule:
            return "l’événement est annulé"
        if self.sur_place is None or self.sur_place.places_restantes is None:
            return "sans limite"
        if self.sur_place.est_complete:
            return "complet"
        return f"il reste {accorder(self.sur_place.places_restantes, 'place')}"


def chiffres_de(evenement: Evenement, formules: list[Formule]) -> Chiffres:
    """Two queries, whatever the number of registrations and messages."""
    publiques = Q(categorie=Categorie.PARTICIPANT)
    offertes = Attente.objects.proposees().filter(inscription=OuterRef("pk"), formule__isnull=False)
    comptes = evenement.inscriptions.aggregate(
        inscrits=Count("pk", filter=publiques & Q(etat=Etat.CONFIRMATION)),
        en_attente=Count("pk", filter=Q(etat=Etat.ATTENTE)),
        proposees=Count("pk", filter=Q(etat=Etat.ATTENTE) & Q(Exists(offertes))),
        annulees=Count("pk", filter=Q(etat=Etat.ANNULATION)),
        hors_public=Count("pk", filter=~publiques & Q(etat=Etat.CONFIRMATION)),
    )
    envois = Envoi.objects.filter(evenement=reference(evenement)).aggregate(
        remis=Count("pk", filter=Q(etat=Envoi.Etat.ENVOI)),
        en_route=Count("pk", filter=Q(etat__in=Envoi.EN_ROUTE)),
        abandonnes=Count("pk", filter=Q(etat=Envoi.Etat.ABANDON)),
    )
    return Chiffres(**comptes, **envois, sur_place=next((f for f in formules if f.est_sur_place), None))


@dataclass(frozen=True)
class Tache:
    titre: str
    texte: str
    bouton: str
    vers: str
    icone: str = "info"
    presse: bool = False


def taches_de(evenement: Evenement, formules: list[Formule], maintenant: datetime) -> list[Tache]:
    """What waits for the organisers, the most pressing first; nothing once the event is over or cancelled."""
    if evenement.est_annule or evenement.est_passe(maintenant):
        return _messages(evenement)
    publie = evenement.est_publie(maintenant)
    taches = _messages(evenement) + _date_et_formules(evenement, formules) + _programme(evenement)
    if publie and evenement.inscriptions_ouvrent_le is None and evenement.est_date:
        taches.append(
            Tache(
                "Les inscriptions n’ont pas de date d’ouverture",
                "La page publique propose « Me prévenir à l’ouverture ».",
                "Donner une date",
                _vers("modifier_evenement", evenement),
                "clock",
            )
        )
    if not publie:
        taches.append(
            Tache(
                "L’événement est un brouillon",
                "Personne d’autre que l’équipe ne le voit.",
                "Relire et publier",
                _vers("publier", evenement),
                "eye",
            )
        )
    return taches


def _vers(vue: str, evenement: Evenement) -> str:
    return reverse(f"organisation:{vue}", args=[evenement.slug])


def _messages(evenement: Evenement) -> list[Tache]:
    abandonnes = Envoi.objects.filter(
        evenement=reference(evenement), etat=Envoi.Etat.ABANDON, confidentiel=False
    ).count()
    if not abandonnes:
        return []
    titre = accorder(abandonnes, "message n’est pas arrivé", "messages ne sont pas arrivés")
    texte = "Boîte pleine, domaine inconnu… Les mots du serveur sont dans la liste."
    return [Tache(titre, texte, "Voir", _vers("courriels", evenement), "envelope-simple", presse=True)]


def _date_et_formules(evenement: Evenement, formules: list[Formule]) -> list[Tache]:
    if not evenement.est_date:
        titre, texte = "Le jour et les heures manquent", "Rien ne se planifie avant : ni formules, ni invitations."
        return [Tache(titre, texte, "Compléter", _vers("modifier_evenement", evenement), "clock", presse=True)]
    taches = []
    if not formules:
        titre, texte = "Aucune formule", "Dites comment on participe, à quelles heures, et avec combien de places."
        taches.append(Tache(titre, texte, "Ajouter", _vers("ajouter_formule", evenement), "users-three", presse=True))
    if evenement.lieu is None and any(f.est_sur_place for f in formules):
        titre, texte = "Le lieu manque", "On peut venir sur place, mais la page ne dit pas où."
        taches.append(Tache(titre, texte, "Choisir", _vers("modifier_evenement", evenement), "map-pin", presse=True))
    return taches


def _programme(evenement: Evenement) -> list[Tache]:
    brouillon, version = programmes.geler(evenement), version_publique(evenement)
    if not brouillon["creneaux"] or (version is not None and version.contenu == brouillon):
        return []
    if version is None:
        titre = "Le programme n’est pas publié"
    else:
        titre = f"Le programme a changé depuis le n°{INSECABLE}{version.numero}"
    texte = "Le public ne lit que ce qui est publié."
    return [Tache(titre, texte, "Relire", _vers("programme", evenement), "paper-plane-tilt")]


@dataclass(frozen=True)
class Jalon:
    quand: datetime
    nom: str
    fait: bool


def jalons_de(evenement: Evenement, maintenant: datetime) -> list[Jalon]:
    """The dates of an event's life, in order."""
    dates = [
        (evenement.publie_le, "Publication"),
        (evenement.inscriptions_ouvrent_le, "Ouverture des inscriptions"),
        (evenement.inscriptions_ferment_le, "Clôture des inscriptions"),
        (evenement.annule_le, "Annulation"),
    ]
    if evenement.est_date:
        dates += [(evenement.debut, "Début"), (evenement.fin, "Fin")]
    connus = sorted((quand, nom) for quand, nom in dates if quand is not None)
    return [Jalon(quand, nom, quand <= maintenant) for quand, nom in connus]
