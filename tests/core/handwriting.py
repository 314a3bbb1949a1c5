"""Draws pages of handwriting on lined paper, and takes pictures of them as a phone would."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

PAPER = 238


def handwritten(seed, *, hand=1, size=(900, 1270), lines=27, filled=1.0) -> Image.Image:
    """A page: `seed` is what is written, `hand` who writes; the paper is always the same."""
    words, own = np.random.default_rng(seed), np.random.default_rng(hand)
    slant, high, pen = own.uniform(-0.2, 0.5), own.uniform(9, 13), int(own.integers(2, 4))
    width, height = size
    page = Image.new("L", size, PAPER)
    draw = ImageDraw.Draw(page)
    top, step, left = int(height * 0.07), height * 0.9 / (lines + 1), int(width * 0.11)
    for row in range(lines + 1):
        draw.line([(0, top + row * step), (width, top + row * step)], fill=188, width=2)
    draw.line([(left - 14, 0), (left - 14, height)], fill=170, width=2)
    for row in range(int(lines * filled)):
        base, at = top + (row + 0.8) * step, left + words.uniform(0, 8) + 40 * (words.random() < 0.12)
        end = width * (words.uniform(0.3, 0.8) if words.random() < 0.1 else 0.95) - words.uniform(0, 70)
        while at < end:
            points = []
            for stroke in range(4 * int(words.integers(2, 10))):
                up = high * (1.9 if words.random() < 0.12 else words.uniform(0.2, 1.0))
                lift = up if stroke % 2 else -words.uniform(-0.12, 0.15) * high
                points.append((at + slant * lift, base - lift))
                at += high * 0.22
            if at > width * 0.97:
                break
            draw.line(points, fill=60, width=pen, joint="curve")
            at += high * words.uniform(0.7, 1.4)
    grain = np.random.default_rng(seed + 999).normal(0, 4, (height, width))
    return Image.fromarray((np.asarray(page) + grain).clip(0, 255).astype(np.uint8))


def cropped(page: Image.Image, share: float, seed: int) -> Image.Image:
    """Up to that share of each side is cut off."""
    width, height = page.size
    left, top, right, low = np.random.default_rng(seed).uniform(0.3, 1, 4) * share
    return page.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - low))))


def photographed(page: Image.Image, turn: float, seed: int, *, table: int | None = None) -> Image.Image:
    """The same page before a camera: not quite straight, in uneven light, not quite sharp, smaller."""
    ground = PAPER if table is None else table
    if table is not None:
        whole = Image.new("L", (int(page.width * 1.1), int(page.height * 1.08)), table)
        whole.paste(page, (int(page.width * 0.05), int(page.height * 0.04)))
        page = whole
    page = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=ground)
    y, x = np.mgrid[0 : page.height, 0 : page.width]
    side = np.random.default_rng(seed).uniform(0, 6.28)
    shade = np.cos(side) * (x / page.width - 0.5) + np.sin(side) * (y / page.height - 0.5)
    lit = Image.fromarray((np.asarray(page) * (0.78 + 0.35 * shade)).clip(0, 255).astype(np.uint8))
    soft = lit.filter(ImageFilter.GaussianBlur(1.2)).resize((page.width * 7 // 10, page.height * 7 // 10))
    out = io.BytesIO()
    soft.save(out, "JPEG", quality=60)
    return Image.open(out).convert("L")
