"""Where the clock shall go, by a person's own clock: days keep the hour, whatever the zone does in between."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.clock import Clock, NoSuchMoment
from playground.shapes import Payload

CALENDAR = timedelta(hours=12)  # from here on a distance is told in days of the calendar


def jump(clock: Clock, asked: Payload, tz: str) -> None:
    """Move the clock as asked, for somebody in this zone. Raises `NoSuchMoment`.

    `forward`: so many seconds. `days`: as many days later at the same hour. `weekday` (1 is Monday) and `at`: the
    next time that it is then. `to`: a date and time, of this zone unless it names its offset.
    """
    now = clock.now()
    try:
        wanted = _wanted(asked, now, ZoneInfo(tz))
    except (ValueError, OverflowError) as error:
        raise NoSuchMoment("This is no date and time.") from error
    clock.forward(wanted - now)


def _wanted(asked: Payload, now: datetime, zone: ZoneInfo) -> datetime:
    here = _on_the_wall(now, zone)
    match asked:
        case {"forward": int(seconds) | float(seconds)}:
            return now + timedelta(seconds=seconds)
        case {"days": int(days)}:
            return _moment(here + timedelta(days=days), zone, now)
        case {"weekday": int(weekday), "at": str(at)} if weekday in range(1, 8):
            return _moment(_next(weekday, _hour(at), here), zone, now)
        case {"to": str(text)}:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else _moment(moment, zone, now)
    raise ValueError("nothing known was asked for")


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _hour(text: str) -> time:
    hour = time.fromisoformat(text)
    if hour.tzinfo:
        raise ValueError("an hour on the wall has no offset")
    return hour


def _next(weekday: int, at: time, here: datetime) -> datetime:
    day = here + timedelta(days=(weekday - here.isoweekday()) % 7)
    then = datetime.combine(day, at)
    return then if then > here else then + timedelta(days=7)


def _moment(wall: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the moment of an hour on the wall: the second one of an hour that comes twice when the first is over."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return second if first < now <= second else first


def ahead(clock: Clock, tz: str) -> str:
    """Tell a person in this zone how far the clock is ahead: `Real time`, `+30 days`."""
    now, zone = clock.now(), ZoneInfo(tz)
    far = clock.offset
    if far > CALENDAR:
        far = _on_the_wall(now, zone) - _on_the_wall(now - clock.offset, zone)
    hours, minutes = divmod(round(far / timedelta(minutes=1)), 60)
    days, hours = divmod(hours, 24)
    parts = [_counted(*part) for part in ((days, "day"), (hours, "hour"), (minutes, "minute")) if part[0]]
    return f"+{', '.join(parts[:2])}" if parts else "Real time"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
