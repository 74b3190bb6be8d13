package dev.goldpan.search;

/**
 * What a search proposes and a verifier scores: a trajectory and how far it is followed.
 *
 * @param recipe where it begins and which noise it takes
 * @param course the calls it makes
 * @param calls how many of them are made before it is looked at, counted from the beginning of the course. After the last of them
 *     there is a finished image, before it the x0-prediction of the last call made, and after none the noise alone.
 */
public record Candidate(Recipe recipe, Course course, int calls) {
    /** Checks that what is shared is part of it. */
    public Candidate {
        if (calls < recipe.shared()) {
            throw new IllegalArgumentException("a trajectory that shares " + recipe.shared() + " calls cannot be looked at after "
                    + calls);
        }
        if (recipe.shared() > 0 && !recipe.origin().course().equals(course)) {
            throw new IllegalArgumentException("a trajectory that shares calls with another is on its course");
        }
        if (recipe.isNoise() && course.entry() != 0) {
            throw new IllegalArgumentException("noise begins a course, it cannot enter one at call " + course.entry());
        }
    }

    /** The same trajectory after another number of calls. */
    public Candidate after(int other) {
        return new Candidate(recipe, course, other);
    }

    /** The trajectory, whatever has been made of it: two candidates of one trajectory are equal here. */
    public Candidate trajectory() {
        return new Candidate(recipe, course, recipe.shared());
    }
}
