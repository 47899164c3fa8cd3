/**
 * Each review only once. Events come in keyed by user; a review whose id was there before is
 * counted and dropped, everything else passes in its order. The step exists only if it is asked
 * for.
 *
 * <p>Read {@link io.undertone.operator.repeat.DropRepeats}.
 */
@NullMarked
package io.undertone.operator.repeat;

import org.jspecify.annotations.NullMarked;
