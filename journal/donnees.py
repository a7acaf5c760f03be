"""The personal data of this app: the names that the journal keeps beside its references (socle.donnees)."""

from socle.donnees import Base, DonneesPersonnelles, Effacement, Qui, SansDonneePersonnelle, Traitement, apres

JOURNAL = Traitement(
    "journal",
    "Journal des actes",
    "Savoir qui a fait quoi et quand, pour répondre aux questions, réparer une erreur et garder le service sûr.",
    "Participants, intervenants, membres de l’équipe.",
    ("l’équipe du Réseau",),
)
TROIS_ANS = apres(3 * 365, "l’acte", "quand", avec_l_inscription=True)

DONNEES = (
    DonneesPersonnelles(
        "journal.Fait",
        ("objet_nom", "avant", "apres"),
        "dire ce qui est arrivé à une inscription, à une personne, à un programme",
        TROIS_ANS,
        JOURNAL,
        Base.INTERET,
        Effacement.VIDER,
        qui=Qui(references=("objet",)),
        contexte=("quand", "verbe"),
        titre="ce qui a été fait, et ce que cela a changé",
    ),
    DonneesPersonnelles(
        "journal.Fait",
        ("acteur_nom",),
        "dire qui a agi",
        TROIS_ANS,
        JOURNAL,
        Base.INTERET,
        Effacement.VIDER,
        qui=Qui(references=("acteur",)),
        contexte=("quand", "verbe"),
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle(
        "journal.Fait",
        ("acteur", "verbe", "objet", "evenement"),
        "un acte et des numéros de lignes, qui ne mènent plus à personne une fois ces lignes vidées",
    ),
)
