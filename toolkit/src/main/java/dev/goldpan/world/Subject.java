package dev.goldpan.world;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a caption can name. The first {@value #PROMPTED} are the subjects of the Attend-and-Excite prompt sets (twelve animals, of
 * which one is a rat in one set and a mouse in the other, and twelve objects); the others are look-alikes. The order fixes class
 * indices and must not change.
 */
public enum Subject {
    CAT(Kind.ANIMAL, "cats"),
    DOG(Kind.ANIMAL, "dogs"),
    BIRD(Kind.ANIMAL, "birds"),
    BEAR(Kind.ANIMAL, "bears"),
    LION(Kind.ANIMAL, "lions"),
    HORSE(Kind.ANIMAL, "horses"),
    ELEPHANT(Kind.ANIMAL, "elephants"),
    MONKEY(Kind.ANIMAL, "monkeys"),
    FROG(Kind.ANIMAL, "frogs"),
    TURTLE(Kind.ANIMAL, "turtles"),
    RABBIT(Kind.ANIMAL, "rabbits"),
    RAT(Kind.ANIMAL, "rats"),
    MOUSE(Kind.ANIMAL, "mice"),
    BACKPACK(Kind.OBJECT, "backpacks"),
    CROWN(Kind.OBJECT, "crowns"),
    SUITCASE(Kind.OBJECT, "suitcases"),
    CHAIR(Kind.OBJECT, "chairs"),
    BALLOON(Kind.OBJECT, "balloons"),
    BOW(Kind.OBJECT, "bows"),
    CAR(Kind.OBJECT, "cars"),
    BOWL(Kind.OBJECT, "bowls"),
    BENCH(Kind.OBJECT, "benches"),
    APPLE(Kind.OBJECT, "apples"),
    CLOCK(Kind.OBJECT, "clocks"),
    GLASSES(Kind.OBJECT, "glasses"),
    TIGER(Kind.ANIMAL, "tigers"),
    LEOPARD(Kind.ANIMAL, "leopards"),
    ZEBRA(Kind.ANIMAL, "zebras"),
    DONKEY(Kind.ANIMAL, "donkeys"),
    COW(Kind.ANIMAL, "cows"),
    OX(Kind.ANIMAL, "oxen"),
    BUFFALO(Kind.ANIMAL, "buffaloes"),
    GOAT(Kind.ANIMAL, "goats"),
    SHEEP(Kind.ANIMAL, "sheep"),
    PIG(Kind.ANIMAL, "pigs"),
    BOAR(Kind.ANIMAL, "boars"),
    WOLF(Kind.ANIMAL, "wolves"),
    FOX(Kind.ANIMAL, "foxes"),
    RACCOON(Kind.ANIMAL, "raccoons"),
    PANDA(Kind.ANIMAL, "pandas"),
    DEER(Kind.ANIMAL, "deer"),
    DUCK(Kind.ANIMAL, "ducks"),
    GOOSE(Kind.ANIMAL, "geese"),
    CHICKEN(Kind.ANIMAL, "chickens"),
    EAGLE(Kind.ANIMAL, "eagles"),
    OWL(Kind.ANIMAL, "owls"),
    PARROT(Kind.ANIMAL, "parrots"),
    PENGUIN(Kind.ANIMAL, "penguins"),
    DOLPHIN(Kind.ANIMAL, "dolphins"),
    SHARK(Kind.ANIMAL, "sharks"),
    CROCODILE(Kind.ANIMAL, "crocodiles"),
    TOMATO(Kind.OBJECT, "tomatoes"),
    PEACH(Kind.OBJECT, "peaches"),
    PEAR(Kind.OBJECT, "pears"),
    BUS(Kind.OBJECT, "buses"),
    TRUCK(Kind.OBJECT, "trucks"),
    TAXI(Kind.OBJECT, "taxis"),
    HANDBAG(Kind.OBJECT, "handbags"),
    WATCH(Kind.OBJECT, "watches"),
    SUNGLASSES(Kind.OBJECT, "sunglasses");

    /** Whether it is alive; objects are recoloured far more often. */
    public enum Kind { ANIMAL, OBJECT }

    /** How many subjects, from the first, occur in the Attend-and-Excite prompts. */
    public static final int PROMPTED = 25;

    private static final Map<String, Subject> BY_NOUN =
            Arrays.stream(values()).collect(Collectors.toMap(Subject::noun, Function.identity()));
    private static final Map<String, Subject> BY_PLURAL =
            Arrays.stream(values()).collect(Collectors.toMap(Subject::plural, Function.identity()));

    private final Kind kind;
    private final String plural;

    Subject(Kind kind, String plural) {
        this.kind = kind;
        this.plural = plural;
    }

    public Kind kind() {
        return kind;
    }

    /** The word for one: {@code cat}. Also the stem of its glyph files. */
    public String noun() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word for several; the same word for sheep, deer and glasses. */
    public String plural() {
        return plural;
    }

    /** Whether it is one of the Attend-and-Excite subjects. */
    public boolean prompted() {
        return ordinal() < PROMPTED;
    }

    /** The subject of this singular word. */
    public static Optional<Subject> ofNoun(String word) {
        return Optional.ofNullable(BY_NOUN.get(word));
    }

    /** The subject of this plural word. */
    public static Optional<Subject> ofPlural(String word) {
        return Optional.ofNullable(BY_PLURAL.get(word));
    }

    /** All subjects, in class order. */
    public static List<Subject> all() {
        return List.of(values());
    }
}
