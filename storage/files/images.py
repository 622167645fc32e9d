"""Remakes images: places, cameras and whatever else was hidden in them is gone."""

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from channels.errors import Codes, Refusal
from channels.files.ports import Inspected

PIXELS = 40_000_000
ALL_PIXELS = 100_000_000  # of all frames of an animation
PREVIEW = (480, 480)
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}

# Pillow warns above this and refuses above twice as much; we refuse at the warning already.
Image.MAX_IMAGE_PIXELS = PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def places(path: Path) -> tuple[Path, Path]:
    """Returns the paths of the new image and of its preview."""
    return path.with_name(f"{path.name}.new"), path.with_name(f"{path.name}.small")


def remade(path: Path, type_: str) -> Inspected:
    """Remakes an image; blocks for seconds. Raises TOO_MANY_PIXELS, FILE_DISAGREES for no whole image of this type."""
    new, small = places(path)
    try:
        with Image.open(path, formats=[FORMATS[type_]]) as image:
            _require_small(image, 0)
            if getattr(image, "n_frames", 1) > 1 and type_ in ("image/gif", "image/webp"):
                width, height = _moving(image, new, small)
            else:
                width, height = _still(image, FORMATS[type_], new, small)
        return Inspected(new.stat().st_size, width, height, new, small)
    except _BOMB as error:
        forget(path)
        raise Refusal(Codes.TOO_MANY_PIXELS) from error
    except Refusal:
        forget(path)
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        TypeError,
        KeyError,
    ) as error:
        forget(path)
        raise Refusal(Codes.FILE_DISAGREES) from error


def _require_small(image: Image.Image, before: int) -> int:
    pixels = image.width * image.height
    if pixels > PIXELS or before + pixels > ALL_PIXELS:
        raise Refusal(Codes.TOO_MANY_PIXELS)
    return before + pixels


def _still(image: Image.Image, format_: str, new: Path, small: Path) -> tuple[int, int]:
    image.load()
    turned = ImageOps.exif_transpose(image)
    if format_ == "JPEG" and turned.mode not in ("RGB", "L"):
        turned = turned.convert("RGB")
    elif turned.mode not in ("RGB", "RGBA", "L", "LA", "P", "1"):
        turned = turned.convert("RGB" if format_ == "WEBP" or turned.mode in ("CMYK", "YCbCr", "LAB") else "RGBA")
    _write(turned, new, format_)
    _preview(turned, small)
    return turned.size


def _moving(image: Image.Image, new: Path, small: Path) -> tuple[int, int]:
    frames: list[Image.Image] = []
    durations: list[int] = []
    pixels = 0
    for frame in ImageSequence.Iterator(image):
        pixels = _require_small(frame, pixels)
        durations.append(int(frame.info.get("duration", 100)))
        frames.append(frame.convert("RGBA"))
    first, rest = frames[0], frames[1:]
    loop = int(image.info.get("loop", 0))
    _write(first, new, image.format or "", save_all=True, append_images=rest, duration=durations, loop=loop)
    _preview(first, small)
    return first.size


def _write(image: Image.Image, path: Path, format_: str, **more: Any) -> None:
    """Writes the pixels only. Everything else is in `info`, which some writers would read."""
    for one in (image, *more.get("append_images", ())):
        transparency = one.info.get("transparency")
        one.info = {} if transparency is None else {"transparency": transparency}
    quality = {"quality": 88} if format_ in ("JPEG", "WEBP") else {}
    image.save(path, format_, **quality, **more)


def _preview(image: Image.Image, path: Path) -> None:
    small = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small.thumbnail(PREVIEW)
    small.info = {}
    small.save(path, "WEBP", quality=80)


def forget(path: Path) -> None:
    """Removes an unfinished new image."""
    for place in places(path):
        place.unlink(missing_ok=True)
