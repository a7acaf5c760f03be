import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from evenements import fichiers


def image(genre="PNG", taille=(1200, 300), **options):
    tampon = BytesIO()
    Image.new("RGB", taille, "red").save(tampon, genre, **options)
    return SimpleUploadedFile("logo", tampon.getvalue())


def archive(partie):
    tampon = BytesIO()
    with zipfile.ZipFile(tampon, "w") as zip_:
        zip_.writestr(partie, "x")
    return tampon.getvalue()


def test_a_logo_is_made_again_from_its_pixels_without_its_metadata():
    infos = PngImagePlugin.PngInfo()
    infos.add_text("Auteur", "Maïlys Grondin")

    propre = fichiers.logo_propre(image(pnginfo=infos)).read()

    with Image.open(BytesIO(propre)) as lue:
        assert (lue.format, lue.size, lue.info) == ("PNG", (900, 225), {})


@pytest.mark.parametrize(
    "contenu", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"\x89PNG\r\n\x1a\nx", b"BM" * 40]
)
def test_what_is_not_a_picture_is_refused(contenu):
    with pytest.raises(fichiers.FichierRefuse, match="n’est pas une image"):
        fichiers.logo_propre(SimpleUploadedFile("logo.png", contenu))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read():
    with pytest.raises(fichiers.FichierRefuse, match="25 millions"):
        fichiers.logo_propre(image(taille=(6000, 5000)))


def test_a_file_too_heavy_is_refused():
    with pytest.raises(fichiers.FichierRefuse, match="2 Mo au plus"):
        fichiers.logo_propre(SimpleUploadedFile("logo.png", b"x" * 2_000_001))


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("a.pdf", b"%PDF-1.4"),
        ("a.mp4", b"\0\0\0\x18ftypmp42"),
        ("a.vtt", b"WEBVTT\n"),
        ("a.pptx", archive("ppt/presentation.xml")),
        ("a.DOCX", archive("word/document.xml")),
        ("a.odp", archive("META-INF/manifest.xml")),
    ],
)
def test_a_document_is_believed_by_its_content(nom, contenu):
    fichier = SimpleUploadedFile(nom, contenu)

    assert fichiers.document_verifie(fichier).read() == contenu
    with pytest.raises(fichiers.FichierRefuse, match="n’est pas celui"):
        fichiers.document_verifie(SimpleUploadedFile(nom, b"<html><script>"))


@pytest.mark.parametrize("nom", ["a.html", "a", "a.pdf.exe", ".pdf"])
def test_another_extension_is_refused(nom):
    with pytest.raises(fichiers.FichierRefuse, match="Format inconnu"):
        fichiers.document_verifie(SimpleUploadedFile(nom, b"%PDF-1.4"))
