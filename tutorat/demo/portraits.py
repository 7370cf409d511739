"""Faces drawn for the demo: flat, neutral, of nobody (C.1-7). The same recipe always gives the same face."""

import math
import random
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops

from tutorat.demo.drawing import SIDE, Point, Sheet, ellipse, luminance, mix, path, rounded

__all__ = ["SIDE", "Recipe", "portrait", "recipe_for"]

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
YOUNG_HAIR = ("black", "dark", "brown", "chestnut", "auburn", "red", "blond")
SKINS = ("#f5d6c3", "#f0c9ae", "#e7b995", "#d9a27a", "#b9794f", "#8d5636", "#6f4129")
CLOTHES = (
    *("#dcb676", "#2f4a52", "#8fb0b3", "#41508c", "#efece6"),
    *("#7a3b4d", "#5b7a5e", "#c76d5a", "#6f6a8f", "#26515c"),
)
STYLES = {
    "f": ("long", "bob", "curly", "bun", "ponytail", "wavy", "pixie"),
    "m": ("short", "side", "curls", "crop", "swept", "fringe"),
}
DARK_SKIN_STYLES = {"f": ("puff", "curly", "bun"), "m": ("crop", "curls")}
EARS_SHOWN = {"short", "side", "curls", "crop", "swept", "fringe", "bald", "bun", "ponytail", "pixie", "puff"}
WIDTH = 24.2
"""Half the width of the face for which the paths below are drawn."""
# Per style: what the hair leaves free of the face, and how much it rises above the head.
HAIRLINES = {
    "parted": ("M27 70 C25.8 56, 25.8 46, 29.8 40 C42 38.5, 53 35, 60 27.5 C66 33, 73.6 40, 73.6 58", 1.0),
    "bangs": ("M27.4 80 C27.2 60, 27 50, 27.8 40.4 C40 42, 60 42, 72.2 40.4 C73 50, 72.8 60, 72.6 80", 0.6),
    "fringe": (
        "M26.2 60 C26 52, 27.4 42, 29.8 34.5 C42 36.5, 58 36.5, 70.2 34.5 C72.6 42, 74 52, 73.8 60",
        0.6,
    ),
    "curls": (
        "M26.2 70 C25.8 52, 26.8 42, 31.8 35 C38 30, 43 36, 50 31.5 C57 36, 62 30, 68.2 35 "
        "C73.2 42, 74.2 52, 73.8 70",
        0.0,
    ),
    "drawn back": ("M26.2 66 C25.8 44, 33.8 29.5, 50 28 C66.2 29.5, 74.2 44, 73.8 66", 0.0),
    "crop": ("M26 64 C26.2 50, 27.2 40, 30.8 32 C38 27.5, 62 27.5, 69.2 32 C72.8 40, 73.8 50, 74 64", 0.0),
    "swept": (
        "M26.2 64 C26 52, 27.2 45, 28.8 38 C33 33, 40 29.5, 45 28 C54 36, 66 37, 71.2 37 "
        "C73 46, 74 52, 73.8 64",
        2.0,
    ),
    "short": ("M26.2 62 C26 50, 27.8 41, 30.3 34 C40 32.5, 60 32.5, 69.7 34 C72.2 41, 74 50, 73.8 62", 0.0),
}
HAIRLINE_OF = {
    "long": "parted",
    "wavy": "parted",
    "ponytail": "parted",
    "side": "parted",
    "bob": "bangs",
    "fringe": "fringe",
    "curly": "curls",
    "curls": "curls",
    "bun": "drawn back",
    "puff": "drawn back",
    "crop": "crop",
    "swept": "swept",
    "pixie": "swept",
    "short": "short",
}
# x, y and radius of the locks.
CURLY = (
    *((50, 15, 16), (33, 21, 14), (67, 21, 14), (22, 33, 12.5), (78, 33, 12.5), (18, 46, 11.5)),
    *((82, 46, 11.5), (19, 60, 11), (81, 60, 11), (24, 73, 10.5), (76, 73, 10.5)),
)
CURLS = (
    *((50, 17, 11), (37, 20, 10), (63, 20, 10), (28, 29, 8.5)),
    *((72, 29, 8.5), (25.5, 39, 6), (74.5, 39, 6)),
)
SHOULDERS = "M10 101 C14 93, 28 90.5, 39 89 C46 88, 54 88, 61 89 C72 90.5, 86 93, 90 101"
NECK_SHADE = "M39.5 80 C44 89, 56 89, 60.5 80 C60.5 84, 60.5 86, 60.5 88 C52 92, 47 90, 39.5 86"
NOSE = "M51 54 C50.4 58, 48.2 60.4, 48.4 61.6 C49 62.6, 50.6 62.5, 51.6 62"
MOUSTACHE = (
    "M38.5 69.5 C40 64, 46 62.6, 50 64.6 C54 62.6, 60 64, 61.5 69.5 C57 67.6, 53 67.4, 50 68 "
    "C47 67.4, 43 67.6, 38.5 69.5"
)
JAW = (
    "M20 54 C26.5 62, 30 63.5, 37 64.2 C43 62, 47 63, 50 64 C53 63, 57 62, 63 64.2 "
    "C70 63.5, 73.5 62, 80 54 C84 80, 80 100, 50 100 C20 100, 16 80, 20 54"
)
BRIDGE = "M47.2 51.4 C48.4 50.2, 51.6 50.2, 52.8 51.4"
LIPS, LENS_FRAME, EYES, GOLD, WARM = "#93503f", "#26292b", "#1d1a19", "#e3a62b", "#7a3f22"


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
    face_width: float = WIDTH

    @property
    def stretch(self) -> float:
        return self.face_width / WIDTH

    @property
    def is_dark(self) -> bool:
        return luminance(self.skin) < 0.5


def portrait(recipe: Recipe) -> bytes:
    """Draw the face; return a 256 × 256 WebP."""
    out = BytesIO()
    _draw(recipe).reduced().save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def recipe_for(seed: str, gender: str, wishes: str = "") -> Recipe:
    """The face of `seed`; `wishes` may fix some of it, in words: `grey-bob-glasses`, `red-short-beard`."""
    chance = random.Random(f"portrait:{seed}")
    words = set(wishes.split("-")) - {""}
    kind = "f" if gender == "f" else "m"
    skin = chance.choices(range(len(SKINS)), (18, 22, 18, 12, 10, 10, 8))[0]
    colour = chance.choices(YOUNG_HAIR, (2, 5, 5, 5, 2, 2, 4) if skin < 3 else (9, 3, 1, 0, 0, 0, 0))[0]
    style = chance.choice(STYLES[kind] if skin < 4 else DARK_SKIN_STYLES[kind])
    glasses = chance.choices(("", "round", "square"), (68, 18, 14))[0]
    beard = chance.choices(("", "beard", "stubble", "moustache"), (58, 24, 14, 4))[0] if kind == "m" else ""
    background, clothes = chance.choice(BACKGROUNDS), chance.choice(CLOTHES)
    collar = chance.choice(("round", "round", "shirt", "vee"))
    smile, width = chance.uniform(0.75, 1.25), chance.uniform(23.2, 25.0)
    earrings = kind == "f" and chance.random() < 0.3
    if words:
        colour = next((word for word in HAIR if word in words), colour)
        known = {*STYLES["f"], *STYLES["m"], "puff", "bald"}
        style = next((word for word in sorted(known) if word in words), style)
        glasses = "round" if "glasses" in words else ""
        beard = next((word for word in ("beard", "moustache") if word in words), "")
        skin = min(skin, 2) if colour != "black" else max(skin, 3)
    return Recipe(
        background=background,
        skin=SKINS[skin],
        hair=HAIR[colour],
        style=style,
        clothes=clothes,
        collar=collar,
        glasses=glasses,
        beard=beard,
        earrings=earrings,
        smile=smile,
        face_width=width,
    )


def _draw(recipe: Recipe) -> Sheet:
    sheet = Sheet()
    sheet.gradient(*recipe.background)
    face = sheet.mask(_face(recipe.face_width))
    _back_hair(sheet, recipe)
    _body(sheet, recipe)
    if recipe.style in EARS_SHOWN:
        _ears(sheet, recipe)
    sheet.pour(face, recipe.skin)
    light_side = sheet.mask([(58.5, 0), (100, 0), (100, 100), (58.5, 100)])
    sheet.pour(ImageChops.multiply(face, light_side), mix(recipe.skin, WARM, 0.08))
    if recipe.beard:
        _beard(sheet, recipe, face)
    _features(sheet, recipe)
    _front_hair(sheet, recipe, face)
    if recipe.glasses:
        _glasses(sheet, recipe)
    return sheet


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
    top = ellipse(50, 40.5, outer, 27.5 + lift, 180, 360)
    return [*top, (50 + outer, 47), (48.4 + outer, 53), (51.6 - outer, 53), (50 - outer, 47)]


def _body(sheet: Sheet, recipe: Recipe) -> None:
    clothes = recipe.clothes
    sheet.fill(path(SHOULDERS), clothes)
    sheet.fill(rounded(39.5, 68, 60.5, 92, 5), recipe.skin)
    sheet.fill(path(NECK_SHADE), mix(recipe.skin, "#6b2f16", 0.20), 0.9)
    sheet.fill(ellipse(50, 88.5, 10.5, 6.5, 0, 180), recipe.skin)
    dark = mix(clothes, "#10181c", 0.28)
    if recipe.collar == "shirt":
        white = "#f1efe9" if luminance(clothes) < 0.72 else "#c6d3d8"
        sheet.fill([(38.5, 86.5), (33, 94), (42, 101), (50, 97)], white)
        sheet.fill([(61.5, 86.5), (67, 94), (58, 101), (50, 97)], white)
        sheet.fill([(39.6, 86), (50, 97.4), (60.4, 86)], recipe.skin)
    elif recipe.collar == "vee":
        sheet.fill([(38, 87), (50, 103), (62, 87)], recipe.skin)
        sheet.stroke([(37.6, 88), (50, 103), (62.4, 88)], 1.8, dark)
    else:
        sheet.stroke(ellipse(50, 88.2, 12.6, 8.2, 0, 180), 2.4, dark)


def _ears(sheet: Sheet, recipe: Recipe) -> None:
    for side in (-1, 1):
        x = 50 + side * (recipe.face_width + 0.4)
        sheet.fill(ellipse(x, 54.5, 4.2, 5.4), mix(recipe.skin, WARM, 0.08))
        if recipe.earrings:
            sheet.fill(ellipse(x + side * 0.6, 61, 1.5, 1.5), GOLD)


def _features(sheet: Sheet, recipe: Recipe) -> None:
    brow = recipe.hair if luminance(recipe.hair) < 0.62 else mix(recipe.hair, "#6d6357", 0.4)
    if recipe.is_dark:
        brow = mix(brow, "#140d0a", 0.4)
    for side in (-1, 1):
        x = 50 + side * 9.6
        sheet.fill(ellipse(x, 52.4, 2.15, 2.75), EYES)
        inner, low, high, outer = x - side * 4.6, x - side * 2, x + side * 2.2, x + side * 5.0
        sheet.stroke(path(f"M{inner} 45.3 C{low} 42.6, {high} 42.4, {outer} 45.2"), 1.7, brow, 0.92)
    sheet.stroke(path(NOSE), 1.1, mix(recipe.skin, "#3c1a0c", 0.55 if recipe.is_dark else 0.42), 0.62)
    half, low = 7.6 + recipe.smile, 69.6 + 3.6 * recipe.smile
    lips = mix(recipe.skin, "#2a0d0a", 0.55) if recipe.is_dark else LIPS
    if recipe.beard == "beard":
        lips = mix(recipe.skin, "#8e3d34", 0.45)
    mouth = f"M{50 - half} 69.6 C{50 - half / 2} {low}, {50 + half / 2} {low}, {50 + half} 69.6"
    sheet.stroke(path(mouth), 1.7, lips)


def _beard(sheet: Sheet, recipe: Recipe, face: Image.Image) -> None:
    colour = mix(recipe.hair, recipe.skin, 0.06)
    if recipe.beard == "moustache":
        sheet.fill(path(MOUSTACHE), colour)
        return
    chin = ImageChops.multiply(face, sheet.mask(path(JAW)))
    if recipe.beard == "stubble":
        sheet.pour(chin, colour, 0.22)
        return
    sheet.pour(chin, colour)
    sheet.fill(ellipse(50, 70.4, 8.6, 3.5), recipe.skin)


def _glasses(sheet: Sheet, recipe: Recipe) -> None:
    for side in (-1, 1):
        x = 50 + side * 10
        rim = rounded(x - 7.4, 46.4, x + 7.4, 58.6, 5.6 if recipe.glasses == "round" else 3)
        sheet.fill(rim, "#ffffff", 0.16)
        sheet.stroke([*rim, rim[0]], 1.45, LENS_FRAME)
        sheet.stroke([(x + side * 7.4, 51.2), (50 + side * (recipe.face_width - 0.4), 50.2)], 1.3, LENS_FRAME)
    sheet.stroke(path(BRIDGE), 1.4, LENS_FRAME)


def _back_hair(sheet: Sheet, recipe: Recipe) -> None:
    """What of the hair falls behind the face and the shoulders."""
    outer, hair = recipe.face_width + 6.4, recipe.hair
    left, right = 50 - outer, 50 + outer
    match recipe.style:
        case "long" | "wavy":
            flare = 8 if recipe.style == "long" else 4.5
            sheet.fill(ellipse(50, 43, outer, 31.5), hair)
            sheet.fill([(left, 43), (right, 43), (right + flare, 95.5), (left - flare, 95.5)], hair)
            if recipe.style == "wavy":
                for rank, y in enumerate((56, 68, 80, 90)):
                    for side in (-1, 1):
                        sheet.fill(ellipse(50 + side * (outer - 1.5 + rank), y, 6.6, 8.2), hair)
        case "bob":
            sheet.fill(ellipse(50, 43, outer - 1, 31.5), hair)
            sheet.fill([(left + 1, 43), (right - 1, 43), (right - 1, 70), (left + 1, 70)], hair)
            sheet.fill(rounded(left + 1, 56, right - 1, 84.5, 7), hair)
        case "curly" | "curls":
            locks = CURLY if recipe.style == "curly" else CURLS
            sheet.pour(sheet.mask(*(ellipse(x, y, radius, radius) for x, y, radius in locks)), hair)
        case "bun":
            sheet.fill(ellipse(50, 10.5, 11, 9.5), hair)
        case "ponytail":
            sheet.fill(path("M66 22 C88 26, 92 54, 82 80 C76 76, 76 60, 70 50"), hair)
        case "puff":
            sheet.fill(ellipse(50, 25, 27, 20.5), hair)


def _front_hair(sheet: Sheet, recipe: Recipe, face: Image.Image) -> None:
    """What frames the brow: the cap of hair less the part of the face that it leaves free."""
    width = recipe.face_width
    if recipe.style == "bald":
        for side in (-1, 1):
            sheet.fill(ellipse(50 + side * (width + 0.6), 44, 2.6, 8.5), recipe.hair)
        return
    hairline, lift = HAIRLINES[HAIRLINE_OF[recipe.style]]
    free = sheet.mask([*path(hairline, recipe.stretch), (58 + width, 104), (42 - width, 104)])
    cap = sheet.mask(_cap(width, lift))
    if recipe.style not in EARS_SHOWN:
        cap = ImageChops.lighter(cap, face)
    sheet.pour(ImageChops.subtract(cap, free), recipe.hair)
    if recipe.style == "puff":
        band = path("M29.2 35 C34 25.5, 66 25.5, 70.8 35", recipe.stretch)
        sheet.stroke(band, 2.2, mix(recipe.clothes, "#b98a3a", 0.5))
