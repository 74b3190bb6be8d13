"""Draws the held-out pairs of the mini world: one pair in three of every stratum, by the order of a hash.

Strata: the three Attend-and-Excite sets, the similar pairs, and all other pairs. Needs nothing beyond Python. Run once; the
list is committed, and drawing another one means training again.
"""
import hashlib
import itertools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent / "mini/src/main"
PROMPTS = ROOT.parent.parent.parent / "toolkit/src/main/resources/dev/goldpan/guide/prompts"
SUBJECTS = [n.lower() for n in re.findall(r"^    ([A-Z]+)\(Kind", (ROOT / "java/dev/goldpan/mini/world/Subject.java").read_text(), re.M)]


def pairs_of(name):
    pairs = []
    for line in (PROMPTS / f"{name}.txt").read_text().splitlines():
        nouns = [w for w in line.split() if w in SUBJECTS]
        assert len(nouns) == 2, line
        pairs.append(tuple(sorted(nouns)))
    return pairs


def main():
    strata = [pairs_of(n) for n in ("world_similar", "ae_animal_animal", "ae_animal_object", "ae_object_object")]
    strata.append([tuple(sorted(p)) for p in itertools.combinations(SUBJECTS, 2)])
    seen, held = set(), []
    for stratum in strata:
        fresh = sorted(set(stratum) - seen, key=lambda p: hashlib.sha256(" ".join(p).encode()).hexdigest())
        seen |= set(fresh)
        held += fresh[:round(len(fresh) / 3)]
    text = "".join(f"{a} {b}\n" for a, b in sorted(held))
    (ROOT / "resources/heldout_pairs.txt").write_text(text)
    everyone = len(SUBJECTS) * (len(SUBJECTS) - 1) // 2
    least = min(len(SUBJECTS) - 1 - sum(s in p for p in held) for s in SUBJECTS)
    print(len(held), "of", everyone, "pairs held out; every subject keeps at least", least, "partners")
    for stratum, name in zip(strata, ("similar", "animal-animal", "animal-object", "object-object")):
        print(name, sum(p in held for p in stratum), "of", len(stratum))


main()
