/**
 * Where the steps get their model from: a bundle's folder, or a URI that is fetched once per
 * machine. A step leases the model while it is open; the subtasks of a process share it.
 *
 * <p>Read {@link io.undertone.operator.model.ModelSource} first.
 */
@NullMarked
package io.undertone.operator.model;

import org.jspecify.annotations.NullMarked;
