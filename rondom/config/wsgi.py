"""The pages, as the server runs them."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
