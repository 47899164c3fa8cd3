/** A real browser for tests of pages. */
@NullMarked
package io.undertone.job.browser;

import org.jspecify.annotations.NullMarked;
