/**
 * A model without a net, for tests of everything around models: whole numbers, exact in a float, in
 * place of neurons. Its states depend on every token, their order and every review before, so that
 * lost memory, mixed-up users and swapped reviews show at once.
 *
 * <p>Read {@link io.undertone.cell.fake.FakeModel} first.
 */
@NullMarked
package io.undertone.cell.fake;

import org.jspecify.annotations.NullMarked;
