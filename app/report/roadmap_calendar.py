"""The due dates of the roadmap as a calendar (iCalendar, RFC 5545): a day for each action.

Days rather than tasks (VTODO): Google Calendar and the calendars of phones leave tasks of a file
out without a word, and Outlook refuses some. Must hold no secret and no address of a machine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.follow_up import Progress, Undertaking
from app.locale.formats import colon
from app.locale.speech import current_language, gettext
from app.report.roadmap_lines import Line
from app.report.roadmap_table import Takeaway

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Balises//{language}"
NOTICE = timedelta(days=7)
"""How long before the day one is reminded."""


def write_calendar(takeaway: Takeaway) -> bytes:
    """Return a calendar with an all-day event for each action that has a due date.

    Those that are abandoned have none. The same for the same argument: when the assessment was
    last changed stands for the moment at which this is made. An event keeps its identifier, and its
    sequence grows as the action is saved again: a calendar that takes the file twice moves the day,
    and has no second one. It marks nobody as busy.
    """
    # Here alone: what writes calendars takes its time to import, and few people ask for one.
    from icalendar import Calendar

    language = current_language()
    calendar = Calendar()
    calendar.add("prodid", PRODUCT.format(language=language.upper()))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    title = gettext("Feuille de route %(reference)s", reference=takeaway.report.reference)
    calendar.add("name", title, parameters={"language": language})
    # What calendars read in its place.
    calendar.add("x-wr-calname", title)
    stamp = takeaway.updated_at.astimezone(UTC).replace(microsecond=0)
    for undertaking, line in zip(takeaway.follow_up, takeaway.lines, strict=False):
        if line.due is not None and line.progress is not Progress.ABANDONED:
            calendar.add_component(_event(takeaway, undertaking, line, stamp))
    return bytes(calendar.to_ical())


def _event(takeaway: Takeaway, undertaking: Undertaking, line: Line, stamp: datetime) -> Event:
    from icalendar import Alarm, Event, vText

    language = {"language": current_language()}
    event = Event()
    event.add("uid", f"{undertaking.id}@balises")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", undertaking.version)
    if line.due is not None:
        event.add("dtstart", line.due)
        event.add("dtend", line.due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", line.do, parameters=language)
    event.add("description", _description(takeaway, line), parameters=language)
    event.add("categories", [vText(gettext("Feuille de route")), vText(line.horizon_words)])
    if takeaway.roadmap_url:
        event.add("url", takeaway.roadmap_url)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -NOTICE)
    alarm.add("description", gettext("Dans une semaine\u00a0: %(action)s", action=line.do))
    event.add_component(alarm)
    return event


def _description(takeaway: Takeaway, line: Line) -> str:
    said = (
        (gettext("Qui s’en charge"), line.owner),
        (gettext("Avancement"), line.progress_words),
        (gettext("Prochaine étape"), line.next_step),
        (gettext("Signe que c’est fait"), line.done_when),
        (gettext("Feuille de route"), takeaway.roadmap_url or takeaway.report.reference),
    )
    return "\n".join(f"{title}{colon()} {words}" for title, words in said if words)
