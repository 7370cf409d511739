from celery import shared_task


@shared_task
def send_due_messages() -> None:
    from outbox.delivery import send_due

    send_due()
