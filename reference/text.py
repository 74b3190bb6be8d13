"""A small byte-pair tokeniser in every file layout that checkpoints have, tiny CLIP text encoders, and diffusers' use of prompts.

Writes fixtures/text/. The corpus is made up here, so that the word pieces belong to nobody.
"""
import collections
import json
import shutil
import warnings

import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
from transformers.utils import logging

from common import FIXTURES, gain, randn, save, save_json, seeded

logging.set_verbosity_error()
warnings.filterwarnings("ignore")
BEGIN, END = "<|startoftext|>", "<|endoftext|>"
TEXT = FIXTURES / "text"

ANIMALS = "cat dog bird bear lion horse elephant monkey frog turtle rabbit mouse leopard tiger zebra donkey owl penguin".split()
OBJECTS = "balloon bench car apple bow crown suitcase chair glasses clock backpack sofa umbrella lantern teapot bicycle".split()
COLOURS = "red orange yellow green blue purple pink brown gray black white golden".split()
SENTENCES = """a photograph of an astronaut riding through the mountains at sunset, highly detailed, sharp focus
an oil painting of a small village by the sea in the style of the old masters, soft light, warm colours
the quick brown fox jumps over the lazy dog while three children are watching from the window
portrait of an old fisherman, it's raining, he doesn't mind, they've seen worse and we'll see, i'm sure you'd agree
two or three wooden boats under a bridge, the left one is larger than the one on the right, reflections in the water
isometric view of a tiny room with plants, books and a lamp on the table, 3d render, 8k, 1920 1080
a bowl of fruit next to a glass of water above the fireplace, watercolour, pencil drawing, black and white""".split("\n")

PROMPTS = [
    "",
    " ",
    "a cat and a red balloon",
    "A Cat AND a RED Balloon",
    "a photograph of an astronaut riding a horse",
    "  white   space\tand\nlines\u00a0and\u3000wide\u2003ones  ",
    "it's the dog's, they've said we'll see; I'm sure you'd've agreed, aren't you? 'twas 's",
    "wow! a cat!! (really) -- [no]... {yes}: a/b\\c @home #1 $5 %20 ^_^ & * + = ~ `x` <tag> |pipe|",
    "12 cats, 3.14 dogs, 1,000,000 birds, 8k, 4:3, ¼ ½ Ⅷ ٣ 三",
    "café naïve Ünïcödé façade résumé Ångström",
    "cafe\u0301 nai\u0308ve A\u030angstro\u0308m",
    "x\u0301\u0302\u0303\u0327 zalgo t\u0336e\u0335x\u0334t",
    "😀 a 🐈 and a 🎈, 👩‍🚀 on a 🐎 🇩🇪 👍🏽",
    "一只猫和一个红气球，写实风格。",
    "赤い風船と猫 カタカナ ﾊﾝｶｸ 한국어 풍선",
    "Ein großer Bär im Straßenverkehr, ŒUVRE, ﬁne ﬂow",
    "İstanbul ISPARTA ıI ǅ Σίσυφος ΟΔΟΣ",
    "قطة وبالون أحمر",
    "חתול ובלון אדום",
    "लाल गुब्बारा और बिल्ली",
    "แมวและลูกโป่งสีแดง",
    "zero\u200bwidth\u200djoiner\u2060word\ufeffbom soft\u00adhyphen \u202eright to left\u202c",
    "nul\u0000byte bell\u0007 escape\u001b delete\u007f next\u0085line",
    "private \ue000 use \U000f0000, unassigned \u0378 \U0010ffff, noncharacter \ufffe \ufffd",
    "𝒻𝒶𝓃𝒸𝓎 𝟙𝟚𝟛 𐍈 𠀀",
    "supercalifragilisticexpialidocious",
    "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
    "cat " * 74 + "dog",
    "cat " * 75 + "dog",
    "cat " * 90 + "and a red balloon, very late",
    "a cat, " * 30 + "😀🎈 ".strip() * 20,
    "one <|endoftext|> two <|startoftext|> three",
    "<|ENDOFTEXT|> <|StartOfText|> <| endoftext |> <|endoftext|>!!",
    "<sks> a <sks>dog <SKS>",
    "http://example.org/a?b=c&d=e user@example.org C:\\path\\file.txt",
    "snake_case camelCase kebab-case UPPER_CASE v1.5-beta",
    "“curly” ‘quotes’ – dashes — and … ellipsis",
    "(a cat:1.3), ((red)) [balloon] BREAK <lora:style:0.8>",
] + ["a %s and a %s %s" % (ANIMALS[i], COLOURS[(5 * i) % 12], OBJECTS[(7 * i) % 16]) for i in range(18)]


def byte_alphabet():
    """The printable stand-ins of the 256 byte values, in the order of the published vocabularies: '!' is 0."""
    shown = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or 174 <= b]
    hidden = [b for b in range(256) if b not in shown]
    letter = {b: chr(b) for b in shown} | {b: chr(256 + i) for i, b in enumerate(hidden)}
    return letter, [letter[b] for b in shown + hidden]


def learn(count):
    """Byte-pair merges of the made-up corpus: the most frequent pair first, ties by text."""
    letter, _ = byte_alphabet()
    counts = collections.Counter(w for s in SENTENCES for w in s.replace(",", " ,").split())
    counts.update({w: 6 for w in ANIMALS + OBJECTS + COLOURS + ["a", "and"]})
    words = {w: [letter[b] for b in w.encode()] for w in counts}
    for parts in words.values():
        parts[-1] += "</w>"
    merges = []
    while len(merges) < count:
        pairs = collections.Counter()
        for w, parts in words.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += counts[w]
        if not pairs:
            break
        left, right = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append((left, right))
        for parts in words.values():
            i = 0
            while i < len(parts) - 1:
                if (parts[i], parts[i + 1]) == (left, right):
                    parts[i:i + 2] = [left + right]
                i += 1
    return merges


def vocabulary(merges, letters):
    pieces = list(letters) + [a + "</w>" for a in letters] + [a + b for a, b in merges] + [BEGIN, END]
    return {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}


def token(content, normalized=True, **kind):
    return kind | dict(content=content, lstrip=False, normalized=normalized, rstrip=False, single_word=False)


def write(name, vocab, merges, config, special=None, added=None):
    folder = TEXT / "tokenizer" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocab))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), newline="\n")
    for file, value in ("tokenizer_config", config), ("special_tokens_map", special), ("added_tokens", added):
        if value is not None:
            (folder / f"{file}.json").write_text(json.dumps(value, indent=1) + "\n")
    return folder


def tokenizers():
    """Every layout: the older files with either padding, an explicit list of added tokens, one tokenizer.json of either age."""
    _, letters = byte_alphabet()
    merges = learn(450)
    vocab = vocabulary(merges, letters)
    n = len(vocab)
    typed = {"__type": "AddedToken"}
    older = dict(add_prefix_space=False, bos_token=token(BEGIN, **typed), eos_token=token(END, **typed),
                 unk_token=token(END, **typed), pad_token=END, model_max_length=77, do_lower_case=True, errors="replace",
                 tokenizer_class="CLIPTokenizer")
    special = dict(bos_token=token(BEGIN), eos_token=token(END), unk_token=token(END), pad_token=END)
    write("sd1", vocab, merges, older, special)
    write("sd2", vocab, merges, older, special | {"pad_token": "!"})
    listed = {"0": token("!", False, special=True), str(n - 2): token(BEGIN, special=True), str(n - 1): token(END, special=True)}
    write("sdxl2", vocab, merges, dict(added_tokens_decoder=listed, bos_token=BEGIN, eos_token=END, unk_token=END, pad_token="!",
                                       model_max_length=77), special | {"pad_token": "!"})
    write("bare", vocab, merges, None)
    write("inversion", vocab, merges, older, special, {"<sks>": n})
    narrow = [a for a in letters if a.isascii()]
    few = [m for m in merges if all(c.isascii() for c in "".join(m))]
    write("narrow", vocabulary(few, narrow), few, older | {"model_max_length": 24})

    whole = TEXT / "tokenizer" / "whole"
    shutil.rmtree(whole, ignore_errors=True)
    CLIPTokenizer.from_pretrained(TEXT / "tokenizer" / "sd2").save_pretrained(whole)
    tree = json.loads((whole / "tokenizer.json").read_text())
    (whole / "tokenizer.json").write_text(json.dumps(tree))
    # as published with CLIP ViT-L/14: merges in one string each, no marks in the word pattern
    old = TEXT / "tokenizer" / "whole-old"
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    tree["added_tokens"] = [dict(id=n - 2, **token(BEGIN, special=True)), dict(id=n - 1, **token(END, False, special=True))]
    tree["model"]["merges"] = [" ".join(m) for m in tree["model"]["merges"]]
    pattern = tree["pre_tokenizer"]["pretokenizers"][0]["pattern"]
    pattern["Regex"] = pattern["Regex"].split("|>|", 2)[2]
    (old / "tokenizer.json").write_text(json.dumps(tree))
    (old / "tokenizer_config.json").write_text(json.dumps(older, indent=1) + "\n")
    (old / "special_tokens_map.json").write_text(json.dumps(special, indent=1) + "\n")


def encode():
    """Ids as the pipelines ask for them, and where the content lies in the prompt (code points)."""
    for folder in sorted((TEXT / "tokenizer").iterdir()):
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        length = 77 if tokenizer.model_max_length > 10**9 else tokenizer.model_max_length
        rows = []
        for prompt in PROMPTS:
            ids = tokenizer(prompt, padding="max_length", max_length=length, truncation=True).input_ids
            whole = tokenizer(prompt, return_offsets_mapping=True)
            rows.append({"prompt": prompt, "ids": ids, "content": len(whole.input_ids) - 2,
                         "offsets": [i for pair in whole["offset_mapping"][1:-1] for i in pair]})
        target = TEXT / "tokens" / f"{folder.name}.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps({"length": length, "rows": rows}, separators=(",", ":")) + "\n")
        print(folder.name, len(tokenizer), "pad", tokenizer.pad_token_id, target.stat().st_size // 1000, "kB")


def config(vocab, **kind):
    base = dict(vocab_size=vocab, max_position_embeddings=77, num_hidden_layers=5, attention_dropout=0.0, bos_token_id=vocab - 2,
                pad_token_id=0)
    return CLIPTextConfig(**base | kind)


def encoders(vocab):
    """L, H and bigG in small; eos_token_id 2 is what every old configuration says, and means 'the largest id'."""
    torch.manual_seed(0)
    return {
        "l": (CLIPTextModel, config(vocab, hidden_size=32, intermediate_size=37, num_attention_heads=4, hidden_act="quick_gelu",
                                    eos_token_id=2)),
        "h": (CLIPTextModel, config(vocab, hidden_size=24, intermediate_size=41, num_attention_heads=3, hidden_act="gelu",
                                    eos_token_id=vocab - 1, num_hidden_layers=6)),
        "bigg": (CLIPTextModelWithProjection, config(vocab, hidden_size=40, intermediate_size=48, num_attention_heads=5,
                                                     hidden_act="gelu", eos_token_id=2, projection_dim=20)),
    }


def encoder_fixtures(vocab):
    """Hidden states, last, pooled, projected; and gradients of a weighted sum, for training."""
    made = {}
    tokenizer = {name: CLIPTokenizer.from_pretrained(TEXT / "tokenizer" / name) for name in ("sd1", "sd2", "sdxl2")}
    for (name, (kind, shape)), pads in zip(encoders(vocab).items(), ("sd1", "sd2", "sdxl2")):
        net = seeded(lambda: kind(shape), seed=11)
        for key, parameter in net.named_parameters():
            # the initial values are so small that attention is uniform and every layer the identity: scale them up
            parameter.data *= 12 if "embedding" in key else 3 if parameter.dim() == 2 else 1
        made[name] = net
        prompts = ["a cat and a red balloon", "one <|endoftext|> two", "", PROMPTS[29]]
        ids = torch.tensor([tokenizer[pads](p, padding="max_length", max_length=77, truncation=True).input_ids for p in prompts])
        for p in net.parameters():
            p.requires_grad_(True)
        out = net(ids, output_hidden_states=True)
        inner = net.text_model if hasattr(net, "text_model") else net
        normed = inner.final_layer_norm(out.last_hidden_state * 0 + out.hidden_states[-3])
        pooled = out.last_hidden_state[torch.arange(4), (ids == vocab - 1).int().argmax(-1)]
        io = {"ids": ids, "last": out.last_hidden_state, "pooled": pooled, "skip2": normed}
        io |= {f"hidden.{i}": h for i, h in enumerate(out.hidden_states) if i in (0, 1, len(out.hidden_states) - 2,
                                                                                len(out.hidden_states) - 1)}
        if hasattr(out, "text_embeds") and out.text_embeds is not None:
            io["projected"] = out.text_embeds
        else:
            assert torch.equal(pooled, out.pooler_output)
        weight = randn(*out.last_hidden_state.shape, seed=5)
        loss = (out.last_hidden_state * weight).sum() + sum(v.sum() for v in [io.get("projected", pooled)])
        io["grad_weight"] = weight
        named = dict(net.named_parameters())
        chosen = ["embeddings.position_embedding.weight", "encoder.layers.0.self_attn.q_proj.weight",
                  "encoder.layers.2.mlp.fc1.weight", "encoder.layers.4.layer_norm1.bias", "final_layer_norm.weight"]
        prefix = "text_model." if "text_model.final_layer_norm.weight" in named else ""
        grads = torch.autograd.grad(loss, [named[prefix + c] for c in chosen])
        io |= {"grad." + c: g for c, g in zip(chosen, grads)}
        for p in net.parameters():
            p.requires_grad_(False)

        def through(x, layers=inner.encoder.layers):
            for layer in layers:
                x = layer(x, attention_mask=torch.full((77, 77), float("-inf")).triu(1)[None, None])
                x = x[0] if isinstance(x, tuple) else x
            return x

        print(name, "gain", round(gain(through, out.hidden_states[0].detach()), 2), sorted({k.split(".")[0] for k in named}))
        save_json(f"text/clip/{name}", "config", shape.to_dict() | {"architectures": [kind.__name__]})
        # the smaller one as transformers 4 wrote it, with its prefix and its buffer of positions; the others as version 5 does
        state = net.state_dict()
        if name == "l":
            state = {"text_model." + k.removeprefix("text_model."): v for k, v in state.items()}
            state["text_model.embeddings.position_ids"] = torch.arange(77)[None]
        save(f"text/clip/{name}", "model", state)
        save(f"text/clip/{name}", "io", io)
    return made, tokenizer


class Stub:
    """As much of a pipeline as encode_prompt touches."""

    def __init__(self, **parts):
        self.__dict__.update(parts)
        self._execution_device = torch.device("cpu")


def prompt_fixtures(made, tokenizer):
    """What diffusers' own encode_prompt gives for prompts, negatives, second prompts and skipped layers."""
    io = {}
    long = PROMPTS[29]
    for name, net, words in ("sd1", made["l"], "sd1"), ("sd2", made["h"], "sd2"):
        if not hasattr(net, "text_model"):
            net.text_model = net  # diffusers looks for the final norm where transformers 4 had it
        for skip in (None, 1, 3):
            pipe = Stub(tokenizer=tokenizer[words], text_encoder=net, unet=None)
            positive, negative = StableDiffusionPipeline.encode_prompt(
                pipe, ["a cat and a red balloon", long], "cpu", 1, True, ["", "ugly!"], clip_skip=skip)
            io[f"{name}.{skip or 0}.positive"], io[f"{name}.{skip or 0}.negative"] = positive, negative
    zeros = type("config", (), {"force_zeros_for_empty_prompt": True})
    for label, second, negative, negative2, skip in (
            ("plain", None, None, None, None), ("second", "two dogs!", "ugly!", None, None),
            ("both", "two dogs!", "", "blurry", 2)):
        pipe = Stub(tokenizer=tokenizer["sd1"], tokenizer_2=tokenizer["sdxl2"], text_encoder=made["l"],
                    text_encoder_2=made["bigg"], config=zeros, unet=None)
        parts = StableDiffusionXLPipeline.encode_prompt(pipe, "a cat and a red balloon", second, "cpu", 1, True, negative,
                                                        negative2, clip_skip=skip)
        for part, value in zip(("positive", "negative", "pooled", "negative_pooled"), parts):
            io[f"sdxl.{label}.{part}"] = value
    save("text/prompts", "io", {k: v.detach() for k, v in io.items()})


def main():
    tokenizers()
    encode()
    vocab = len(json.loads((TEXT / "tokenizer/sd1/vocab.json").read_text()))
    prompt_fixtures(*encoder_fixtures(vocab))


if __name__ == "__main__":
    main()
