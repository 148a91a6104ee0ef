"""The worker: does what the rooms' `tasks.py` list, at its moments, until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    """Work in the background, as the role that sees no content."""

    help = "Does the work of the background: seals the log every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] != "rondom_worker":
                raise CommandError("The worker works as rondom_worker: set RONDOM_WORKER_DATABASE_URL.")
        connection.close()
        with app.replace_connector(DjangoConnector().get_worker_connector()) as own:
            own.run_worker(delete_jobs="successful")
