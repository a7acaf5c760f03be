"""What a personal page says of the act that led to it: fixed sentences under short keys, in the address (`?fait=`).

No cookie nor session follows anybody there. A sentence that is no longer true (an address kept, opened again) is not
said: each has its condition.
"""

from collections.abc import Callable

from inscriptions.models import Inscription

ANNULEE, ATTENTE, PLUS_D_ATTENTE = "annulee", "attente", "plus_d_attente"
EN_LIGNE, SUR_PLACE, VIENT = "en_ligne", "sur_place", "vient"
ADRESSE, ATELIER, ATELIER_ATTENDU, ATELIER_QUITTE = "adresse", "atelier", "atelier_attendu", "atelier_quitte"

Condition = Callable[[Inscription], bool]


def _suit_en_ligne(inscription: Inscription) -> bool:
    return inscription.formule is not None and not inscription.formule.est_sur_place


def _vient_sur_place(inscription: Inscription) -> bool:
    return inscription.formule is not None and inscription.formule.est_sur_place


def _attend(inscription: Inscription) -> bool:
    return inscription.attentes.ouvertes().filter(formule__isnull=False).exists()


def _n_attend_plus(inscription: Inscription) -> bool:
    return inscription.est_confirmee and not _attend(inscription)


PHRASES: dict[str, tuple[str, Condition]] = {
    ANNULEE: ("C’est fait : un courriel vous le confirme.", lambda i: i.est_annulee),
    ATTENTE: ("C’est noté : vous attendez une place. Un courriel part.", _attend),
    EN_LIGNE: ("C’est fait : vous suivrez en ligne. Un courriel part.", _suit_en_ligne),
    PLUS_D_ATTENTE: (
        "C’est fait : vous n’attendez plus, et vous gardez votre place. Un courriel part.",
        _n_attend_plus,
    ),
    SUR_PLACE: ("C’est fait : vous venez sur place. Un courriel part.", _vient_sur_place),
    VIENT: ("C’est noté : vous venez sur place.", lambda i: i.venue_confirmee_le is not None),
    ADRESSE: ("C’est fait : vos messages vont désormais à cette adresse. Un courriel y part.", lambda i: True),
}
PHRASES_DES_ATELIERS = {
    ATELIER: "C’est fait : vous avez une place dans cet atelier.",
    ATELIER_ATTENDU: "C’est noté : vous attendez une place dans cet atelier.",
    ATELIER_QUITTE: "C’est fait : vous avez laissé cet atelier.",
}


def phrase(cle: str, inscription: Inscription) -> str:
    """The sentence of this key, where it is true; empty for any other text."""
    texte, est_vraie = PHRASES.get(cle, ("", lambda i: False))
    return texte if est_vraie(inscription) else ""


def vers(inscription: Inscription, cle: str, ancre: str = "") -> str:
    """The personal page, saying it."""
    return f"{inscription.get_absolute_url()}?fait={cle}{ancre}"
