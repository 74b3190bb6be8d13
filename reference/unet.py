"""Tiny UNet2DConditionModels of every shape the toolkit runs: weights, inputs, outputs, attention maps, input gradients."""
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor

from common import gain, randn, save, save_json, seeded

CROSS_DOWN, DOWN = "CrossAttnDownBlock2D", "DownBlock2D"
CROSS_UP, UP = "CrossAttnUpBlock2D", "UpBlock2D"

CASES = {
    # SD1.x: 1x1 convolution projections, one head count
    "sd15": dict(
        config=dict(sample_size=16, block_out_channels=(6, 12, 18), layers_per_block=1, norm_num_groups=3,
                    down_block_types=(CROSS_DOWN, CROSS_DOWN, DOWN), up_block_types=(UP, CROSS_UP, CROSS_UP),
                    cross_attention_dim=20, attention_head_dim=2),
        shape=(2, 4, 8, 12), tokens=7),
    # SD2.x: linear projections, heads by level, latents not divisible by the number of halvings
    "sd21": dict(
        config=dict(sample_size=12, block_out_channels=(4, 8, 8, 8), layers_per_block=1, norm_num_groups=2,
                    down_block_types=(CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, DOWN),
                    up_block_types=(UP, CROSS_UP, CROSS_UP, CROSS_UP),
                    cross_attention_dim=24, attention_head_dim=(1, 2, 4, 4), use_linear_projection=True,
                    upcast_attention=True),
        shape=(2, 4, 13, 10), tokens=9),
    # SDXL: several transformer blocks, pooled text and sizes
    "sdxl": dict(
        config=dict(sample_size=16, block_out_channels=(4, 8, 12), layers_per_block=1, norm_num_groups=4,
                    down_block_types=(DOWN, CROSS_DOWN, CROSS_DOWN), up_block_types=(CROSS_UP, CROSS_UP, UP),
                    cross_attention_dim=28, attention_head_dim=(1, 2, 3), use_linear_projection=True,
                    transformer_layers_per_block=(1, 2, 2), addition_embed_type="text_time",
                    addition_time_embed_dim=6, projection_class_embeddings_input_dim=10 + 36),
        shape=(2, 4, 16, 8), tokens=5, pooled=10),
    # the bundled model: attention at every level
    "mini": dict(
        config=dict(sample_size=16, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
                    down_block_types=(CROSS_DOWN, CROSS_DOWN), up_block_types=(CROSS_UP, CROSS_UP),
                    cross_attention_dim=24, attention_head_dim=4),
        shape=(3, 4, 8, 8), tokens=6),
}


class Recorder(AttnProcessor):
    """The explicit attention of diffusers, keeping its probabilities."""

    def __init__(self, maps, name):
        self.maps, self.name = maps, name

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **kwargs):
        plain = attn.get_attention_scores

        def keep(query, key, mask=None):
            scores = plain(query, key, mask)
            self.maps[self.name] = scores.view(hidden_states.shape[0], -1, *scores.shape[1:])
            return scores

        attn.get_attention_scores = keep
        try:
            return super().__call__(attn, hidden_states, encoder_hidden_states, attention_mask)
        finally:
            attn.get_attention_scores = plain


def main():
    for name, case in CASES.items():
        net = seeded(lambda: UNet2DConditionModel(**case["config"]))
        b = case["shape"][0]
        x = randn(*case["shape"], seed=1)
        t = torch.tensor([981.0, 37.0, 500.5])[:b]
        context = randn(b, case["tokens"], case["config"]["cross_attention_dim"], seed=2)
        io = {"x": x, "t": t, "context": context}
        added = None
        if "pooled" in case:
            io["pooled"] = randn(b, case["pooled"], seed=3)
            io["sizes"] = torch.tensor([[128.0, 64, 0, 0, 128, 64], [96, 64, 8, 4, 128, 64]])[:b]
            added = {"text_embeds": io["pooled"], "time_ids": io["sizes"]}

        def run(latents):
            return net(latents, t, encoder_hidden_states=context, added_cond_kwargs=added).sample

        print(name, "gain", round(gain(run, x), 2), "parameters", sum(p.numel() for p in net.parameters()))
        io["out"] = run(x)
        maps = {}
        net.set_attn_processor({k: Recorder(maps, k.removesuffix(".processor")) for k in net.attn_processors})
        leaf = x.clone().requires_grad_(True)
        out = run(leaf)
        weight = randn(*out.shape, seed=4)
        io["grad_out_weight"] = weight
        io["grad_x"] = torch.autograd.grad((out * weight).sum(), leaf)[0]
        run(x)
        for layer in sorted(maps):
            if ".transformer_blocks.0." in layer:
                io["map." + layer] = maps[layer]
        save_json(f"unet/{name}", "config", dict(net.config) | {"_class_name": "UNet2DConditionModel"})
        save(f"unet/{name}", "diffusion_pytorch_model", net.state_dict())
        # a few maps are enough; the order of all layers is kept as a list
        for k in [k for k in io if k.startswith("map.")][4:]:
            del io[k]
        save(f"unet/{name}", "io", io)
        save_json(f"unet/{name}", "sites", list(maps))


if __name__ == "__main__":
    main()
