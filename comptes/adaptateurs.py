from allauth.account.adapter import DefaultAccountAdapter


class CompteAdapter(DefaultAccountAdapter):
    """Accounts are made by the team, never by visitors."""

    def is_open_for_signup(self, request):
        return False
