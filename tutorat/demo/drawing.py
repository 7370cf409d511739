"""A small canvas for flat drawings: coordinates in hundredths of the side, drawn three times too large."""

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

SIDE = 256
OVERSAMPLING = 3
SCALE = SIDE * OVERSAMPLING / 100

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]


class Sheet:
    """The canvas; colours are `#rrggbb`."""

    def __init__(self) -> None:
        side = SIDE * OVERSAMPLING
        self.size = (side, side)
        self.image = Image.new("RGBA", self.size)

    def gradient(self, top: str, bottom: str) -> None:
        strip = Image.new("RGBA", (1, 2))
        strip.putpixel((0, 0), rgb(top))
        strip.putpixel((0, 1), rgb(bottom))
        self.image.paste(strip.resize(self.size, Image.Resampling.BILINEAR))

    def mask(self, *shapes: Sequence[Point]) -> Image.Image:
        """The union of closed shapes."""
        mask = Image.new("L", self.size)
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            draw.polygon([(x * SCALE, y * SCALE) for x, y in shape], fill=255)
        return mask

    def pour(self, mask: Image.Image, colour: str, opacity: float = 1.0) -> None:
        """Colour what the mask leaves open."""
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        self.image.paste(rgb(colour), (0, 0), mask)

    def fill(self, shape: Sequence[Point], colour: str, opacity: float = 1.0) -> None:
        self.pour(self.mask(shape), colour, opacity)

    def stroke(self, points: Sequence[Point], width: float, colour: str, opacity: float = 1.0) -> None:
        """A line with round ends."""
        mask = Image.new("L", self.size)
        draw = ImageDraw.Draw(mask)
        pixels = [(x * SCALE, y * SCALE) for x, y in points]
        draw.line(pixels, fill=255, width=round(width * SCALE), joint="curve")
        radius = width * SCALE / 2
        for x, y in (pixels[0], pixels[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        self.pour(mask, colour, opacity)

    def reduced(self) -> Image.Image:
        """The drawing at its real size."""
        return self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).convert("RGB")


def rgb(colour: str) -> tuple[int, int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), 255


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with a share (0…1) of `other` in it."""
    pairs = zip(rgb(colour)[:3], rgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """How light a colour looks, from 0 to 1."""
    red, green, blue, _ = rgb(colour)
    return (red * 3 + green * 6 + blue) / 2550


def ellipse(x: float, y: float, rx: float, ry: float, first: float = 0, last: float = 360) -> list[Point]:
    """An ellipse, or its arc from `first` to `last` degrees, clockwise from the right."""
    steps = 72
    angles = (math.radians(first + (last - first) * step / steps) for step in range(steps + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    """A rectangle with round corners."""
    corners = (
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
        (right - radius, top + radius, 270),
    )
    return [point for x, y, first in corners for point in ellipse(x, y, radius, radius, first, first + 90)]


def path(drawn: str, stretch: float = 1.0) -> list[Point]:
    """A line of cubic Bézier curves, written as in SVG: `M26 64 C26 50, 28 41, 30 34 …`.

    `stretch` widens it around the middle of the sheet.
    """
    numbers = [float(word) for word in drawn.replace("M", " ").replace("C", " ").replace(",", " ").split()]
    points = [(50 + (x - 50) * stretch, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    line = [points[0]]
    for rank in range(1, len(points), 3):
        one, two, end = points[rank : rank + 3]
        line += _curve(line[-1], one, two, end)
    return line


def _curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    steps = 24
    line = []
    for step in range(1, steps + 1):
        t = step / steps
        shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
        quad = (start, one, two, end)
        x = sum(share * point[0] for share, point in zip(shares, quad, strict=True))
        y = sum(share * point[1] for share, point in zip(shares, quad, strict=True))
        line.append((x, y))
    return line
