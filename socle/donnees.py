"""What each app declares of the personal data it holds (`<app>/donnees.py`): read by the policy and by erasure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DonneesPersonnelles:
    """Some fields of one model (« inscriptions.Inscription »), why they are kept, and until when, in French."""

    modele: str
    champs: tuple[str, ...]
    raison: str
    duree: str
