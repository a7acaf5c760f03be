"""What the directory's pages read: rows as they are compared, likely pairs."""

from annuaire.models import DoublonEcarte, Personne
from annuaire.ressemblance import Fiche, Index, Paire, Ressemblance, paires


def fiches() -> list[Fiche]:
    """Every row that has a name, in one query; an erased one has none."""
    champs = ("pk", "prenom", "nom", "structure__nom", "email")
    lignes = Personne.objects.exclude(nom="").order_by("pk").values_list(*champs)
    return [Fiche(pk, prenom, nom, structure or "", email or "") for pk, prenom, nom, structure, email in lignes]


def paires_probables() -> list[Paire]:
    """In two queries; pairs put aside are not proposed."""
    return paires(fiches(), DoublonEcarte.objects.values_list("premiere", "seconde"))


def proches(fiche: Fiche) -> list[tuple[Fiche, Ressemblance]]:
    """The rows that look like this one, but itself and those it was told apart from."""
    trouvees = Index(fiches()).proches(fiche)
    if fiche.pk is None or not trouvees:
        return trouvees
    ecartees = {
        pk
        for couple in DoublonEcarte.objects.filter(premiere=fiche.pk).values_list("premiere", "seconde")
        | DoublonEcarte.objects.filter(seconde=fiche.pk).values_list("premiere", "seconde")
        for pk in couple
    }
    return [(autre, ressemblance) for autre, ressemblance in trouvees if autre.pk not in ecartees]


def fiche_de(personne: Personne) -> Fiche:
    structure = personne.structure.nom if personne.structure else ""
    return Fiche(personne.pk, personne.prenom, personne.nom, structure, personne.email or "")
