"""Writing people, roles and invitations."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, Person, RoleAssignment
from accounts.photos import squared
from accounts.signals import person_invited

INVITATION_DAYS = 14


class InvitationOver(Exception):
    """The link is unknown, used or too old."""


@transaction.atomic
def set_roles(*, person: Person, roles: Iterable[str]) -> None:
    """Make `roles` exactly the roles of `person`."""
    wanted = set(roles)
    person.role_assignments.exclude(role__in=wanted).delete()
    held = set(person.role_assignments.values_list("role", flat=True))
    for role in sorted(wanted - held):
        RoleAssignment.objects.create(person=person, role=role)


def set_email(*, person: Person, email: str) -> None:
    """Correct the address of `person`; raises `IntegrityError` when somebody else has it."""
    person.email = email.lower()
    person.save(update_fields=["email"])


@transaction.atomic
def invite(*, person: Person, actor: Person) -> Invitation:
    """Send `person` a link, good for 14 days, to choose a password. Older links stop working."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    person.invitations.filter(accepted_at=None, expires_at__gt=now).update(expires_at=now)
    invitation = Invitation.objects.create(
        person=person,
        token_digest=_digest(token),
        invited_by=actor,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    person_invited.send(sender=Invitation, invitation=invitation, token=token)
    return invitation


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link; raises `InvitationOver` when it no longer opens anything."""
    invitation = (
        Invitation.objects.select_related("person")
        .filter(
            token_digest=_digest(token),
            accepted_at=None,
            expires_at__gt=timezone.now(),
            person__is_active=True,
        )
        .first()
    )
    if invitation is None:
        raise InvitationOver
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> Person:
    """Give the invited person a password, once; raises `InvitationOver` if somebody was faster."""
    invitation = open_invitation(token)
    claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=timezone.now())
    if not claimed:
        raise InvitationOver
    person = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def set_photo(*, person: Person, file: BinaryIO, size: int) -> None:
    """Replace the photo; raises `accounts.photos.PhotoRefused` and leaves the old one."""
    content = squared(file, size)
    old = person.photo.name
    person.photo.save(f"{uuid.uuid4().hex}.webp", ContentFile(content), save=False)
    person.save(update_fields=["photo"])
    _forget_file(person, old)


def remove_photo(*, person: Person) -> None:
    old = person.photo.name
    person.photo = ""
    person.save(update_fields=["photo"])
    _forget_file(person, old)


def _forget_file(person: Person, name: str | None) -> None:
    if name:
        storage = person.photo.storage
        transaction.on_commit(lambda: storage.delete(name))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
