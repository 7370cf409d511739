"""Writing people, roles and invitations."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import BinaryIO

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, Person, RoleAssignment
from accounts.photos import squared
from accounts.signals import addresses_changed, person_invited

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


def grant_role(*, person: Person, role: str) -> None:
    """Give `person` a role on top of those held; nothing when it is held already."""
    RoleAssignment.objects.get_or_create(person=person, role=role)


@transaction.atomic
def set_email(*, person: Person, email: str) -> None:
    """Correct the address of `person`; raises `IntegrityError` when somebody else has it."""
    old = person.email
    person.email = email.lower()
    person.save(update_fields=["email"])
    leave_addresses(changes=[(person, old)])


@transaction.atomic
def leave_addresses(*, changes: Sequence[tuple[Person, str]]) -> None:
    """See that the addresses people had open nothing any more: neither an invitation nor a lost password.

    `changes` holds people as they now are, each with the address before; who kept theirs is left alone.
    """
    changed = [(person, old) for person, old in changes if person.email != old]
    if not changed:
        return
    people = [person for person, _ in changed]
    now = timezone.now()
    waiting = Invitation.objects.filter(person__in=people, accepted_at=None, expires_at__gt=now)
    waiting.update(expires_at=now)
    EmailAddress.objects.filter(user__in=people).delete()
    addresses_changed.send(sender=Person, changes=changed)


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
