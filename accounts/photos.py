"""A photo as Tutorat keeps it: square, small, without metadata."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 256
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoRefused(Exception):
    """The file cannot become a photo; the message is a French sentence for the person."""


def squared(file: BinaryIO, size: int) -> bytes:
    """Return the picture in `file` (`size` bytes) as a 256 × 256 WebP without any metadata.

    Raises `PhotoRefused` for what is too heavy, too large, or not a JPEG, PNG or WebP picture.
    """
    if size > MAX_BYTES:
        raise PhotoRefused("Cette photo dépasse 10 Mo. Choisissez-en une plus légère.")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PhotoRefused("Cette photo a trop de pixels. Réduisez-la, puis envoyez-la de nouveau.")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PhotoRefused(
            "Ce fichier n’est pas une photo lisible. Envoyez une image JPEG, PNG ou WebP."
        ) from None
    square = ImageOps.fit(upright, (SIDE, SIDE), centering=(0.5, 0.4))
    clean = Image.new("RGB", square.size)
    clean.paste(square)
    out = BytesIO()
    clean.save(out, "WEBP", quality=82)
    return out.getvalue()
