/** To be described. */
@NullMarked
package io.undertone.job;

import org.jspecify.annotations.NullMarked;
