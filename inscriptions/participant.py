"""What a person types to register, clean, whatever the door it came by (form, command, import)."""

from dataclasses import asdict, dataclass

from evenements.models import Formule
from socle import dates, territoires

# What each box says: its label, its help. Both are read, so both are kept with the consent.
ACCORDS = {
    "lettre": ("Je veux aussi recevoir la lettre du Réseau", "Quelques envois par an, désinscription en un clic."),
    "liste": (
        "J’accepte de figurer sur la liste des participants",
        "Mon prénom, mon nom et ma structure, remis aux autres participants de cet événement.",
    ),
    "besoins": (
        "J’accepte que l’équipe d’accueil lise ces réponses pour me recevoir",
        "Elles peuvent toucher à votre santé ou à vos convictions. Elles sont effacées sept jours après l’événement.",
    ),
}
TEXTES_LUS = {finalite: f"{phrase}. {aide}" for finalite, (phrase, aide) in ACCORDS.items()}


@dataclass(frozen=True)
class Participant:
    """`fuseau` empty: the one that the territory proposes. `ateliers`: slots, on site only."""

    prenom: str
    nom: str
    email: str
    structure: str = ""
    profil: str = ""
    echelle: str = ""
    territoire: str = ""
    fuseau: str = ""
    matin: bool = True
    dejeuner: bool = False
    apres_midi: bool = False
    besoins_acces: str = ""
    regime: str = ""
    lettre: bool = False
    liste: bool = False
    ateliers: tuple[int, ...] = ()

    def champs(self) -> dict:
        """The fields of the registration's own row."""
        ailleurs = {"besoins_acces", "regime", "lettre", "liste", "ateliers"}
        champs = {nom: valeur for nom, valeur in asdict(self).items() if nom not in ailleurs}
        return champs | {
            "email": normaliser(self.email),
            "fuseau": self.fuseau or territoires.fuseau_du_territoire(self.territoire),
            "sur_la_liste": self.liste,
        }

    @property
    def a_des_besoins(self) -> bool:
        return bool(self.besoins_acces or self.regime)


@dataclass(frozen=True)
class Details:
    """What a person may correct by herself. `besoins_acces` and `regime` come with their consent (the form's check)."""

    prenom: str
    nom: str
    structure: str = ""
    profil: str = ""
    echelle: str = ""
    territoire: str = ""
    matin: bool = False
    dejeuner: bool = False
    apres_midi: bool = False
    besoins_acces: str = ""
    regime: str = ""
    liste: bool = False


def normaliser(email: str) -> str:
    """One address, one registration: without spaces, in lower case, its domain as mail servers write it (IDNA)."""
    debut, arobase, domaine = email.strip().lower().rpartition("@")
    try:
        return f"{debut}{arobase}{domaine.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{debut}{arobase}{domaine}"


def toute_la_formule(formule: Formule) -> dict[str, bool]:
    """Which half-days its window covers, in the event's own hours."""
    debut, fin = (dates.local(moment, formule.evenement.fuseau) for moment in (formule.debut, formule.fin))
    plusieurs_jours = debut.date() < fin.date()
    return {"matin": plusieurs_jours or debut.hour < 12, "apres_midi": plusieurs_jours or fin.hour >= 14}
