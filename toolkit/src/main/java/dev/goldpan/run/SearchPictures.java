package dev.goldpan.run;

import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.PictureText;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Course;
import dev.goldpan.search.Outcome;
import dev.goldpan.search.Recipe;
import dev.goldpan.tensor.EngineFacts;
import dev.goldpan.tensor.Png;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of a search's pictures: each holds how it is made again. */
final class SearchPictures implements Darkroom {
    private final Spec spec;
    private final LoadedModel loaded;
    private final Records records;
    private final String engine = EngineFacts.ask().summary();

    SearchPictures(Spec spec, LoadedModel loaded, Records records) {
        this.spec = spec;
        this.loaded = loaded;
        this.records = records;
    }

    @Override
    public List<Entry.Picture> develop(List<Outcome> finished, int width) {
        return records.keep(finished, outcome -> png(outcome, width));
    }

    private byte[] png(Outcome outcome, int width) {
        Candidate candidate = outcome.scored().candidate();
        Map<String, Object> origin = new LinkedHashMap<>(Made.of(candidate, outcome.rows(), width).keys());
        Map<String, Object> scores = new LinkedHashMap<>();
        outcome.scored().scores().forEach((verifier, score) -> scores.put(verifier, score.failed() ? score.failure() : score.value()));
        origin.put("scores", scores);
        origin.put("algorithm", spec.algorithm());
        origin.put("verifier", spec.verifier());
        Long seed = candidate.recipe() instanceof Recipe.Fresh fresh ? fresh.seed() : null;
        int steps = candidate.course() instanceof Course.Steps course ? course.steps() : spec.searchSteps();
        PictureText text = new PictureText(loaded.model(), spec.settings().withSteps(steps), spec.prompt(), seed, origin, engine);
        return Png.encode(outcome.image(), text.byKeyword());
    }
}
