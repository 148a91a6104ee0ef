from django.apps import AppConfig


class LandscapeConfig(AppConfig):
    name = "rondom.landscape"
