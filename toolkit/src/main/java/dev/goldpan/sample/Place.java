package dev.goldpan.sample;

import java.util.function.Predicate;

/**
 * Where one item of a batch stands.
 *
 * @param schedule the calls of its trajectory
 * @param next which of them comes next; their number when it is finished
 * @param age calls made since it started, which is less than {@code next} for one that started midway
 */
public record Place(Schedule schedule, int next, int age) {
    /** Checks the ranges. */
    public Place {
        if (next < 0 || next > schedule.size() || age < 0 || age > next) {
            throw new IllegalArgumentException("call " + next + " at age " + age + " of a schedule of " + schedule.size());
        }
    }

    /** Whether nothing is left to do. */
    public boolean isFinished() {
        return next == schedule.size();
    }

    /** The call that comes next. */
    public Schedule.Call call() {
        return schedule.calls().get(next);
    }

    /** Whether the call that comes next is the last. */
    boolean isLast() {
        return next == schedule.size() - 1;
    }

    /** The call before the next one, whose prediction {@link State#x0} is. */
    public Schedule.Call previous() {
        return schedule.calls().get(next - 1);
    }

    /** How many of the calls made since the start are {@code such}. */
    int made(Predicate<Schedule.Call> such) {
        return (int) schedule.calls().subList(next - age, next).stream().filter(such).count();
    }

    /** How noisy the latents are. */
    public Level level() {
        return isFinished() ? previous().to() : call().at();
    }

    /** One call further. */
    Place advanced() {
        return new Place(schedule, next + 1, age + 1);
    }
}
