package dev.goldpan.verify;

import java.util.List;

/**
 * A verifier that needs no argument, as lists show it; {@link Verifiers} opens it.
 *
 * @param name as users write it
 * @param scores what it scores
 * @param unit of its scores, see {@link VerifierInfo#unit}
 * @param hasGradient whether a search can go by its gradient, back through the finished picture alone
 * @param networks folders that it reads; none where it needs no network
 */
public record VerifierEntry(String name, String scores, String unit, boolean hasGradient, List<String> networks) {
    private static final String COSINE = "cosine";
    private static final String LOGIT = "logit";
    private static final String CLIP = "clip";
    private static final String INCEPTION = "inception";

    private static final List<VerifierEntry> ALL = List.of(
            new VerifierEntry(CLIP, "how well picture and prompt fit, by CLIP", COSINE, true, List.of(CLIP)),
            new VerifierEntry("clip-hessel", "the same on the scale of Hessel et al.", "2.5 max(cosine, 0)", true, List.of(CLIP)),
            new VerifierEntry("clip-percent", "the same on the scale of torchmetrics", "100 max(cosine, 0)", true, List.of(CLIP)),
            new VerifierEntry("clip-logit", "the same on the scale of CLIP's training", LOGIT, true, List.of(CLIP)),
            new VerifierEntry("siglip", "how well picture and prompt fit, by SigLIP", LOGIT, true, List.of("siglip")),
            new VerifierEntry("pick-score", "which picture of a prompt people would pick, by PickScore", LOGIT, true, List.of("pick-score")),
            new VerifierEntry("preference", "how much people would like the picture for its prompt, by a network of ImageReward's shape",
                    "reward", true, List.of("preference")),
            new VerifierEntry("aesthetic", "how pleasing the picture is, by a head over CLIP", "points", true, List.of("aesthetic", CLIP)),
            new VerifierEntry("class", "how much the picture is of the class that the prompt names, by the inception network",
                    LOGIT, true, List.of(INCEPTION)),
            new VerifierEntry("class-probability", "the same as a probability, by the inception network", "probability", true,
                    List.of(INCEPTION)),
            new VerifierEntry("dino-class", "how much the picture is of the class that the prompt names, by a linear head over DINOv2",
                    LOGIT, true, List.of("dino")),
            new VerifierEntry("clip-class", "the same by CLIP without training for it", LOGIT, true, List.of(CLIP)),
            new VerifierEntry("dino-ssl", "likeness of the picture and what it was foreseen to be on the way, by DINOv2", COSINE, false,
                    List.of("dino")),
            new VerifierEntry("clip-ssl", "the same by CLIP", COSINE, false, List.of(CLIP)),
            new VerifierEntry("siglip-ssl", "the same by SigLIP", COSINE, false, List.of("siglip")),
            new VerifierEntry("fid", "what a picture does for the FID of a population: chooses from banks, steers no search", "- FID", false,
                    List.of(INCEPTION)),
            new VerifierEntry("is", "the same for its inception score", "IS", false, List.of(INCEPTION)),
            new VerifierEntry("jpeg", "how small the picture's JPEG file is: a toy", "- kB", false, List.of()),
            new VerifierEntry("jpeg-large", "how large it is", "kB", false, List.of()));

    /** All that come with Goldpan. */
    public static List<VerifierEntry> all() {
        return ALL;
    }

    /** Whether {@code name}, or a member of the ensemble that it is, reads a network of {@link Verifiers#folder}. */
    public static boolean needsNetwork(String name) {
        List<String> members = VerifierNames.members(name);
        return ALL.stream().anyMatch(entry -> members.contains(entry.name) && !entry.networks.isEmpty());
    }
}
