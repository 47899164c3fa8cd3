/** To be described. */
@NullMarked
package io.undertone.model;

import org.jspecify.annotations.NullMarked;
