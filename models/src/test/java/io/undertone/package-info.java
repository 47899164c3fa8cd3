/** Tests of the module as a whole. */
@NullMarked
package io.undertone;

import org.jspecify.annotations.NullMarked;
