from io import BytesIO

import pytest
from PIL import Image

from accounts.photos import MAX_BYTES, SIDE, PhotoRefused, squared


def picture(size=(900, 600), kind="JPEG", exif=None) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, (40, 90, 120)).save(out, kind, **({"exif": exif} if exif else {}))
    out.seek(0)
    return out


def test_squared_makes_a_small_square_webp():
    result = Image.open(BytesIO(squared(picture(), 1000)))
    assert result.format == "WEBP"
    assert result.size == (SIDE, SIDE)


def test_squared_strips_metadata():
    exif = Image.Exif()
    exif[0x010E] = "Chez moi, 12 rue des Lilas"
    content = squared(picture(exif=exif), 1000)
    assert b"Lilas" not in content
    assert not Image.open(BytesIO(content)).getexif()


def test_squared_turns_the_picture_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    source = Image.new("RGB", (200, 200), (255, 0, 0))
    source.paste((0, 0, 255), (0, 0, 200, 100))
    out = BytesIO()
    source.save(out, "JPEG", exif=exif, quality=95)
    out.seek(0)
    turned = Image.open(BytesIO(squared(out, 1000))).convert("RGB")
    assert turned.getpixel((230, 128))[2] > 200
    assert turned.getpixel((20, 128))[0] > 200


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"\0" * 40, b"\xff\xd8\xff" * 9]
)
def test_squared_refuses_what_is_no_photo(content):
    with pytest.raises(PhotoRefused, match="JPEG, PNG ou WebP"):
        squared(BytesIO(content), len(content))


def test_squared_refuses_what_is_too_heavy():
    with pytest.raises(PhotoRefused, match="10 Mo"):
        squared(picture(), MAX_BYTES + 1)


def test_squared_refuses_too_many_pixels():
    with pytest.raises(PhotoRefused, match="pixels"):
        squared(picture((9000, 6000), "PNG"), 1000)
