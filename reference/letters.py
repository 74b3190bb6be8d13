"""The letters of labels in pictures: toolkit/src/main/resources/dev/goldpan/report/letters.png and letters.txt.

Goldpan draws labels where Java finds no fonts (containers), so it brings its own: the printable characters of Latin-1 in
DejaVu Sans, as grey values. Requirements: pillow, and the font (Debian: fonts-dejavu-core).

    python reference/letters.py /path/to/DejaVuSans.ttf toolkit/src/main/resources/dev/goldpan/report
"""
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = 13
CHARACTERS = [chr(c) for c in [*range(32, 127), *range(161, 256)] if c != 173] + list("–—…‘’“”")


def main(font_file, folder):
    font = ImageFont.truetype(font_file, SIZE)
    ascent, descent = font.getmetrics()
    widths = [round(font.getlength(c)) for c in CHARACTERS]
    sheet = Image.new("L", (sum(widths) + 2 * len(widths), ascent + descent), 0)
    draw = ImageDraw.Draw(sheet)
    left, lines = 0, []
    for character, width in zip(CHARACTERS, widths):
        draw.text((left + 1, 0), character, font=font, fill=255)
        lines.append(f"{ord(character)} {left} {width}")
        left += width + 2
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sheet.save(folder / "letters.png", optimize=True)
    (folder / "letters.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
