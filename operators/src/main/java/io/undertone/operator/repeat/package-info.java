/**
 * The same review only once. Events come in keyed by user, each review under its id; a repeat of an
 * id stays here and is counted, everything else goes on in its order. This step is there only if it
 * is asked for.
 *
 * <p>Read {@link io.undertone.operator.repeat.DropRepeats}.
 */
@NullMarked
package io.undertone.operator.repeat;

import org.jspecify.annotations.NullMarked;
