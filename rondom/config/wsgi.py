"""The pages, as the server runs them."""

from django.core.wsgi import get_wsgi_application

from rondom.core.checks import must_serve_safely

application = get_wsgi_application()
must_serve_safely()
