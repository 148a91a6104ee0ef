"""Work without a person, done by `rondom worker`: each room lists its own in `tasks.py`.

    @every("* * * * *")
    def seal_log() -> None:
        \"\"\"Seal what was written.\"\"\"

The moments are those of cron, in UTC. Work that was missed while no worker ran is done once when one starts, up to a
day later. It may run twice, or beside another worker: it must not mind.
"""

from collections.abc import Callable

from procrastinate.contrib.django import app

Work = Callable[[], object]


def every(cron: str) -> Callable[[Work], Work]:
    """Do this at these moments; of the same work at most one waits. What fails is logged, and tried the next time."""

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"

        @app.periodic(cron=cron)
        @app.task(name=name, queueing_lock=name)
        def at_a_moment(timestamp: int) -> None:
            work()

        return work

    return register
