/**
 * The judge: a small detector that looks at pictures of the bundled model's world and answers for each subject of a prompt
 * whether it is there, recognisable and no mixture, and has the right colour, number and place.
 *
 * <p>Evaluation only. Whatever steers a search (verifiers, losses, algorithms) must not depend on this room: what is optimised
 * cannot measure itself. The judge shares neither data, seeds nor architecture with the verifiers.
 */
package dev.goldpan.judge;
