from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email, password=None, **champs):
        user = self.model(email=email.strip().lower(), **champs)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **champs):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A member of staff. Participants and speakers have no account: they have links."""

    username = None  # type: ignore[assignment]  # the address is the name
    email = models.EmailField(
        "adresse e-mail", unique=True, error_messages={"unique": "Cette adresse a déjà un compte."}
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()  # type: ignore[assignment,misc]  # narrower than AbstractUser's

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [models.UniqueConstraint(Lower("email"), name="compte_unique_par_email")]

    def __str__(self):
        return self.get_full_name() or self.email

    @property
    def nom_court(self):
        """« Camille D. »: what the header shows."""
        return (
            f"{self.first_name} {self.last_name[:1]}.".strip(" .") + ("." if self.last_name else "")
            if self.first_name
            else self.email
        )
