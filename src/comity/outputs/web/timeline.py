"""The timeline of a dossier, laid out: years along, one lane a channel, one point an encounter. Geometry only.

Lengths are in the units of the drawing's own box, `WIDTH` across. What has no known year cannot be placed along the
years: it stands in a column of its own, at the right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from comity.edtf import earliest, latest
from comity.lexicon.vocabulary import vocabulary
from comity.register.views import KeptEvent

WIDTH = 960.0
LABELS = 150.0  # left of the years: the lanes' names
YEARLESS = 90.0  # right of the years: what has no year
HEAD = 30.0  # above the lanes: the years
RADIUS = 5.5
STEP = 13.0  # between points that would lie on each other
LANE = 30.0  # the least height of a lane
# at most this many lines along the years, or their numbers would touch
TICKS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One encounter in one lane: its middle, and how far it reaches to either side if it lasted."""

    event: KeptEvent
    x: float
    y: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One channel. `channel` is None for encounters whose channel is not known."""

    channel: str | None
    top: float
    height: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a year."""

    year: int
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A laid out timeline. `yearless_x` is where the column of what has no year begins, or None."""

    lanes: tuple[Lane, ...] = ()
    ticks: tuple[Tick, ...] = ()
    width: float = WIDTH
    height: float = 0.0
    yearless_x: float | None = None
    links: tuple[tuple[float, float, float], ...] = field(default=())
    """x, top and bottom of the strokes that join the points of one encounter in several lanes."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to lengths."""

    first: int
    last: int
    right: float

    def x(self, day: float) -> float:
        left = LABELS + 2 * RADIUS
        return left + (day - self.first) / max(1, self.last - self.first) * (self.right - left)


def lay_out(events: Iterable[KeptEvent]) -> Timeline:
    """The timeline of these encounters. Lanes come in the vocabulary's order; an empty one is left out."""
    events = tuple(events)
    if not events:
        return Timeline()
    years = _years(events)
    yearless = any(_days(event) is None for event in events)
    right = WIDTH - (YEARLESS if yearless else 2 * RADIUS)
    scale = _Scale(date(years[0], 1, 1).toordinal(), date(years[1], 12, 31).toordinal(), right)
    lanes, top = [], HEAD
    for channel in (*vocabulary().channels, None):
        own = [event for event in events if channel in _channels(event)]
        if own:
            lane = _lane(channel, own, top, scale)
            lanes.append(lane)
            top += lane.height
    ticks = _ticks(*years, scale) if len(events) > sum(_days(event) is None for event in events) else ()
    return Timeline(tuple(lanes), ticks, WIDTH, top, right if yearless else None, _links(lanes))


def _channels(event: KeptEvent) -> tuple[str | None, ...]:
    known = tuple(channel for channel in event.record.channel if channel in vocabulary().channels)
    return known or (None,)


def _days(event: KeptEvent) -> tuple[int, int] | None:
    when = event.record.date
    if when is None:
        return None
    first, last = earliest(when.edtf), latest(when.edtf)
    return (first.toordinal(), last.toordinal()) if first and last else None


def _years(events: Sequence[KeptEvent]) -> tuple[int, int]:
    days = [day for event in events for day in _days(event) or ()]
    if not days:
        return 2000, 2000
    return date.fromordinal(min(days)).year, date.fromordinal(max(days)).year


def _ticks(first: int, last: int, scale: _Scale) -> tuple[Tick, ...]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (last - first) / step <= TICKS)
    years = range(first if step == 1 else -(-first // step) * step, last + 1, step)
    return tuple(Tick(year, scale.x(date(year, 1, 1).toordinal())) for year in years)


def _lane(channel: str | None, events: Sequence[KeptEvent], top: float, scale: _Scale) -> Lane:
    """Points that would lie on each other go into rows, and the lane grows with them."""
    spots = sorted(_spots(events, scale), key=lambda spot: (spot[1], spot[0].id))
    ends: list[float] = []  # how far each row is taken
    rows = []
    for _, x, half in spots:
        row = next((index for index, end in enumerate(ends) if end <= x - half - RADIUS), len(ends))
        ends[row:] = [x + half + RADIUS + 1, *ends[row + 1 :]]
        rows.append(row)
    height = max(LANE, len(ends) * STEP + LANE - STEP)
    first = top + (height - (len(ends) - 1) * STEP) / 2
    points = (Point(event, x, first + row * STEP, half) for (event, x, half), row in zip(spots, rows, strict=True))
    return Lane(channel, top, height, tuple(points))


def _spots(events: Sequence[KeptEvent], scale: _Scale) -> Iterator[tuple[KeptEvent, float, float]]:
    """Each encounter with its middle along the years and how far it reaches to either side."""
    in_a_row = int(YEARLESS // STEP) - 1
    yearless = 0
    for event in events:
        days = _days(event)
        if days is None:
            yield event, scale.right + 2 * STEP + yearless % in_a_row * STEP, 0.0
            yearless += 1
        else:
            left, right = scale.x(days[0]), scale.x(days[1])
            yield event, (left + right) / 2, (right - left) / 2


def _links(lanes: Sequence[Lane]) -> tuple[tuple[float, float, float], ...]:
    """Strokes between the lanes of one encounter. In the column without years a place means nothing, and gets none."""
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for lane in lanes:
        for point in lane.points:
            if _days(point.event) is not None:
                spots[point.event.id].append((point.x, point.y))
    return tuple(
        (points[0][0], min(y for _, y in points), max(y for _, y in points))
        for points in spots.values()
        if len(points) > 1
    )
