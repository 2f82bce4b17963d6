"""The manager behind `Person`: addresses are kept in lower case, so one address is one person."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager

if TYPE_CHECKING:
    from riia.alliance.access.models import Person


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password they can sign in only after setting one.

        Raises:
            ValueError: no e-mail address was given.
        """
        if not email:
            raise ValueError("A person needs an e-mail address: it is how they sign in.")
        person = self.model(email=email.strip().lower(), **fields)
        if password is None:
            person.set_unusable_password()
        else:
            person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").strip().lower())
