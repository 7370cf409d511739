"""Faces drawn for the demo: flat, neutral, of nobody (C.1-7). The same recipe always gives the same face.

Coordinates are hundredths of the side; everything is drawn three times too large, then reduced.
"""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

SIDE = 256
OVERSAMPLING = 3
SCALE = SIDE * OVERSAMPLING / 100

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]

BACKGROUNDS = (
    ("#d9e4e3", "#cddad9"),
    ("#d6dcea", "#cad2e3"),
    ("#e6dfce", "#dcd3bf"),
    ("#dde4d2", "#d1dac3"),
    ("#e8d9d6", "#dfcdca"),
    ("#e2dce8", "#d6cede"),
)
HAIR = {
    "black": "#22201e",
    "dark": "#3b2a24",
    "brown": "#56392b",
    "chestnut": "#43291f",
    "auburn": "#7c3f26",
    "red": "#a8522d",
    "blond": "#cfa35c",
    "grey": "#717578",
    "white": "#c9c8c3",
}
SKINS = ("#f5d6c3", "#f0c9ae", "#e7b995", "#d9a27a", "#b9794f", "#8d5636", "#6f4129")
CLOTHES = (
    "#dcb676",
    "#2f4a52",
    "#8fb0b3",
    "#41508c",
    "#efece6",
    "#7a3b4d",
    "#5b7a5e",
    "#c76d5a",
    "#6f6a8f",
    "#26515c",
)
HAIR_STYLES_F = ("long", "bob", "curly", "bun", "ponytail", "wavy", "pixie")
HAIR_STYLES_M = ("short", "side", "curls", "crop", "swept", "fringe")
MOUTH = "#93503f"
LENS_FRAME = "#26292b"


@dataclass(frozen=True)
class Recipe:
    """What a face is made of; colours are `#rrggbb`."""

    background: tuple[str, str]
    skin: str
    hair: str
    style: str
    clothes: str
    collar: str = "round"
    glasses: str = ""
    beard: str = ""
    earrings: bool = False
    smile: float = 1.0
    face_width: float = 24.2


def portrait(recipe: Recipe) -> bytes:
    """Draw the face; return a 256 × 256 WebP."""
    image = _draw(recipe).resize((SIDE, SIDE), Image.Resampling.LANCZOS).convert("RGB")
    out = BytesIO()
    image.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def recipe_for(seed: str, gender: str, wishes: str = "") -> Recipe:
    """The face of `seed`; `wishes` may fix some of it, in words: `grey-bob-glasses`, `red-short-beard`."""
    chance = random.Random(f"portrait:{seed}")
    words = set(wishes.split("-")) - {""}
    feminine = gender == "f"
    skin_rank = chance.choices(range(len(SKINS)), (18, 22, 18, 12, 10, 10, 8))[0]
    young_colours = ("black", "dark", "brown", "chestnut", "auburn", "red", "blond")
    weights = (2, 5, 5, 5, 2, 2, 4) if skin_rank < 3 else (9, 3, 1, 0, 0, 0, 0)
    colour = chance.choices(young_colours, weights)[0]
    styles = HAIR_STYLES_F if feminine else HAIR_STYLES_M
    style = chance.choice(styles)
    if skin_rank >= 4:
        style = chance.choice(("puff", "curly", "bun") if feminine else ("crop", "curls"))
    glasses = chance.choices(("", "round", "square"), (68, 18, 14))[0]
    beard = "" if feminine else chance.choices(("", "beard", "stubble", "moustache"), (58, 24, 14, 4))[0]
    background, clothes = chance.choice(BACKGROUNDS), chance.choice(CLOTHES)
    collar = chance.choice(("round", "round", "shirt", "vee"))
    smile, width = chance.uniform(0.75, 1.25), chance.uniform(23.2, 25.0)
    earrings = feminine and chance.random() < 0.3
    if words:
        colour = next((word for word in HAIR if word in words), colour)
        known = {*HAIR_STYLES_F, *HAIR_STYLES_M, "puff", "bald"}
        style = next((word for word in sorted(known) if word in words), style)
        glasses = "round" if "glasses" in words else ""
        beard = next((word for word in ("beard", "moustache") if word in words), "")
        skin_rank = min(skin_rank, 2) if colour != "black" else max(skin_rank, 3)
    return Recipe(
        background,
        SKINS[skin_rank],
        HAIR[colour],
        style,
        clothes,
        collar,
        glasses,
        beard,
        earrings,
        smile,
        width,
    )


class _Sheet:
    """A canvas in hundredths of the side."""

    def __init__(self) -> None:
        side = SIDE * OVERSAMPLING
        self.size = (side, side)
        self.image = Image.new("RGBA", self.size)

    def gradient(self, top: str, bottom: str) -> None:
        strip = Image.new("RGBA", (1, 2))
        strip.putpixel((0, 0), _rgb(top))
        strip.putpixel((0, 1), _rgb(bottom))
        self.image.paste(strip.resize(self.size, Image.Resampling.BILINEAR))

    def mask(self, *shapes: Sequence[Point]) -> Image.Image:
        """The union of closed shapes."""
        mask = Image.new("L", self.size)
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            draw.polygon([(x * SCALE, y * SCALE) for x, y in shape], fill=255)
        return mask

    def pour(self, mask: Image.Image, colour: str, opacity: float = 1.0) -> None:
        red, green, blue, _ = _rgb(colour)
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        self.image.paste((red, green, blue, 255), (0, 0), mask)

    def fill(self, shape: Sequence[Point], colour: str, opacity: float = 1.0) -> None:
        self.pour(self.mask(shape), colour, opacity)

    def stroke(self, points: Sequence[Point], width: float, colour: str, opacity: float = 1.0) -> None:
        mask = Image.new("L", self.size)
        draw = ImageDraw.Draw(mask)
        pixels = [(x * SCALE, y * SCALE) for x, y in points]
        draw.line(pixels, fill=255, width=round(width * SCALE), joint="curve")
        radius = width * SCALE / 2
        for x, y in (pixels[0], pixels[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        self.pour(mask, colour, opacity)


def _rgb(colour: str) -> tuple[int, int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), 255


def _mix(colour: str, other: str, share: float) -> str:
    one, two = _rgb(colour), _rgb(other)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(one[:3], two[:3], strict=True))


def _luminance(colour: str) -> float:
    red, green, blue, _ = _rgb(colour)
    return (red * 3 + green * 6 + blue) / 2550


def _ellipse(x: float, y: float, rx: float, ry: float, first: float = 0, last: float = 360) -> list[Point]:
    steps = 72
    return [
        (x + rx * math.cos(math.radians(a)), y + ry * math.sin(math.radians(a)))
        for a in (first + (last - first) * step / steps for step in range(steps + 1))
    ]


def _path(start: Point, *curves: Curve) -> list[Point]:
    """A line of cubic Bézier curves."""
    points = [start]
    for one, two, end in curves:
        origin = points[-1]
        for step in range(1, 25):
            t = step / 24
            u = 1 - t
            points.append(
                tuple(  # type: ignore[arg-type]
                    u**3 * origin[axis]
                    + 3 * u * u * t * one[axis]
                    + 3 * u * t * t * two[axis]
                    + t**3 * end[axis]
                    for axis in (0, 1)
                )
            )
    return points


def _rounded(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    corners = (
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
        (right - radius, top + radius, 270),
    )
    return [point for x, y, first in corners for point in _ellipse(x, y, radius, radius, first, first + 90)]


def _face(width: float) -> list[Point]:
    """The outline of the face, chin a little narrower than the brow."""
    points = []
    for angle in range(0, 360, 4):
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        taper = 1 - 0.07 * max(0.0, sine) ** 2
        across = math.copysign(abs(cosine) ** (1 if sine > 0 else 0.82), cosine)
        points.append((50 + width * across * taper, 49 + (36.5 if sine > 0 else 32) * sine))
    return points


def _cap(width: float, lift: float = 0.0) -> list[Point]:
    """The outside of hair worn close to the head, down to the temples."""
    outer = width + 2.6
    top = _ellipse(50, 40.5, outer, 27.5 + lift, 180, 360)
    return [*top, (50 + outer, 47), (50 + outer - 1.6, 53), (50 - outer + 1.6, 53), (50 - outer, 47)]


def _draw(recipe: Recipe) -> Image.Image:
    sheet = _Sheet()
    sheet.gradient(*recipe.background)
    face = sheet.mask(_face(recipe.face_width))
    _back_hair(sheet, recipe)
    _body(sheet, recipe)
    if recipe.style in EARS_SHOWN:
        _ears(sheet, recipe)
    sheet.pour(face, recipe.skin)
    light_side = sheet.mask([(58.5, 0), (100, 0), (100, 100), (58.5, 100)])
    sheet.pour(ImageChops.multiply(face, light_side), _mix(recipe.skin, "#7a3f22", 0.08))
    if recipe.beard:
        _beard(sheet, recipe, face)
    _features(sheet, recipe)
    _front_hair(sheet, recipe, face)
    if recipe.glasses:
        _glasses(sheet, recipe)
    return sheet.image


EARS_SHOWN = {"short", "side", "curls", "crop", "swept", "fringe", "bald", "bun", "ponytail", "pixie", "puff"}


def _body(sheet: _Sheet, recipe: Recipe) -> None:
    shade = _mix(recipe.skin, "#6b2f16", 0.20)
    clothes = recipe.clothes
    shoulders = _path(
        (10, 101),
        ((14, 93), (28, 90.5), (39, 89)),
        ((46, 88), (54, 88), (61, 89)),
        ((72, 90.5), (86, 93), (90, 101)),
    )
    sheet.fill(shoulders, clothes)
    sheet.fill(_rounded(39.5, 68, 60.5, 92, 5), recipe.skin)
    sheet.fill(_path((39.5, 80), ((44, 89), (56, 89), (60.5, 80)), ((60.5, 84), (60.5, 86), (60.5, 88)), ((52, 92), (47, 90), (39.5, 86))), shade, 0.9)  # fmt: skip
    sheet.fill(_ellipse(50, 88.5, 10.5, 6.5, 0, 180), recipe.skin)
    dark = _mix(clothes, "#10181c", 0.28)
    if recipe.collar == "shirt":
        white = "#f1efe9" if _luminance(clothes) < 0.72 else "#c6d3d8"
        sheet.fill([(38.5, 86.5), (33, 94), (42, 101), (50, 97)], white)
        sheet.fill([(61.5, 86.5), (67, 94), (58, 101), (50, 97)], white)
        sheet.fill([(39.6, 86), (50, 97.4), (60.4, 86)], recipe.skin)
    elif recipe.collar == "vee":
        sheet.fill([(38, 87), (50, 103), (62, 87)], recipe.skin)
        sheet.stroke([(37.6, 88), (50, 103), (62.4, 88)], 1.8, dark)
    else:
        sheet.stroke(_ellipse(50, 88.2, 12.6, 8.2, 0, 180), 2.4, dark)


def _ears(sheet: _Sheet, recipe: Recipe) -> None:
    for side in (-1, 1):
        x = 50 + side * (recipe.face_width + 0.4)
        sheet.fill(_ellipse(x, 54.5, 4.2, 5.4), _mix(recipe.skin, "#7a3f22", 0.08))
        if recipe.earrings:
            sheet.fill(_ellipse(x + side * 0.6, 61, 1.5, 1.5), "#e3a62b")


def _features(sheet: _Sheet, recipe: Recipe) -> None:
    dark_skin = _luminance(recipe.skin) < 0.5
    line = _mix(recipe.skin, "#3c1a0c", 0.42 if not dark_skin else 0.55)
    brow = recipe.hair if _luminance(recipe.hair) < 0.62 else _mix(recipe.hair, "#6d6357", 0.4)
    if dark_skin:
        brow = _mix(brow, "#140d0a", 0.4)
    for side in (-1, 1):
        x = 50 + side * 9.6
        sheet.fill(_ellipse(x, 52.4, 2.15, 2.75), "#1d1a19")
        inner, outer = x - side * 4.6, x + side * 5.0
        arch = _path((inner, 45.3), ((x - side * 2, 42.6), (x + side * 2.2, 42.4), (outer, 45.2)))
        sheet.stroke(arch, 1.7, brow, 0.92)
    sheet.stroke(_path((51, 54), ((50.4, 58), (48.2, 60.4), (48.4, 61.6)), ((49, 62.6), (50.6, 62.5), (51.6, 62))), 1.1, line, 0.62)  # fmt: skip
    depth = 3.6 * recipe.smile
    half = 7.6 + recipe.smile
    lips = MOUTH if not dark_skin else _mix(recipe.skin, "#2a0d0a", 0.55)
    if recipe.beard == "beard":
        lips = _mix(recipe.skin, "#8e3d34", 0.45)
    mouth = _path(
        (50 - half, 69.6), ((50 - half / 2, 69.6 + depth), (50 + half / 2, 69.6 + depth), (50 + half, 69.6))
    )
    sheet.stroke(mouth, 1.7, lips)


def _beard(sheet: _Sheet, recipe: Recipe, face: Image.Image) -> None:
    colour = _mix(recipe.hair, recipe.skin, 0.06)
    moustache = _path(
        (38.5, 69.5),
        ((40, 64), (46, 62.6), (50, 64.6)),
        ((54, 62.6), (60, 64), (61.5, 69.5)),
        ((57, 67.6), (53, 67.4), (50, 68)),
        ((47, 67.4), (43, 67.6), (38.5, 69.5)),
    )
    if recipe.beard == "moustache":
        sheet.fill(moustache, colour)
        return
    jaw = sheet.mask(
        _path(
            (20, 54),
            ((26.5, 62), (30, 63.5), (37, 64.2)),
            ((43, 62), (47, 63), (50, 64)),
            ((53, 63), (57, 62), (63, 64.2)),
            ((70, 63.5), (73.5, 62), (80, 54)),
            ((84, 80), (80, 100), (50, 100)),
            ((20, 100), (16, 80), (20, 54)),
        )
    )
    inside = ImageChops.multiply(face, jaw)
    if recipe.beard == "stubble":
        sheet.pour(inside, colour, 0.22)
        return
    sheet.pour(inside, colour)
    sheet.fill(_ellipse(50, 70.4, 8.6, 3.5), recipe.skin)


def _glasses(sheet: _Sheet, recipe: Recipe) -> None:
    for side in (-1, 1):
        x = 50 + side * 10
        rim = _rounded(x - 7.4, 46.4, x + 7.4, 58.6, 5.6 if recipe.glasses == "round" else 3)
        sheet.fill(rim, "#ffffff", 0.16)
        sheet.stroke([*rim, rim[0]], 1.45, LENS_FRAME)
        sheet.stroke([(x + side * 7.4, 51.2), (50 + side * (recipe.face_width - 0.4), 50.2)], 1.3, LENS_FRAME)
    sheet.stroke(_path((47.2, 51.4), ((48.4, 50.2), (51.6, 50.2), (52.8, 51.4))), 1.4, LENS_FRAME)


def _back_hair(sheet: _Sheet, recipe: Recipe) -> None:
    """What of the hair falls behind the face and the shoulders."""
    outer = recipe.face_width + 6.4
    hair = recipe.hair
    match recipe.style:
        case "long" | "wavy":
            flare = 8 if recipe.style == "long" else 4.5
            left, right = 50 - outer, 50 + outer
            sheet.fill(_ellipse(50, 43, outer, 31.5), hair)
            sheet.fill([(left, 43), (right, 43), (right + flare, 95.5), (left - flare, 95.5)], hair)
            if recipe.style == "wavy":
                for side in (-1, 1):
                    for rank, y in enumerate((56, 68, 80, 90)):
                        sheet.fill(_ellipse(50 + side * (outer - 1.5 + rank * 1.0), y, 6.6, 8.2), hair)
        case "bob":
            sheet.fill(_ellipse(50, 43, outer - 1, 31.5), hair)
            sheet.fill([(51 - outer, 43), (49 + outer, 43), (49 + outer, 70), (51 - outer, 70)], hair)
            sheet.fill(_rounded(51 - outer, 56, 49 + outer, 84.5, 7), hair)
        case "curly":
            _cluster(sheet, hair, ((50, 15, 16), (33, 21, 14), (67, 21, 14), (22, 33, 12.5), (78, 33, 12.5), (18, 46, 11.5),
                                   (82, 46, 11.5), (19, 60, 11), (81, 60, 11), (24, 73, 10.5), (76, 73, 10.5)))  # fmt: skip
        case "bun":
            sheet.fill(_ellipse(50, 10.5, 11, 9.5), hair)
            sheet.fill(_cap(recipe.face_width), hair)
        case "ponytail":
            sheet.fill(_path((66, 22), ((88, 26), (92, 54), (82, 80)), ((76, 76), (76, 60), (70, 50))), hair)
            sheet.fill(_cap(recipe.face_width), hair)
        case "puff":
            sheet.fill(_ellipse(50, 25, 27, 20.5), hair)
        case "curls":
            _cluster(sheet, hair, ((50, 17, 11), (37, 20, 10), (63, 20, 10), (28, 29, 8.5), (72, 29, 8.5), (25.5, 39, 6), (74.5, 39, 6)))  # fmt: skip


def _cluster(sheet: _Sheet, colour: str, circles: Iterable[tuple[float, float, float]]) -> None:
    sheet.pour(sheet.mask(*(_ellipse(x, y, radius, radius) for x, y, radius in circles)), colour)


def _front_hair(sheet: _Sheet, recipe: Recipe, face: Image.Image) -> None:
    """What frames the brow: the cap of hair less the part of the face that it leaves free."""
    width = recipe.face_width
    left, right = 50 - width, 50 + width
    below = [(right + 8, 104), (left - 8, 104)]
    lift = 0.0
    match recipe.style:
        case "bald":
            for side in (-1, 1):
                sheet.fill(_ellipse(50 + side * (width + 0.6), 44, 2.6, 8.5), recipe.hair)
            return
        case "long" | "wavy" | "ponytail" | "side":
            free = _path((left + 1.2, 70), ((left, 56), (left, 46), (left + 4, 40)), ((42, 38.5), (53, 35), (60, 27.5)), ((66, 33), (right - 0.6, 40), (right - 0.6, 58)))  # fmt: skip
            lift = 1.0
        case "bob" | "fringe":
            free = _path((left + 1.6, 80), ((left + 1.4, 60), (left + 1.2, 50), (left + 2, 40.4)), ((40, 42), (60, 42), (right - 2, 40.4)), ((right - 1.2, 50), (right - 1.4, 60), (right - 1.6, 80)))  # fmt: skip
            lift = 0.6
            if recipe.style == "fringe":
                free = _path((left + 0.4, 60), ((left + 0.2, 52), (left + 1.6, 42), (left + 4, 34.5)), ((42, 36.5), (58, 36.5), (right - 4, 34.5)), ((right - 1.6, 42), (right - 0.2, 52), (right - 0.4, 60)))  # fmt: skip
        case "curly" | "curls":
            free = _path((left + 0.4, 70), ((left, 52), (left + 1, 42), (left + 6, 35)), ((38, 30), (43, 36), (50, 31.5)), ((57, 36), (62, 30), (right - 6, 35)), ((right - 1, 42), (right, 52), (right - 0.4, 70)))  # fmt: skip
        case "bun" | "puff":
            free = _path((left + 0.4, 66), ((left, 44), (left + 8, 29.5), (50, 28)), ((right - 8, 29.5), (right, 44), (right - 0.4, 66)))  # fmt: skip
        case "crop":
            free = _path((left + 0.2, 64), ((left + 0.4, 50), (left + 1.4, 40), (left + 5, 32)), ((38, 27.5), (62, 27.5), (right - 5, 32)), ((right - 1.4, 40), (right - 0.4, 50), (right - 0.2, 64)))  # fmt: skip
        case "swept" | "pixie":
            free = _path((left + 0.4, 64), ((left + 0.2, 52), (left + 1.4, 45), (left + 3, 38)), ((33, 33), (40, 29.5), (45, 28)), ((54, 36), (66, 37), (right - 3, 37)), ((right - 1.2, 46), (right - 0.2, 52), (right - 0.4, 64)))  # fmt: skip
            lift = 2.0
        case _:
            free = _path((left + 0.4, 62), ((left + 0.2, 50), (left + 2, 41), (left + 4.5, 34)), ((40, 32.5), (60, 32.5), (right - 4.5, 34)), ((right - 2, 41), (right - 0.2, 50), (right - 0.4, 62)))  # fmt: skip
    open_face = sheet.mask([*free, *below])
    cap = sheet.mask(_cap(width, lift))
    if recipe.style in ("long", "wavy", "bob", "curly"):
        cap = ImageChops.lighter(cap, face)
    sheet.pour(ImageChops.subtract(cap, open_face), recipe.hair)
    if recipe.style == "puff":
        band = _path((left + 3.4, 35), ((34, 25.5), (66, 25.5), (right - 3.4, 35)))
        sheet.stroke(band, 2.2, _mix(recipe.clothes, "#b98a3a", 0.5))
