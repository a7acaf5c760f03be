from django.http import HttpResponseRedirect


class VoirAilleurs(HttpResponseRedirect):
    """303 See Other: after a POST, the page to GET (302 leaves the method to the browser)."""

    status_code = 303
