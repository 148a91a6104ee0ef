"""The pages, as the server runs them."""

import gc

from django.core.wsgi import get_wsgi_application

from rondom.core.checks import must_serve_safely

application = get_wsgi_application()
must_serve_safely()

# What is there now stays: the collector need not walk it again during requests.
gc.freeze()
gc.set_threshold(100_000, 50, 100)
