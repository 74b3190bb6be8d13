package dev.goldpan.run;

import dev.goldpan.search.Budget;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Outlook;

/**
 * How a search stands.
 *
 * @param latest what was just evaluated
 * @param candidates looked at so far
 * @param cost so far
 * @param spent of the budget, the final run that is set aside included
 * @param best candidate so far among those that are furthest on their way
 * @param value of the best, comparable with earlier ones only where one verifier steers
 * @param outlook on more candidates, or null where they are not independent, or an ensemble steers
 */
public record Progress(Batch latest, int candidates, Cost cost, Budget.Spend spent, Entry best, double value, Outlook outlook) {}
