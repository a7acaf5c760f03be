"""Writes the demonstration, once: what exists (by its address) is left alone, and nothing is sent.

`charger` is what `manage.py charger_demo` calls; `redater` moves the season to today.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annuaire.models import Personne, Profil, Structure
from evenements import actions as evenements
from evenements.models import Acces, Cycle, Evenement, Formule, Lieu, Partenariat, Ressource
from inscriptions import places
from inscriptions.models import Attente, Inscription
from presences.demo import annuaire, cycles, saison
from presences.demo.formes import (
    ANNEE,
    HEURE,
    NOMMEE,
    BilanDemo,
    CycleDemo,
    EvenementDemo,
    FormuleDemo,
    Partenaire,
    Passage,
    Temps,
    a,
    fr,
)
from presences.mesures import METHODE_INCONNUE
from presences.models import Bilan
from programmes import actions as programmes
from programmes.models import Creneau, Intervention, Salle, Sequence
from socle import dates, territoires
from socle.territoires import PARIS

COMPTES = (
    ("organisation@example.org", Acces.Role.ORGANISATION, None, False),
    ("accueil@example.org", Acces.Role.POINTAGE, saison.RENCONTRE_PROCHAINE, False),
    ("lecture@example.org", Acces.Role.CONSULTATION, None, False),
    ("admin@example.org", None, None, True),
)


@dataclass
class Compte:
    """What was written, for the one sentence that the command prints."""

    cycles: int = 0
    evenements: int = 0
    inscriptions: int = 0
    comptes: int = 0
    deplaces: int = 0


@dataclass
class _Chargement:
    """Structures, people and places are written when an event first needs them."""

    maintenant: datetime
    fait: Compte = field(default_factory=Compte)
    structures: dict[str, Structure] = field(default_factory=dict)
    personnes: dict[str, Personne] = field(default_factory=dict)

    def structure(self, nom: str) -> Structure:
        if nom not in self.structures:
            demo = annuaire.STRUCTURES[nom]
            self.structures[nom] = Structure.objects.get_or_create(nom=demo.nom, defaults={"sigle": demo.sigle})[0]
        return self.structures[nom]

    def personne(self, cle: str) -> Personne:
        if cle not in self.personnes:
            demo = annuaire.PERSONNES[cle]
            self.personnes[cle] = Personne.objects.get_or_create(
                email=annuaire.adresse(demo),
                defaults={
                    "prenom": demo.prenom,
                    "nom": demo.nom,
                    "structure": self.structure(demo.structure) if demo.structure else None,
                    "source": fr(demo.source),
                },
            )[0]
        return self.personnes[cle]


def aujourd_hui() -> date:
    return dates.local(timezone.now(), PARIS).date()


@transaction.atomic
def charger() -> Compte:
    """Write what is missing: past cycles and events, the season, its registrations and (with DEMO) its accounts."""
    jour = aujourd_hui()
    chargement = _Chargement(timezone.now())
    _cycles(chargement, (*cycles.CYCLES, saison.cycle(jour)))
    connus = set(Evenement.objects.values_list("slug", flat=True))
    for demo in (*cycles.EVENEMENTS, *saison.evenements(jour)):
        if demo.slug not in connus:
            _evenement(chargement, demo)
    if settings.DEMO:
        chargement.fait.comptes = _comptes()
    return chargement.fait


@transaction.atomic
def redater() -> Compte:
    """Move the season to today: each event keeps its hours and what was changed by hand, by wall clock.

    People are told nothing: the season is invented, and so are those who registered. Calendar entries of a visitor who
    registered in the demonstration stay where they were.
    """
    jour = aujourd_hui()
    fait = Compte()
    _redater_le_cycle(saison.cycle(jour).annee)
    for demo in saison.evenements(jour):
        evenement = Evenement.objects.filter(slug=demo.slug).first()
        if evenement is not None and _redater(evenement, demo):
            fait.deplaces += 1
    return fait


def _redater_le_cycle(annee: int) -> None:
    cycle = Cycle.objects.filter(slug=saison.CYCLE).first()
    if cycle is not None and cycle.annee != annee:
        cycle.annee = annee
        cycle.save()


def _redater(evenement: Evenement, demo: EvenementDemo) -> bool:
    avant = (evenement.debut, evenement.publie_le, evenement.inscriptions_ouvrent_le)
    evenement.publie_le = demo.publie_le
    if evenement.annule_le and demo.annule_le:
        evenement.annule_le = demo.annule_le
    evenement.inscriptions_ouvrent_le = demo.inscriptions_ouvrent_le
    jours = 0
    if demo.jour is not None and evenement.debut is not None:
        jours = (demo.jour - dates.local(evenement.debut, evenement.fuseau).date()).days
        _decaler(
            evenement, jours, ("debut", "fin", "debut_precedent", "debut_reel", "fin_reelle", "inscriptions_ferment_le")
        )
    if avant == (evenement.debut, evenement.publie_le, evenement.inscriptions_ouvrent_le):
        return False
    evenement.save()
    evenements.toucher(evenement)
    if jours:
        _decaler_ce_qui_en_depend(evenement, jours)
    return True


def _decaler(objet, jours: int, champs: Iterable[str], fuseau: str = "") -> None:
    for champ in champs:
        if moment := getattr(objet, champ):
            setattr(objet, champ, dates.decaler(moment, fuseau or objet.fuseau, jours=jours))


def _decaler_ce_qui_en_depend(evenement: Evenement, jours: int) -> None:
    """Formules, sequences, slots and resources follow; the programme is published again at its new hours."""
    for objet in (*evenement.formules.all(), *evenement.sequences.all(), *evenement.creneaux.all()):
        _decaler(objet, jours, ("debut", "fin"), evenement.fuseau)
        objet.save()
    for ressource in evenement.ressources.all():
        _decaler(ressource, jours, ("publiee_le", "retiree_le", "embargo_jusqu_au"), evenement.fuseau)
        ressource.save()
    if evenement.versions.exists():
        programmes.publier(evenement, par=None)


def _cycles(chargement: _Chargement, demos: Iterable[CycleDemo]) -> None:
    connus = set(Cycle.objects.values_list("slug", flat=True))
    for demo in demos:
        if demo.slug in connus:
            continue
        cycle = Cycle.objects.create(
            slug=demo.slug,
            annee=demo.annee,
            titre=fr(demo.titre),
            question=fr(demo.question),
            presentation=fr(demo.presentation),
            publie_le=min(dates.instant(date(demo.annee, 1, 1), time(9), PARIS), chargement.maintenant),
        )
        _partenariats(chargement, demo.partenaires, cycle=cycle)
        _bilan(chargement, demo.bilan, cycle=cycle)
        chargement.fait.cycles += 1


def _evenement(chargement: _Chargement, demo: EvenementDemo) -> None:
    debut, fin = _fenetre(demo)
    evenement = Evenement.objects.create(
        slug=demo.slug,
        nature=demo.nature,
        cycle=Cycle.objects.get(slug=demo.cycle) if demo.cycle else None,
        numero=demo.numero,
        fil=fr(demo.fil),
        titre=fr(demo.titre),
        theme=fr(demo.theme),
        chapeau=fr(demo.chapeau),
        presentation=fr(demo.presentation),
        precision=demo.precision,
        debut=debut,
        fin=fin,
        debut_precedent=dates.instant(demo.jour_precedent, a(demo.debut), PARIS) if demo.jour_precedent else None,
        annule_le=demo.annule_le,
        annulation_motif=fr(demo.annulation_motif),
        heures_supposees=demo.heures_supposees,
        lieu=_lieu() if demo.lieu else None,
        lien_direct=demo.lien_direct,
        publie_le=demo.publie_le or debut,
        inscriptions_ouvrent_le=demo.inscriptions_ouvrent_le,
    )
    formules = {formule.modalite: _formule(evenement, demo, formule) for formule in demo.formules}
    _partenariats(chargement, demo.partenaires, evenement=evenement)
    _ressources(chargement, evenement, demo)
    _bilan(chargement, demo.bilan, evenement=evenement)
    _programme(chargement, evenement, demo)
    for modalite, nombre in demo.inscrits.items():
        _inscrire(chargement, formules[modalite], nombre)
    for modalite, nombre in demo.attentes.items():
        _mettre_en_attente(chargement, formules[modalite], nombre)
    chargement.fait.evenements += 1


def _fenetre(demo: EvenementDemo) -> tuple[datetime | None, datetime | None]:
    """The envelope: its printed hours, or the whole day or year that is known."""
    if demo.jour is None:
        return None, None
    if demo.precision == HEURE:
        return _instant(demo, demo.debut), _instant(demo, demo.fin)
    dernier = date(demo.jour.year, 12, 31) if demo.precision == ANNEE else demo.jour
    return dates.instant(demo.jour, time(0), PARIS), dates.instant(dernier, time(23, 59), PARIS)


def _instant(demo: EvenementDemo, heure: str) -> datetime | None:
    return dates.instant(demo.jour, a(heure), PARIS) if heure and demo.jour else None


def _lieu() -> Lieu:
    return Lieu.objects.get_or_create(
        nom=f"Siège de la {annuaire.FNCE}",
        defaults={
            "adresse": "5 rue Masseran",
            "code_postal": "75007",
            "ville": "Paris",
            "acces": "Accès à préciser.",
        },
    )[0]


def _formule(evenement: Evenement, demo: EvenementDemo, formule: FormuleDemo) -> Formule:
    """Its printed window; the event's where no hour is known."""
    nouvelle = Formule(
        evenement=evenement,
        modalite=formule.modalite,
        intitule=formule.intitule,
        capacite=formule.capacite,
        comprend=fr(formule.comprend),
        ne_comprend_pas=fr(formule.ne_comprend_pas),
    )
    debut, fin = _instant(demo, formule.debut) or evenement.debut, _instant(demo, formule.fin) or evenement.fin
    if debut and fin:
        nouvelle.debut, nouvelle.fin = debut, fin
    nouvelle.save()
    return nouvelle


def _partenariats(chargement: _Chargement, partenaires: Iterable[Partenaire], **a_qui) -> None:
    for ordre, partenaire in enumerate(partenaires):
        Partenariat.objects.create(
            structure=chargement.structure(partenaire.structure),
            role=partenaire.role,
            ordre=ordre,
            mention=fr(partenaire.mention),
            **a_qui,
        )


def _ressources(chargement: _Chargement, evenement: Evenement, demo: EvenementDemo) -> None:
    for ordre, ressource in enumerate(demo.ressources):
        Ressource.objects.create(
            evenement=evenement,
            nature=ressource.nature,
            titre=fr(ressource.titre),
            adresse=ressource.adresse,
            auteurs=ressource.auteurs,
            licence=ressource.licence,
            ordre=ordre,
            publiee_le=(evenement.fin or chargement.maintenant) + timedelta(days=2),
        )


def _bilan(chargement: _Chargement, demo: BilanDemo | None, **a_qui) -> None:
    if demo is None:
        return
    bilan = Bilan(
        origine=Bilan.Origine.SAISIE,
        methode=METHODE_INCONNUE,
        source=demo.source,
        remarque=fr(demo.remarque),
        releve_en_mots=demo.releve_en_mots,
        chiffres=demo.chiffres,
        calcule_le=chargement.maintenant,
        fige_le=chargement.maintenant,
        **a_qui,
    )
    bilan.full_clean()
    bilan.save()


def _programme(chargement: _Chargement, evenement: Evenement, demo: EvenementDemo) -> None:
    if not demo.programme:
        return
    salles = {
        salle.nom: Salle.objects.create(
            evenement=evenement, nom=salle.nom, places=salle.places, diffuse=salle.diffuse, ordre=ordre
        )
        for ordre, salle in enumerate(demo.salles)
    }
    tous_les_temps = dict.fromkeys(passage.temps for passage in demo.programme if passage.temps)
    sequences = {temps: _sequence(evenement, demo, temps, ordre) for ordre, temps in enumerate(tous_les_temps)}
    for ordre, passage in enumerate(demo.programme):
        creneau = Creneau.objects.create(
            evenement=evenement,
            sequence=sequences[passage.temps] if passage.temps else None,
            salle=salles.get(passage.salle),
            nature=passage.nature,
            surtitre=passage.surtitre,
            titre=fr(passage.titre),
            texte=fr(passage.texte),
            debut=_instant(demo, passage.debut),
            fin=_instant(demo, passage.fin),
            diffuse=passage.diffuse,
            capacite=passage.capacite,
            avec_inscription=passage.avec_inscription,
            ordre=ordre,
        )
        _interventions(chargement, creneau, passage)
    programmes.publier(evenement, par=None)


def _sequence(evenement: Evenement, demo: EvenementDemo, temps: Temps, ordre: int) -> Sequence:
    return Sequence.objects.create(
        evenement=evenement,
        titre=fr(temps.titre),
        sous_titre=fr(temps.sous_titre),
        teinte=temps.teinte,
        debut=_instant(demo, temps.debut),
        fin=_instant(demo, temps.fin),
        ordre=ordre,
    )


def _interventions(chargement: _Chargement, creneau: Creneau, passage: Passage) -> None:
    for ordre, voix in enumerate(passage.voix):
        Intervention.objects.create(
            creneau=creneau,
            personne=chargement.personne(voix.personne),
            structure=chargement.structure(voix.structure) if voix.structure else None,
            qualite=fr(voix.qualite),
            angle=fr(voix.angle),
            role=voix.role,
            a_distance=bool(voix.depuis),
            depuis=voix.depuis,
            ordre=ordre,
            reponse=Intervention.Reponse.PRESENCE if voix.affichage == NOMMEE else Intervention.Reponse.INVITATION,
            affichage=voix.affichage,
        )


def _inscrire(chargement: _Chargement, formule: Formule, nombre: int) -> None:
    """Invented people hold real places; no message is written to them. The last of a group has cancelled."""
    evenement = formule.evenement
    ouverture = evenement.inscriptions_ouvrent_le or chargement.maintenant
    ateliers = list(evenement.creneaux.filter(avec_inscription=True)) if formule.est_sur_place else []
    for tour in range(nombre):
        rang = chargement.fait.inscriptions + tour
        moment = ouverture + timedelta(days=tour // 3, hours=3 * (tour % 3), minutes=7 * tour)
        annulee = tour == nombre - 1 and nombre >= 8
        inscription = Inscription(
            evenement=evenement,
            **_quelqu_un(rang),
            matin=True,
            dejeuner=formule.est_sur_place and tour % 4 != 3,
            apres_midi=formule.est_sur_place and tour % 3 != 2,
            etat=Inscription.Etat.ANNULATION if annulee else Inscription.Etat.CONFIRMATION,
            etat_le=moment,
            cree_le=moment,
        )
        if annulee:
            inscription.save()
        else:
            places.prendre(inscription, formule)
            _choisir_un_atelier(inscription, ateliers, tour, moment)
    chargement.fait.inscriptions += nombre


def _mettre_en_attente(chargement: _Chargement, formule: Formule, nombre: int) -> None:
    """Invented people who came once it was full."""
    for tour in range(nombre):
        moment = chargement.maintenant - timedelta(days=1) + timedelta(minutes=tour)
        inscription = Inscription.objects.create(
            evenement=formule.evenement,
            **_quelqu_un(chargement.fait.inscriptions + tour),
            etat=Inscription.Etat.ATTENTE,
            etat_le=moment,
            cree_le=moment,
        )
        Attente.objects.create(inscription=inscription, formule=formule, entree_le=moment)
    chargement.fait.inscriptions += nombre


def _choisir_un_atelier(inscription: Inscription, ateliers: list[Creneau], tour: int, moment: datetime) -> None:
    """One each, the smallest filled first; the next person holds another and waits for it; some have not chosen."""
    if not ateliers or tour % 5 == 4:
        return
    petit = min(ateliers, key=lambda atelier: atelier.capacite or 0)
    autres = [atelier for atelier in ateliers if atelier != petit]
    prises = petit.choix.count()
    atelier = petit if prises < (petit.capacite or 0) else autres[tour % len(autres)]
    places.prendre_atelier(inscription, atelier.pk, moment)
    if atelier != petit and not petit.attentes.exists():
        Attente.objects.create(inscription=inscription, creneau=petit, entree_le=moment)


def _quelqu_un(rang: int) -> dict:
    """« Eulalie De l’Estuaire », of an « Association inventée »: nobody, at example.org."""
    prenom = saison.PRENOMS[rang % len(saison.PRENOMS)]
    nom = saison.PAYSAGES[(rang + rang // len(saison.PRENOMS)) % len(saison.PAYSAGES)]
    territoire = saison.TERRITOIRES[rang % len(saison.TERRITOIRES)]
    return {
        "prenom": prenom,
        "nom": nom,
        "email": f"participant-{rang + 1:02d}@example.org",
        "structure": f"Structure inventée n° {rang % 9 + 1}",
        "profil": Profil.values[rang % len(Profil.values)],
        "echelle": "locale" if rang % 3 else "nationale",
        "territoire": territoire,
        "fuseau": territoires.fuseau_du_territoire(territoire),
        "sur_la_liste": rang % 2 == 0,
    }


def _comptes() -> int:
    """The accounts of the demonstration; no password: one signs in with the code read in /demo/courriels/."""
    crees = 0
    for email, role, slug, admin in COMPTES:
        evenement = Evenement.objects.get(slug=slug) if slug else None
        crees += evenements.ouvrir_compte(email, role=role, evenement=evenement, admin=admin).est_nouveau
    return crees
