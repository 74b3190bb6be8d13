"""Every scheduler of diffusers that the toolkit has, run over one smooth fake network: tables, times, latents of each step."""
import math

import diffusers
import torch

from common import save, save_json

SHAPE = (1, 2, 3, 4)
SD = dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
PIXART = dict(beta_schedule="linear", beta_start=0.0001, beta_end=0.02)
COSINE = dict(beta_schedule="squaredcos_cap_v2")
DDIM, PNDM, EULER, ANCESTRAL, HEUN, DPM = ("DDIMScheduler", "PNDMScheduler", "EulerDiscreteScheduler",
                                           "EulerAncestralDiscreteScheduler", "HeunDiscreteScheduler",
                                           "DPMSolverMultistepScheduler")
LEADING, TRAILING, LINSPACE = [dict(timestep_spacing=s) for s in ("leading", "trailing", "linspace")]
OFFSET, V, X0 = dict(steps_offset=1), dict(prediction_type="v_prediction"), dict(prediction_type="sample")
KARRAS, EXPONENTIAL = dict(use_karras_sigmas=True), dict(use_exponential_sigmas=True)
STOPS, ZERO_SNR = dict(final_sigmas_type="sigma_min"), dict(rescale_betas_zero_snr=True)
LATENT = dict(clip_sample=False)
SDE = dict(algorithm_type="sde-dpmsolver++")


def merged(*parts):
    return {k: v for part in parts for k, v in part.items()}


# class, steps, settings, eta
CASES = [
    *[(DDIM, n, [SD, OFFSET, LATENT, dict(set_alpha_to_one=False)], 0) for n in (1, 5, 10, 20, 50)],
    *[(DDIM, 10, [SD, LATENT, spacing, kind], 0) for spacing in (TRAILING, LINSPACE) for kind in ({}, V, X0)],
    *[(DDIM, n, [SD, LATENT, spacing], eta) for n, spacing in ((10, LEADING), (20, TRAILING)) for eta in (0.5, 1.0)],
    (DDIM, 10, [SD], 0), (DDIM, 10, [SD, dict(clip_sample_range=0.7), V], 0.3), (DDIM, 10, [V], 0), (DDIM, 10, [COSINE], 0),
    (DDIM, 10, [SD, dict(thresholding=True, sample_max_value=1.5)], 0), (DDIM, 10, [SD, LATENT, V, TRAILING, ZERO_SNR], 0.5),
    *[(PNDM, n, [SD, OFFSET, dict(skip_prk_steps=True)], 0) for n in (1, 2, 3, 5, 10, 20, 50)],
    *[(PNDM, 10, [SD, dict(skip_prk_steps=True), spacing, kind], 0) for spacing in (TRAILING, LINSPACE) for kind in ({}, V)],
    (PNDM, 10, [SD, dict(skip_prk_steps=True, set_alpha_to_one=True)], 0),
    (PNDM, 10, [SD], 0), (PNDM, 20, [SD, OFFSET, V], 0), (PNDM, 5, [PIXART, TRAILING], 0),
    *[(EULER, n, [SD], 0) for n in (1, 5, 10, 20, 50)],
    *[(EULER, 10, [SD, OFFSET, spacing, kind], 0) for spacing in (LEADING, TRAILING) for kind in ({}, V, X0)],
    *[(EULER, n, [SD, OFFSET, LEADING, curve], 0) for n in (10, 20) for curve in (KARRAS, EXPONENTIAL)],
    (EULER, 10, [SD, STOPS], 0), (EULER, 10, [PIXART, KARRAS], 0), (EULER, 10, [SD, V, TRAILING, ZERO_SNR], 0),
    *[(ANCESTRAL, n, [SD, spacing], 0) for n, spacing in ((5, LINSPACE), (10, LEADING), (20, TRAILING), (50, LINSPACE))],
    (ANCESTRAL, 10, [SD, V], 0), (ANCESTRAL, 10, [SD, V, TRAILING, ZERO_SNR], 0),
    *[(HEUN, n, [SD], 0) for n in (1, 5, 10, 20)],
    *[(HEUN, 10, [SD, OFFSET, spacing, kind], 0) for spacing in (LEADING, TRAILING) for kind in ({}, V, X0)],
    (HEUN, 10, [SD, KARRAS], 0), (HEUN, 10, [SD, EXPONENTIAL], 0), (HEUN, 10, [dict(clip_sample=True, clip_sample_range=2.0)], 0),
    *[(DPM, n, [SD], 0) for n in (1, 2, 5, 10, 14, 15, 20, 50)],
    *[(DPM, 10, [SD, OFFSET, spacing, kind], 0) for spacing in (LEADING, TRAILING) for kind in ({}, V, X0)],
    (DPM, 20, [PIXART], 0), (DPM, 20, [SD, KARRAS], 0), (DPM, 10, [SD, KARRAS, V], 0), (DPM, 10, [SD, EXPONENTIAL], 0),
    (DPM, 4, [COSINE, KARRAS, V], 0), (DPM, 10, [COSINE, dict(lambda_min_clipped=-5.1)], 0),
    (DPM, 10, [SD, dict(solver_type="heun")], 0), (DPM, 20, [SD, dict(solver_type="heun"), KARRAS], 0),
    (DPM, 10, [SD, dict(solver_order=1)], 0), (DPM, 10, [SD, STOPS], 0), (DPM, 20, [SD, STOPS], 0),
    (DPM, 20, [SD, STOPS, dict(euler_at_final=True)], 0), (DPM, 10, [SD, STOPS, dict(lower_order_final=False)], 0),
    (DPM, 10, [SD, dict(thresholding=True, sample_max_value=3.0)], 0), (DPM, 10, [SD, V, TRAILING, ZERO_SNR], 0),
    *[(DPM, n, [SD, SDE], 0) for n in (5, 10, 20, 50)],
    (DPM, 10, [SD, SDE, dict(solver_type="heun")], 0), (DPM, 20, [SD, SDE, KARRAS, V], 0), (DPM, 10, [SD, SDE, STOPS], 0),
]

# A file as it is shipped, and what from_config makes of it for another class.
SHIPPED = dict(_class_name=PNDM, _diffusers_version="0.6.0", **SD, num_train_timesteps=1000, set_alpha_to_one=False,
               skip_prk_steps=True, steps_offset=1, trained_betas=None, clip_sample=False)
SWITCHES = [("pndm", PNDM, {}), ("ddim", DDIM, {}), ("euler", EULER, {}), ("euler-a", ANCESTRAL, {}), ("heun", HEUN, {}),
            ("dpm++2m", DPM, {}), ("dpm++2m-karras", DPM, KARRAS), ("dpm++2m-sde", DPM, SDE), ("euler-exponential", EULER, EXPONENTIAL)]


def network(x, t, given):
    """Smooth, of moderate slope, different for every time, element and conditioning; the same function is in SamplerParityTest."""
    s = (torch.as_tensor(t, dtype=torch.float32) / 1000).reshape(-1, 1, 1, 1)
    return (0.2 + 0.7 * s) * x + 0.25 * torch.tanh(2 * x * (1 + s)) * torch.cos(3 * s) + 0.1 * torch.roll(x, 1, -1) + given


def run(scheduler, steps, eta, seed, nudge=0.0):
    scheduler.set_timesteps(steps)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)  # else a first time that comes twice (Karras sigmas over cosine betas) starts at its second
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma + nudge * scheduler.init_noise_sigma
    extra = dict(eta=eta) if isinstance(scheduler, diffusers.DDIMScheduler) else {}
    if "generator" in scheduler.step.__code__.co_varnames:
        extra["generator"] = generator
    latents = [x]
    for t in scheduler.timesteps:
        out = network(scheduler.scale_model_input(x, t), t, torch.full((1, 1, 1, 1), 0.05))
        x = scheduler.step(out, t, x, **extra).prev_sample
        latents.append(x)
    return latents


def described(scheduler):
    sigmas = getattr(scheduler, "sigmas", None)
    return dict(timesteps=scheduler.timesteps.double().tolist(), init_noise_sigma=float(scheduler.init_noise_sigma),
                sigmas=None if sigmas is None else sigmas.double().tolist())


def main():
    tensors, cases = {}, []
    for number, (name, steps, parts, eta) in enumerate(CASES):
        settings = merged(*parts)
        scheduler = getattr(diffusers, name)(**settings)
        latents = run(scheduler, steps, eta, seed=number)
        moved = run(scheduler, steps, eta, seed=number, nudge=1e-3)[-1] - latents[-1]
        amplification = float(moved.abs().max() / 1e-3 / latents[-1].std())
        assert math.isfinite(amplification) and amplification < 4, (name, steps, settings, amplification)
        tensors[str(number)] = torch.cat(latents)
        cases.append(dict(config=dict(_class_name=name, **settings), steps=steps, eta=eta, seed=number, **described(scheduler)))
    switches = []
    for label, name, extra in SWITCHES:
        own = {k: v for k, v in SHIPPED.items() if k != "_class_name"}
        scheduler = getattr(diffusers, name).from_config(own, **extra)
        scheduler.set_timesteps(20)
        switches.append(dict(sampler=label, **described(scheduler)))
    paths = {"scaled_linear": SD, "linear": PIXART, "squaredcos_cap_v2": COSINE, "zero_snr": merged(SD, ZERO_SNR)}
    for name, settings in paths.items():
        tensors["path." + name] = diffusers.DDIMScheduler(**settings).alphas_cumprod
    save("samplers", "latents", tensors)
    save_json("samplers", "cases", dict(cases=cases, switches=switches, shipped=SHIPPED))


main()
