"""What can happen to a case, and how its log says it."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class CaseVerb(Verb):
    """Events of the case itself."""

    VIEWED = "case:viewed", _("looked at the case"), "R"
    LISTED = "case:listed", _("saw the case in a list"), "R"
    SEARCHED = "case:searched", _("found the case by a name"), "R"
    LOG_READ = "case:log:read", _("read this log"), "R"
    STORY_READ = "case:story:read", _("read the story"), "R"
    STORY_ADDED = "case:story:added", _("added to the story"), "C"
    RETOLD = "case:story:retold", _("noted that the story was told again"), "C"
    DOCUMENT_ADDED = "case:document:added", _("added a file"), "C"
    DOCUMENT_READ = "case:document:read", _("opened a file"), "R"
    DOCUMENT_SHAREABLE = "case:document:shareable", _("said whether a file may be shared"), "U"
    DOCUMENT_WITHDRAWN = "case:document:withdrawn", _("withdrew a file, whose content is destroyed"), "D"
    NOTED = "case:entry:written", _("wrote in the dossier"), "C"
    RELABELLED = "case:entry:relabelled", _("changed under which law a text falls"), "U"
    WISH_NOTED = "case:wish:noted", _("noted what the person wishes about their coordinator"), "C"
    PERSON_ADDED = "case:person:added", _("added someone to the case"), "C"
    PERSON_CHANGED = "case:person:changed", _("changed what is known of someone in the case"), "U"
    NAMED = "case:naming:added", _("put someone on the case"), "C"
    STEP_ADDED = "case:step:added", _("asked for a next step"), "C"
    STEP_MOVED = "case:step:moved", _("changed a step"), "U"
    STEP_POSTPONED = "case:step:postponed", _("set another last moment for a step"), "U"
    LINKED = "case:link:made", _("linked this case to another"), "C"
    UNLINKED = "case:link:undone", _("undid the link to another case"), "U"
