from django.apps import AppConfig


class FirstContactConfig(AppConfig):
    name = "rondom.first_contact"
