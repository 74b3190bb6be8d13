package dev.goldpan.sample;

import dev.goldpan.tensor.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The samplers there are: what people call them, and their class in diffusers. */
public enum SamplerKind {
    /** {@link Ddim}. */
    DDIM("ddim", "DDIMScheduler", false),
    /** {@link Pndm}, which without its Runge-Kutta steps is PLMS. */
    PNDM("pndm", "PNDMScheduler", false),
    /** {@link Euler}. */
    EULER("euler", "EulerDiscreteScheduler", true),
    /** {@link EulerAncestral}. */
    EULER_ANCESTRAL("euler-a", "EulerAncestralDiscreteScheduler", false),
    /** {@link Heun}. */
    HEUN("heun", "HeunDiscreteScheduler", true),
    /** {@link DpmPlusPlus}. */
    DPM_2M("dpm++2m", "DPMSolverMultistepScheduler", true),
    /** {@link DpmPlusPlus}, stochastic. */
    DPM_2M_SDE("dpm++2m-sde", "DPMSolverMultistepScheduler", true);

    private static final List<String> CURVES = List.of("karras", "exponential");

    private final String label;
    private final String type;
    private final boolean takesCurve;

    SamplerKind(String label, String type, boolean takesCurve) {
        this.label = label;
        this.type = type;
        this.takesCurve = takesCurve;
    }

    /** The class in diffusers, which is {@code _class_name} in a scheduler_config.json. */
    public String type() {
        return type;
    }

    @Override
    public String toString() {
        return label;
    }

    /** Every name that {@link SchedulerConfig#withSampler} knows. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (SamplerKind kind : values()) {
            names.add(kind.label);
            if (kind.takesCurve) {
                CURVES.forEach(curve -> names.add(kind.label + "-" + curve));
            }
        }
        return names;
    }

    /** The sampler that {@code name} begins with; {@code name} is one of {@link #names()}. */
    static SamplerKind of(String name) {
        return Stream.of(values()).filter(kind -> name.equals(kind.label)
                || CURVES.stream().anyMatch(curve -> name.equals(kind.label + "-" + curve))).findFirst().orElseThrow();
    }

    /** @throws IllegalArgumentException with the known names and the nearest, if {@code name} is not one of them */
    public static String checked(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (names().contains(wanted)) {
            return wanted;
        }
        throw new IllegalArgumentException("sampler: '" + name + "' is not known; did you mean '" + Spelling.nearest(wanted, names())
                + "'? There are " + String.join(", ", names()));
    }
}
