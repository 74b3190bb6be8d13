package dev.goldpan.guide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The subjects of a prompt, as columns of its cross-attention.
 *
 * @param subjects in the order of the prompt, at least one
 * @param words how many content tokens the prompt has; they are columns 1 to {@code words}
 */
public record TokenGroups(List<Subject> subjects, int words) {
    /**
     * One word of the prompt.
     *
     * @param text as the user wrote it
     * @param columns its tokens, column 0 being the start token; one or more
     */
    public record Word(String text, List<Integer> columns) {
        /** Makes the list immutable. */
        public Word {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Something the picture is to show.
     *
     * @param noun what it is
     * @param attributes words that describe it, such as its colour
     */
    public record Subject(Word noun, List<Word> attributes) {
        /** Makes the list immutable. */
        public Subject {
            attributes = List.copyOf(attributes);
        }

        /** Attributes and noun, in the order of their columns. */
        public List<Word> all() {
            return Stream.concat(attributes.stream(), Stream.of(noun))
                    .sorted((a, b) -> Integer.compare(a.columns.get(0), b.columns.get(0))).toList();
        }

        @Override
        public String toString() {
            return String.join(" ", all().stream().map(Word::text).toList());
        }
    }

    /** Checks that every column is one of the prompt's. */
    public TokenGroups {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("no subject: name the subjects with --tokens \"cat; red balloon\"");
        }
        int last = words;
        boolean known = subjects.stream().flatMap(subject -> subject.all().stream()).map(Word::columns)
                .allMatch(columns -> !columns.isEmpty() && columns.stream().allMatch(column -> column >= 1 && column <= last));
        if (!known) {
            throw new IllegalArgumentException("token columns must be 1 to " + words);
        }
    }

    /** The subjects' nouns. */
    public List<Word> nouns() {
        return subjects.stream().map(Subject::noun).toList();
    }

    /** The subjects as a user would name them. */
    public List<String> names() {
        return subjects.stream().map(Subject::toString).toList();
    }

    List<Integer> nounOwners() {
        return Stream.iterate(0, i -> i + 1).limit(subjects.size()).toList();
    }

    /** Nouns and attributes, subject by subject. */
    List<Word> described() {
        return subjects.stream().map(Subject::all).flatMap(Collection::stream).toList();
    }

    /** The subject of each of {@code described()}. */
    List<Integer> owners() {
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            for (int j = 0; j < subjects.get(i).all().size(); j++) {
                owners.add(i);
            }
        }
        return owners;
    }

    /** Every column of nouns and attributes, subject by subject. */
    List<Integer> columns() {
        return described().stream().map(Word::columns).flatMap(Collection::stream).toList();
    }

    /** The subject of each of {@link #columns}. */
    List<Integer> columnOwners() {
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            int columns = subjects.get(i).all().stream().mapToInt(word -> word.columns().size()).sum();
            for (int j = 0; j < columns; j++) {
                owners.add(i);
            }
        }
        return owners;
    }

    void requireSeveral(String loss) {
        if (subjects.size() < 2) {
            throw lonely(loss, subjects.get(0).toString());
        }
    }

    /** What to throw where {@code loss} compares subjects and there is only {@code subject}. */
    static IllegalArgumentException lonely(String loss, String subject) {
        return new IllegalArgumentException(loss + " compares subjects and this prompt has one (" + subject
                + "): name two with --tokens \"cat; red balloon\", or use --loss attend-excite");
    }
}
