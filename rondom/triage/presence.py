"""Who was at a meeting of the MDT."""

from rondom.accounts.models import User
from rondom.organisations.models import Organisation, Seat
from rondom.triage.models import Decision, Meeting, View


def present(meeting: Meeting) -> list[tuple[Organisation, User]]:
    """Who took part in a meeting, by organisation, as far as whoever asks may know it.

    The chair, and of the cases that they see who wrote down the decision or a view.
    """
    decisions = list(Decision.objects.filter(meeting=meeting).select_related("decided_by"))
    rounds = {(one.case_id, one.round) for one in decisions}
    views = View.objects.filter(case__in={case for case, _round in rounds})
    found = {
        (view.organisation, view.author)
        for view in views.select_related("organisation", "author").defer("facts", "opinion", "offer")
        if (view.case_id, view.round) in rounds
    }
    wrote = {meeting.opened_by, *(one.decided_by for one in decisions)}
    seats = Seat.objects.in_force(meeting.opened_at).filter(region_id=meeting.region_id, user__in=wrote)
    found |= {(seat.organisation, seat.user) for seat in seats.select_related("organisation", "user")}
    return sorted(found, key=lambda one: (one[0].name, one[1].display_name))
