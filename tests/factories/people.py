"""Staff with their roles, authors, and contacts with a telephone."""

import factory
from django.contrib.auth.models import Group, User

from releases.models import Author, MediaContact
from releases.vocabulary import Role


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody on the staff; `roles=[Role.EDITOR]` puts them into groups. Nobody has a role by default."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = "Person"
    last_name = factory.Sequence(lambda n: f"Number {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@fas.example")
    is_staff = True

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        self.groups.set(Group.objects.filter(name__in=extracted or []))


def writer():
    """A person who writes and submits."""
    return UserFactory(roles=[Role.WRITER])


def editor():
    """A person who approves."""
    return UserFactory(roles=[Role.EDITOR])


class AuthorFactory(factory.django.DjangoModelFactory):
    """An author, who can be an expert too."""

    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Author Number {n}")
    slug = factory.Sequence(lambda n: f"author-{n}")


class ContactFactory(factory.django.DjangoModelFactory):
    """A media contact who can be called."""

    class Meta:
        model = MediaContact

    name = factory.Sequence(lambda n: f"Contact Number {n}")
    slug = factory.Sequence(lambda n: f"contact-{n}")
    phone = "+12024544680"
    phone_text = "202-454-4680"
    email = factory.LazyAttribute(lambda contact: f"{contact.slug}@fas.example")
