/**
 * A new model without stopping the job. A {@link io.undertone.operator.deploy.Deployment} comes in
 * on a stream of its own ({@code TakeDeployments}) and goes to the job manager, where {@code
 * Rollout} decides: every subtask of every step that runs the model prepares the new one beside the
 * old, then all switch at one checkpoint's barrier, or none. What a subtask does is in {@code
 * ServedModel}.
 *
 * <p>Read {@code Rollout} first.
 */
@NullMarked
package io.undertone.operator.deploy;

import org.jspecify.annotations.NullMarked;
