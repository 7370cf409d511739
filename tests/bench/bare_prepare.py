"""Fill the yardstick's database; print the session key of somebody signed in."""

import django
from django.core.management import call_command

from tests.bench.signing_in import session_of


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from django.contrib.auth.models import User

    User.objects.bulk_create(
        User(username=f"u{n}", last_name=f"Nom{n:02}", first_name="Prénom", email=f"u{n}@example.org")
        for n in range(50)
    )
    print(session_of(User.objects.get(username="u7")))


if __name__ == "__main__":
    main()
