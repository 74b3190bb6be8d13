package dev.goldpan.sample;

import java.util.Set;

/**
 * Makes a sampler out of settings, with the defaults of its class in diffusers.
 *
 * @param kind which sampler
 * @param settings its settings
 */
record SamplerFactory(SamplerKind kind, SchedulerSettings settings) {
    /** Kinds whose class in diffusers knows rescale_betas_zero_snr; the others ignore it. */
    private static final Set<SamplerKind> ZERO_SNR = Set.of(SamplerKind.DDIM, SamplerKind.EULER, SamplerKind.EULER_ANCESTRAL,
            SamplerKind.DPM_2M, SamplerKind.DPM_2M_SDE);

    VpPath path() {
        boolean heun = kind == SamplerKind.HEUN;
        boolean zeroSnr = ZERO_SNR.contains(kind) && settings.flag("rescale_betas_zero_snr", false);
        VpPath path = VpPath.of(new Betas(settings.integer("num_train_timesteps", 1000),
                settings.number("beta_start", heun ? 0.00085 : 1e-4), settings.number("beta_end", heun ? 0.012 : 0.02),
                settings.choice("beta_schedule", Betas.Curve.LINEAR), zeroSnr));
        return zeroSnr && kind != SamplerKind.DDIM ? path.withFloor() : path;
    }

    Sampler sampler(Parametrisation predicts) {
        double eta = settings.number("eta", 0);
        if (eta != 0 && kind != SamplerKind.DDIM) {
            throw new IllegalArgumentException("eta: " + eta + " goes with the sampler ddim only, not with " + kind);
        }
        return switch (kind) {
            case DDIM -> ddim(predicts, eta);
            case PNDM -> new Pndm(grid(Spacing.LEADING), !settings.flag("skip_prk_steps", false),
                    settings.flag("set_alpha_to_one", false));
            case EULER -> new Euler(sigmas(curve(), endsClean()));
            case EULER_ANCESTRAL -> new EulerAncestral(sigmas(SigmaCurve.TABLE, true));
            case HEUN -> new Heun(sigmas(curve(), true), fixed(false));
            case DPM_2M, DPM_2M_SDE -> new DpmPlusPlus(dpmGrid(), solver(), dynamic(Clip.NONE));
        };
    }

    private Sampler ddim(Parametrisation predicts, double eta) {
        TimeGrid grid = grid(Spacing.LEADING);
        if (grid.path().betas().zeroSnr() && predicts == Parametrisation.EPSILON) {
            throw settings.wrong("rescale_betas_zero_snr", "false for a model that predicts epsilon, of which pure noise says nothing");
        }
        return new Ddim(grid, settings.flag("set_alpha_to_one", true), dynamic(fixed(true)), eta);
    }

    private TimeGrid grid(Spacing spacing) {
        return new TimeGrid(path(), settings.choice("timestep_spacing", spacing), settings.integer("steps_offset", 0));
    }

    private SigmaGrid sigmas(SigmaCurve curve, boolean endsClean) {
        return new SigmaGrid(grid(Spacing.LINSPACE), curve, endsClean);
    }

    private DpmGrid dpmGrid() {
        return new DpmGrid(sigmas(curve(), endsClean()), settings.number("lambda_min_clipped", Double.NEGATIVE_INFINITY));
    }

    private SigmaCurve curve() {
        boolean karras = settings.flag("use_karras_sigmas", false);
        boolean exponential = settings.flag("use_exponential_sigmas", false);
        if (karras && exponential) {
            throw settings.wrong("use_exponential_sigmas", "false where use_karras_sigmas is true");
        }
        return karras ? SigmaCurve.KARRAS : exponential ? SigmaCurve.EXPONENTIAL : SigmaCurve.TABLE;
    }

    private boolean endsClean() {
        return switch (settings.text("final_sigmas_type", "zero")) {
            case "zero" -> true;
            case "sigma_min" -> false;
            default -> throw settings.wrong("final_sigmas_type", "\"zero\" or \"sigma_min\"");
        };
    }

    private Clip fixed(boolean otherwise) {
        return settings.flag("clip_sample", otherwise) ? new Clip.Fixed(settings.number("clip_sample_range", 1)) : Clip.NONE;
    }

    private Clip dynamic(Clip otherwise) {
        return settings.flag("thresholding", false) ? new Clip.Dynamic(settings.number("dynamic_thresholding_ratio", 0.995),
                settings.number("sample_max_value", 1)) : otherwise;
    }

    private DpmPlusPlus.Solver solver() {
        if (settings.text("variance_type", "").startsWith("learned")) {
            throw settings.wrong("variance_type", "a model that predicts no variance");
        }
        String type = settings.text("solver_type", "midpoint");
        boolean foreign = Set.of("logrho", "bh1", "bh2").contains(type); // diffusers takes them for midpoint
        return new DpmPlusPlus.Solver(settings.integer("solver_order", 2),
                foreign ? DpmPlusPlus.Type.MIDPOINT : settings.choice("solver_type", DpmPlusPlus.Type.MIDPOINT),
                settings.flag("lower_order_final", true), settings.flag("euler_at_final", false),
                kind == SamplerKind.DPM_2M_SDE);
    }
}
