"""The demo's settings, on the benchmark's own database."""

import os

from rondom.config.settings.demo import *
from rondom.core import embedded

DATABASES = {"default": embedded.database(f"rondom_{ROLE}", name=os.environ["RONDOM_BENCH_DATABASE"])}
