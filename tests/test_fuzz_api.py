"""The API is tried from its own description, against the real server: it never breaks, and answers as it is described.

Schemathesis finds what to send, valid and not. A bounded number of requests; RONDOM_API_EXAMPLES=1000 tries more.
"""

import json
import os
import subprocess
import sys

from django.db import connection

from rondom.audit.models import Event
from rondom.cases.models import Case
from tests.served import HOST, served
from tests.systems import let_in

EXAMPLES = os.environ.get("RONDOM_API_EXAMPLES", "40")
# Not asked: that all is taken that fits the form, as a form cannot say that one moment comes before another; and that all
# is refused that does not, as spaces around a code do no harm.
NOT_ASKED = "positive_data_acceptance,negative_data_rejection"


def test_it_never_breaks_and_answers_as_it_is_described(own_database, world, tmp_path):
    _token, secret = let_in(world)
    with served(tmp_path / "log", RONDOM_TOKEN_MOST_A_MINUTE="100000") as server:
        url = f"http://127.0.0.1:{server.port}/api/v1"
        described = json.loads(server.ask("GET", "/api/v1/openapi.json")[2])
        # Which regions there are is no part of the form; of this one there is.
        described["components"]["schemas"]["Report"]["properties"]["region"] = {"enum": ["north"]}
        (tmp_path / "openapi.json").write_text(json.dumps(described))
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", url,
            "--header", f"Authorization: Bearer {secret}", "--header", f"Host: {HOST}", "--header", "X-Forwarded-Proto: https",
            "--max-examples", EXAMPLES, "--seed", "1", "--generation-database", "none", "--workers", "1",
            "--checks", "all", "--exclude-checks", NOT_ASKED, "--phases", "examples,coverage,fuzzing", "--no-color",
        ]  # fmt: skip
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=1500, check=False
        )
        said = server.said
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}\n{said[-3000:]}"
    assert "Traceback" not in said
    connection.close()
    with world.acting(world.alice):
        registered = Case.objects.count()
        assert registered, "something valid came through"
        assert Event.objects.filter(verb="report:registered").count() == registered
