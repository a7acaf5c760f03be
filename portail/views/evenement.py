"""An event's page: a fragment kept under the version of what it shows, places rendered fresh, or 304."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenements.models import Evenement, Formule, Ressource
from inscriptions import ateliers
from portail import etats, jsonld, lecture, pages
from presences.lecture import chiffres_connus
from programmes.actions import programme_en_cours
from programmes.lecture import programme_public
from socle import liens

VUES = {"en-ligne": True, "sur-place": False}


@require_safe
def evenement(request, slug):
    evenement_, formules = lecture.evenement_public(slug)
    maintenant = timezone.now()
    vue = request.GET.get("vue", "")
    vue = vue if vue in VUES else ""
    modalites = [etats.modalite(formule, evenement_.fuseau, maintenant) for formule in formules]
    ateliers_ = _ateliers(evenement_, formules, maintenant)
    etag = version = _version(evenement_, modalites, ateliers_, vue, maintenant)

    def fabriquer():
        morceaux = pages.fragment(
            "evenement", version, lambda: _morceaux(evenement_, formules, ateliers_, vue, maintenant)
        )
        contexte = {
            "evenement": evenement_,
            "modalites": modalites,
            "morceaux": morceaux,
            "adresse": liens.evenement(evenement_),
            **_etat(evenement_, maintenant),
        }
        return render_to_string("portail/evenement.html", contexte, request)

    return pages.repondre(request, etag, fabriquer)


def contexte_de_la_page(
    evenement_: Evenement, formules: list[Formule], modalites: list, maintenant: datetime, *, brouillon: bool
) -> dict:
    """All that the page shows, rendered anew: what a preview shows of a draft, its unpublished programme included."""
    ateliers_ = _ateliers(evenement_, formules, maintenant)
    return {
        "evenement": evenement_,
        "modalites": modalites,
        "morceaux": _morceaux(evenement_, formules, ateliers_, "", maintenant, brouillon=brouillon),
        "adresse": liens.evenement(evenement_),
        **_etat(evenement_, maintenant),
    }


def _etat(evenement_: Evenement, maintenant: datetime) -> dict:
    return {
        "etat": etats.etat(evenement_, maintenant),
        "cycle": etats.cycle_public(evenement_, maintenant),
        "en_cours": etats.est_en_cours(evenement_, maintenant),
        "surtitre": etats.surtitre(evenement_),
        "heure_de": etats.heure_de(evenement_.fuseau),
    }


def _ateliers(evenement_: Evenement, formules: list[Formule], maintenant: datetime) -> dict[int, str]:
    """The state of each workshop, while places can be taken; only a place on site has workshops."""
    ouverts = etats.etat(evenement_, maintenant) in {etats.Etat.OUVERT, etats.Etat.ANNONCE}
    return ateliers.etats(evenement_) if ouverts and any(formule.est_sur_place for formule in formules) else {}


def _version(
    evenement_: Evenement,
    modalites: list[etats.Modalite],
    ateliers_: dict[int, str],
    vue: str,
    maintenant: datetime,
) -> str:
    """What the page depends on: the words of places, never their number."""
    bilan = getattr(evenement_, "bilan", None)
    return pages.empreinte(
        evenement_.pk,
        evenement_.revision,
        vue,
        _etat(evenement_, maintenant),
        [(m.etat, m.reserve) for m in modalites],
        sorted(ateliers_.items()),
        (evenement_.ressources_annoncees, evenement_.ressources_ouvertes),  # type: ignore[attr-defined]
        [pages.valeurs(ligne) for ligne in (evenement_.cycle, evenement_.lieu, bilan)],
    )


def _morceaux(
    evenement_: Evenement,
    formules: list[Formule],
    ateliers_: dict[int, str],
    vue: str,
    maintenant: datetime,
    *,
    brouillon: bool = False,
) -> dict:
    """The parts that only change with the event: four queries, whatever it holds."""
    programme = programme_en_cours(evenement_, maintenant) if brouillon else programme_public(evenement_)
    partenariats = lecture.partenariats(evenement_)
    donnees = jsonld.evenement(
        evenement_,
        formules,
        programme,
        partenariats,
        inscriptions_ouvertes=evenement_.inscriptions_ouvertes(maintenant),
        adresse=liens.evenement(evenement_),
        adresse_inscription=liens.inscription(evenement_),
        reseau={"@type": "Organization", "name": settings.NOM_DU_RESEAU, "url": liens.accueil()},
    )
    contexte = {
        "evenement": evenement_,
        "programme": _vue(programme.avec_places(ateliers_) if programme else None, vue),
        "vue": vue,
        "hybride": len({formule.est_sur_place for formule in formules}) == 2,
        "partenaires": lecture.par_role(partenariats),
        "ressources": _ressources(evenement_, maintenant),
        "chiffres": chiffres_connus(getattr(evenement_, "bilan", None)),
        "territoires": _territoires(evenement_),
        **_etat(evenement_, maintenant),
    }
    corps = render_to_string("portail/_evenement_corps.html", contexte)
    return {"corps": corps, "jsonld": jsonld.en_html(donnees)}


def _vue(programme, vue):
    return programme.filtrer(diffuse=VUES[vue]) if programme and vue else programme


def _territoires(evenement_):
    if not evenement_.est_date:
        return []
    return lecture.heures_des_territoires(evenement_.debut, evenement_.fuseau)


def _ressources(evenement_: Evenement, maintenant: datetime) -> list[tuple[Ressource, bool]]:
    """Each with whether it is open: what is under embargo is announced, not given."""
    annoncees = Ressource.objects.annoncees().filter(evenement=evenement_)
    return [(ressource, ressource.est_ouverte(maintenant)) for ressource in annoncees]
