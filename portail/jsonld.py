"""What search engines read: schema.org, from objects already loaded. Pure: no query, no clock."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from evenements.models import Evenement, Formule, Partenariat
from programmes.lecture import CreneauPublic, ProgrammePublic, Voix
from socle import dates

_ECHAPPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_PRECIS = {Evenement.Precision.HEURE, Evenement.Precision.JOUR}


def en_html(donnees: dict) -> SafeString:
    """JSON that can stand inside `<script type="application/ld+json">`: nothing in it closes the element."""
    return mark_safe(json.dumps(donnees, ensure_ascii=False).translate(_ECHAPPES))  # noqa: S308 - escaped just above


def evenement(
    evenement_: Evenement,
    formules: Iterable[Formule],
    programme: ProgrammePublic | None,
    partenariats: Iterable[Partenariat],
    *,
    inscriptions_ouvertes: bool,
    adresse: str,
    adresse_inscription: str,
    reseau: dict,
) -> dict[str, Any]:
    """An Event; unknown hours give a date alone, an unknown day gives no date."""
    formules = list(formules)
    lieux = _lieux(evenement_, formules, adresse)
    creneaux = programme.creneaux if programme else ()
    return _sans_vide(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": evenement_.titre,
            "description": evenement_.chapeau or evenement_.theme,
            "url": adresse,
            "inLanguage": "fr",
            "isAccessibleForFree": True,
            "startDate": _date(evenement_, evenement_.debut),
            "endDate": _date(evenement_, evenement_.fin),
            **_statut(evenement_),
            "eventAttendanceMode": _participation(formules),
            "location": lieux,
            "organizer": [reseau, *_organisateurs(partenariats)],
            "offers": _offres(evenement_, formules, adresse_inscription) if inscriptions_ouvertes else [],
            "performer": _uniques(_qui(voix) for creneau in creneaux for voix in creneau.voix),
            "subEvent": [_creneau(creneau, evenement_, lieux) for creneau in creneaux if creneau.debut],
        }
    )


def _sans_vide(donnees: dict) -> dict:
    return {cle: valeur for cle, valeur in donnees.items() if valeur not in (None, "", [], {})}


def _uniques(valeurs: Iterable[dict | None]) -> list[dict]:
    return list({json.dumps(valeur): valeur for valeur in valeurs if valeur}.values())


def _iso(moment, fuseau):
    return dates.local(moment, fuseau).isoformat() if moment else None


def _date(evenement_, moment):
    if evenement_.precision not in _PRECIS or moment is None:
        return None
    if evenement_.precision == Evenement.Precision.JOUR:
        return dates.local(moment, evenement_.fuseau).date().isoformat()
    return _iso(moment, evenement_.fuseau)


def _statut(evenement_) -> dict:
    if evenement_.est_annule:
        return {"eventStatus": "https://schema.org/EventCancelled"}
    if not evenement_.est_reporte:
        return {"eventStatus": "https://schema.org/EventScheduled"}
    nouvelle = evenement_.precision in _PRECIS
    return {
        "eventStatus": f"https://schema.org/{'EventRescheduled' if nouvelle else 'EventPostponed'}",
        "previousStartDate": _iso(evenement_.debut_precedent, evenement_.fuseau),
    }


def _participation(formules) -> str | None:
    modes = {formule.est_sur_place for formule in formules}
    if not modes:
        return None
    mode = "Mixed" if len(modes) == 2 else "Offline" if modes == {True} else "Online"
    return f"https://schema.org/{mode}EventAttendanceMode"


def _lieux(evenement_, formules, adresse) -> list[dict]:
    lieux: list[dict] = []
    if any(not formule.est_sur_place for formule in formules):
        lieux.append({"@type": "VirtualLocation", "name": "En ligne", "url": adresse})
    if evenement_.lieu:
        lieux.append(_place(evenement_.lieu))
    return lieux


def _place(lieu) -> dict:
    adresse = {
        "@type": "PostalAddress",
        "streetAddress": lieu.adresse,
        "postalCode": lieu.code_postal,
        "addressLocality": lieu.ville,
        "addressCountry": "FR",
    }
    return {"@type": "Place", "name": lieu.nom, "address": _sans_vide(adresse)}


def _organisateurs(partenariats) -> list[dict]:
    return [
        _sans_vide({"@type": "Organization", "name": p.structure.nom, "url": p.structure.site})
        for p in partenariats
        if p.role == Partenariat.Role.ORGANISE
    ]


def _offres(evenement_, formules, adresse) -> list[dict]:
    return [_offre(formule, evenement_, adresse) for formule in formules]


def _offre(formule, evenement_, adresse) -> dict:
    return _sans_vide(
        {
            "@type": "Offer",
            "name": formule.nom,
            "price": "0",
            "priceCurrency": "EUR",
            "url": adresse,
            "availability": f"https://schema.org/{'SoldOut' if formule.est_complete else 'InStock'}",
            "validFrom": _iso(evenement_.inscriptions_ouvrent_le, evenement_.fuseau),
        }
    )


def _qui(voix: Voix) -> dict | None:
    """A displayed name; « intervenant à confirmer » and a structure standing for a hidden person are nobody."""
    if not voix.est_personne:
        return None
    return _sans_vide({"@type": "Person", "name": voix.nom, "jobTitle": voix.qualite})


def _creneau(creneau: CreneauPublic, evenement_, lieux) -> dict:
    ici = [lieu for lieu in lieux if creneau.diffuse or lieu["@type"] == "Place"]
    return _sans_vide(
        {
            "@type": "Event",
            "name": creneau.titre,
            "description": creneau.texte,
            "startDate": _iso(creneau.debut, evenement_.fuseau),
            "endDate": _iso(creneau.fin, evenement_.fuseau),
            "location": ici,
            "performer": _uniques(_qui(voix) for voix in creneau.voix),
        }
    )
