"""The demo's settings, on the benchmark's own database."""

import os

from rondom.config.settings.demo import *

DATABASES["default"]["NAME"] = os.environ["RONDOM_BENCH_DATABASE"]
