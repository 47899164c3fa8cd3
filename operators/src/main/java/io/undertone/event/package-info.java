/** To be described. */
@NullMarked
package io.undertone.event;

import org.jspecify.annotations.NullMarked;
