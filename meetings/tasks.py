from celery import shared_task


@shared_task
def run_planning(run: int) -> None:
    from meetings.actions.planning import carry_out

    carry_out(run=run)


@shared_task
def sweep_planning() -> None:
    from meetings.actions.planning import sweep_runs

    sweep_runs()


@shared_task
def refresh_calendar_feeds() -> None:
    from meetings.actions.feeds import refresh_feeds

    refresh_feeds()
