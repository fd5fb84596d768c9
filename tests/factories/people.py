"""Staff with roles, authors and media contacts."""

import factory
from django.contrib.auth.models import Group, User

from releases.models import Author, MediaContact
from releases.vocabulary import Role


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(roles=[Role.EDITOR])`; without a role somebody who may do nothing."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Example"
    is_staff = True

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            self.groups.add(Group.objects.get(name=role))


def writer(**fields) -> User:
    """Somebody who writes."""
    return UserFactory(roles=[Role.WRITER], **fields)


def editor(**fields) -> User:
    """Somebody who approves."""
    return UserFactory(roles=[Role.EDITOR], **fields)


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Author Number{n}")
    slug = factory.Sequence(lambda n: f"author-{n}")
    title = "Researcher"


class MediaContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MediaContact

    name = factory.Sequence(lambda n: f"Contact Number{n}")
    slug = factory.Sequence(lambda n: f"contact-{n}")
    phone = "+12024544680"
    phone_text = "202-454-4680"
