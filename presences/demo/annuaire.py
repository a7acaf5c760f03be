"""The people and bodies of the published programmes, and the invented ones of the season.

Names keep the letters that the documents print: capitals become mixed case, an accent that is not printed is not added
(Mace, Heidsieck's « Benoit », Begue, « l’Economie »). Addresses are ours, all under example.org.
"""

from presences.demo.formes import PersonneDemo, StructureDemo
from socle import cles

ANPP = "ANPP-Territoires de projet"
AGROPARISTECH = "AgroParisTech"
BANQUE = "Banque des Territoires"
CCO = "CCO Villeurbanne"
CEREMA = "CEREMA"
CHAIRE = "Chaire InterActions d’AgroParisTech"
CITES_UNIES = "Cités-Unies France"
CNFPT = "Centre national de la fonction publique territoriale"
COMITE_21 = "Comité 21"
COMMUNE = "Commune de Saint-Benoît"
CONSTRUCTION = "Fondation pour la Co-construction du bien commun"
ENTREPRISES = "Les Entreprises S’Engagent"
FNCE = "Fédération Nationale des Caisses d’Épargne"
MAISON = "Maison des associations"
OPEN_DIPLOMACY = "Institut Open Diplomacy"
RAMEAU = "Le RAMEAU"
RESEAU = "Réseau des catalyseurs territoriaux"
RNET = "Réseau National de l’Economie Territoriale"
RNMA = "Réseau National des Maisons des Associations"
TERRITOIRES = "Fondation des Territoires"
INVENTEE = "Structure inventée pour la démonstration"
PARTENAIRE = "Réseau inventé pour la démonstration"
MECENE = "Fonds inventé pour la démonstration"

SIGLES = {RNET: "RNET", RNMA: "RNMA", CNFPT: "CNFPT"}
STRUCTURES = {
    nom: StructureDemo(nom, SIGLES.get(nom, ""))
    for nom in (
        ANPP, AGROPARISTECH, BANQUE, CCO, CEREMA, CHAIRE, CITES_UNIES, CNFPT, COMITE_21, COMMUNE, CONSTRUCTION,
        ENTREPRISES, FNCE, MAISON, OPEN_DIPLOMACY, RAMEAU, RESEAU, RNET, RNMA, TERRITOIRES,
        INVENTEE, PARTENAIRE, MECENE,
    )
}  # fmt: skip

_4_JUILLET = "Programme publié de la 9e Rencontre, 4 juillet 2023"
_8_JUIN = "Diaporama du webinaire du 8 juin 2023"
_8_SEPTEMBRE = "Diaporama du webinaire du 8 septembre 2022"
_INVENTE = "Personne inventée pour la démonstration"

_PERSONNES = (
    PersonneDemo("Pierre", "Mace", FNCE, _4_JUILLET),
    PersonneDemo("Delphine", "Vandevoorde", RESEAU, _4_JUILLET),
    PersonneDemo("Josiane", "Corneloup", ANPP, _4_JUILLET),
    PersonneDemo("Laurent", "Lelli", CHAIRE, _4_JUILLET),
    PersonneDemo("Sylvain", "Reymond", ENTREPRISES, _4_JUILLET),
    PersonneDemo("Loreline", "Vidal", RNMA, _4_JUILLET),
    PersonneDemo("Carole", "Orchampt", RNMA, _4_JUILLET),
    PersonneDemo("Frédérique", "Lellouche", COMITE_21, _4_JUILLET),
    PersonneDemo("Cécile", "Cot", AGROPARISTECH, _4_JUILLET),
    PersonneDemo("Michael", "Restier", ANPP, f"{_8_SEPTEMBRE} ; {_4_JUILLET}"),
    PersonneDemo("Patricia", "Auroy", RNET, f"{_8_SEPTEMBRE} ; {_4_JUILLET}"),
    # One person, spelt two ways: « Bouaroua » on 8 June 2023 (kept, the RNMA's own slides), « Bouaroja » in the
    # programme of 4 July. One row, so that she is found, invited and counted once; the other spelling is in `source`.
    PersonneDemo("Léa", "Bouaroua", RNMA, f"{_8_JUIN} ; {_4_JUILLET}, qui imprime « Bouaroja »"),
    PersonneDemo("Bernard", "Alix", CNFPT, _4_JUILLET),
    PersonneDemo("Pascal", "Berteaud", CEREMA, _4_JUILLET),
    PersonneDemo("Valérie", "Dumontet", CITES_UNIES, _4_JUILLET),
    PersonneDemo("Christophe", "Genter", BANQUE, _4_JUILLET),
    PersonneDemo("Thomas", "Lesueur", "", _4_JUILLET),
    PersonneDemo("Thomas", "Friang", OPEN_DIPLOMACY, _4_JUILLET),
    PersonneDemo("Frédéric", "Dohet", TERRITOIRES, _4_JUILLET),
    # He speaks for Le RAMEAU in the webinars, for another body on 4 July: the quality belongs to the intervention.
    PersonneDemo("Charles-Benoit", "Heidsieck", RAMEAU, f"{_8_SEPTEMBRE} ; {_8_JUIN} ; {_4_JUILLET}"),
    PersonneDemo("Frédérique", "Marquet", RESEAU, _4_JUILLET),
    # 8 September 2022. The slides name « RNMA & CCO Villeurbanne » and two people: who is whose is inferred.
    PersonneDemo("Paul", "Bucau", RNMA, f"{_8_SEPTEMBRE} ; structure déduite de l’ordre des noms"),
    PersonneDemo("Harout", "Mekhsian", CCO, f"{_8_SEPTEMBRE} ; structure déduite de l’ordre des noms"),
    # 8 June 2023, from La Réunion.
    PersonneDemo("Catherine", "Vellayoudom", COMMUNE, _8_JUIN),
    PersonneDemo("Jimmy", "Begue", MAISON, _8_JUIN),
    # The season's own, clearly invented.
    PersonneDemo("Inès", "Fictive", INVENTEE, _INVENTE),
    PersonneDemo("Hugo", "Fictif", INVENTEE, _INVENTE),
    PersonneDemo("Salomé", "Imaginaire", INVENTEE, _INVENTE),
    PersonneDemo("Ulysse", "Incognito", INVENTEE, _INVENTE),
)
# « Charles-Benoit Heidsieck » → its row; names are unique here.
PERSONNES = {f"{personne.prenom} {personne.nom}": personne for personne in _PERSONNES}


def adresse(personne: PersonneDemo) -> str:
    """An address that reaches nobody: « charles-benoit.heidsieck@example.org »."""
    return f"{cles.slug(personne.prenom)}.{cles.slug(personne.nom)}@example.org"
