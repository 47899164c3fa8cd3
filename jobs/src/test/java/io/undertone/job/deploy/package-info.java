/**
 * A live job whose model is changed while it runs: what it says is held against replays by the
 * models that it names. Read {@code DeployIT} first.
 */
@NullMarked
package io.undertone.job.deploy;

import org.jspecify.annotations.NullMarked;
