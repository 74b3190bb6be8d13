"""Extracts the emoji bitmaps of the mini world from Noto Color Emoji (Debian package fonts-noto-color-emoji 2.042).

Needs pillow with libraqm (for joined sequences such as the black cat). Writes mini/src/main/resources/glyphs: one PNG per
glyph, cropped to its visible part, and glyphs.tsv (file, subject, variant, code points).
"""
import pathlib
import sys

from PIL import Image, ImageDraw, ImageFont

FONT = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
OUT = pathlib.Path(__file__).resolve().parent.parent / "mini/src/main/resources/glyphs"

# subject: variants in order. The first is the plainest; joined sequences are written out with U+200D.
GLYPHS = """
cat 1F408 1F431 1F408-200D-2B1B
dog 1F415 1F436
bird 1F426 1F426-200D-2B1B
bear 1F43B
lion 1F981
horse 1F40E 1F434
elephant 1F418
monkey 1F412 1F435
frog 1F438
turtle 1F422
rabbit 1F407 1F430
rat 1F400
mouse 1F401 1F42D
backpack 1F392
crown 1F451
suitcase 1F9F3
chair 1FA91
balloon 1F388
bow 1F380
car 1F697 1F698
bowl 1F963
bench 1F6CB
apple 1F34E 1F34F
clock 23F0 1F552
glasses 1F453
tiger 1F405 1F42F
leopard 1F406
zebra 1F993
donkey 1FACF
cow 1F404 1F42E
ox 1F402
buffalo 1F403
goat 1F410
sheep 1F411
pig 1F416 1F437
boar 1F417
wolf 1F43A
fox 1F98A
raccoon 1F99D
panda 1F43C
deer 1F98C
duck 1F986
goose 1FABF
chicken 1F414
eagle 1F985
owl 1F989
parrot 1F99C
penguin 1F427
dolphin 1F42C
shark 1F988
crocodile 1F40A
tomato 1F345
peach 1F351
pear 1F350
bus 1F68C 1F68D
truck 1F69A
taxi 1F695 1F696
handbag 1F45C
watch 231A
sunglasses 1F576
""".split("\n")

# The couch stands in for the bench; its floor lamp, above row 59 of the bitmap, is cut off.
FIRST_ROW = {"bench": 59}


def main():
    font = ImageFont.truetype(FONT, 109)  # the one size of the bitmap strike, 136x128
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    rows = ["file\tsubject\tvariant\tcodepoints"]
    for line in filter(None, GLYPHS):
        subject, *variants = line.split()
        for variant, points in enumerate(variants):
            text = "".join(chr(int(p, 16)) for p in points.split("-"))
            image = Image.new("RGBA", (136, 128), (0, 0, 0, 0))
            ImageDraw.Draw(image).text((0, 0), text, font=font, embedded_color=True, anchor="la")
            image = image.crop((0, FIRST_ROW.get(subject, 0), 136, 128))
            box = image.getchannel("A").point(lambda a: 255 if a > 24 else 0).getbbox()
            name = f"{subject}{variant}.png"
            image.crop(box).save(OUT / name, optimize=True)
            rows.append(f"{name}\t{subject}\t{variant}\t{points}")
    (OUT / "glyphs.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows) - 1, "glyphs", sum(f.stat().st_size for f in OUT.glob("*.png")), "bytes")


main()
