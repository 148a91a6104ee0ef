from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "rondom.core"

    def ready(self) -> None:
        """The checks register themselves."""
        from rondom.core import checks  # noqa: F401, PLC0415 - after the models are there
