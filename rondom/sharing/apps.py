from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "rondom.sharing"

    def ready(self) -> None:
        """A protocol with a fault stops the start, whatever is started: see decide.py."""
        from rondom.sharing import decide  # noqa: F401, PLC0415 - after the models are there
