package dev.goldpan.mini.judge;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.mini.viewing.ViewedPictures;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/** A picture that was viewed and what a judge sees in it, surest first. */
record ViewedLook(Viewed viewed, List<Detection> seen) {
    /** What {@code judge} sees in all of {@code pictures}, as they were viewed. */
    static List<ViewedLook> all(Judge judge, ViewedPictures pictures) {
        List<ViewedLook> looks = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            try (Scope scope = Scope.open()) {
                looks.add(new ViewedLook(pictures.viewed().get(i), judge.look(pictures.images(i)).get(0)));
            }
        }
        return looks;
    }
}
