package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Ways in which a generated picture fails its prompt, as changes of what is asked for. */
public enum Foil {
    /** Another subject, half of the time one that looks alike. */
    SUBJECT {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            return changed(spec, dice, mention -> {
                List<Subject> alike = ALIKE.getOrDefault(mention.subject(), List.of());
                Subject other = !alike.isEmpty() && dice.chance(0.5) ? dice.pick(alike) : dice.pick(Subject.all());
                return new Mention(mention.count(), mention.style(), mention.colour(), other);
            });
        }
    },
    /** A subject is missing, or one too many. */
    MISSING {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            List<Mention> mentions = new ArrayList<>(spec.mentions());
            if (mentions.size() > 1) {
                mentions.remove(dice.below(mentions.size()));
            } else if (spec.things() < SceneSpec.MOST) {
                mentions.add(dice.below(2), Mention.of(dice.pick(Subject.all())).in(mentions.get(0).style()));
            }
            return Optional.of(new SceneSpec(mentions, Relation.AND));
        }
    },
    /** Two of one subject in place of two subjects. */
    TWICE {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            return spec.mentions().size() == 2 && spec.things() == 2
                    ? Optional.of(SceneSpec.of(spec.mentions().get(dice.below(2)).times(2))) : Optional.empty();
        }
    },
    /** Another colour, or one where there is none to be. */
    COLOUR {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            return changed(spec, dice, mention -> mention.in(dice.pick(List.of(Colour.values()))));
        }
    },
    /** The colours and styles of two subjects exchanged. */
    BINDING {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            if (spec.mentions().size() != 2) {
                return Optional.empty();
            }
            Mention first = spec.mentions().get(0);
            Mention second = spec.mentions().get(1);
            return Optional.of(new SceneSpec(List.of(first.in(second.colour()).in(second.style()),
                    second.in(first.colour()).in(first.style())), spec.relation()));
        }
    },
    /** Another place. */
    RELATION {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            if (!spec.relation().spatial()) {
                return Optional.empty();
            }
            Relation other = dice.pick(List.of(Relation.LEFT_OF, Relation.RIGHT_OF, Relation.ABOVE, Relation.BELOW));
            return Optional.of(new SceneSpec(spec.mentions(), other));
        }
    },
    /** Another number. */
    COUNT {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            return changed(spec, dice, mention -> mention.times(1 + dice.below(SceneSpec.MOST)));
        }
    },
    /** Another style. */
    STYLE {
        @Override
        Optional<SceneSpec> of(SceneSpec spec, Dice dice) {
            return changed(spec, dice, mention -> mention.in(dice.pick(List.of(Style.values()))));
        }
    };

    private static final Map<Subject, List<Subject>> ALIKE = alike();

    /** The specification with this fault; empty where there is no room for it. It may, by chance, be the same. */
    abstract Optional<SceneSpec> of(SceneSpec spec, Dice dice);

    private static Optional<SceneSpec> changed(SceneSpec spec, Dice dice, UnaryOperator<Mention> change) {
        List<Mention> mentions = new ArrayList<>(spec.mentions());
        int which = dice.below(mentions.size());
        Mention other = change.apply(mentions.get(which));
        boolean pointless = other.style() == Style.STRIPED
                && (other.subject() == Subject.ZEBRA || other.subject() == Subject.TIGER);
        int things = spec.things() - mentions.get(which).count() + other.count();
        mentions.set(which, other);
        boolean twice = Collections.frequency(mentions.stream().map(Mention::subject).toList(), other.subject()) > 1;
        return pointless || twice || things > SceneSpec.MOST ? Optional.empty()
                : Optional.of(new SceneSpec(mentions, spec.relation()));
    }

    /** The pairs of the similar-subjects prompts. */
    private static Map<Subject, List<Subject>> alike() {
        Map<Subject, List<Subject>> alike = new EnumMap<>(Subject.class);
        for (String prompt : PromptSet.SIMILAR.prompts()) {
            List<Mention> pair = Caption.parse(prompt).mentions();
            alike.computeIfAbsent(pair.get(0).subject(), s -> new ArrayList<>()).add(pair.get(1).subject());
            alike.computeIfAbsent(pair.get(1).subject(), s -> new ArrayList<>()).add(pair.get(0).subject());
        }
        return alike;
    }
}
