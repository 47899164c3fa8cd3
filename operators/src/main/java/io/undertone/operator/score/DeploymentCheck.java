package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.model.BundleException;
import io.undertone.model.Manifest;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a model may replace the running one, and what that means for users' memories.
 * Knows no Flink.
 *
 * @param labels that the job writes probabilities of; empty for a language model
 */
record DeploymentCheck(Model model, SentimentSettings settings, List<String> labels) {

  /**
   * The settings of memories once the model runs: a deployment that must lose none was refused
   * before, and memories of still earlier models are reset, so that they stop no job.
   */
  static Remembering remembering(Remembering asked, @Nullable Deployment deployment) {
    return deployment == null ? asked : asked.with(Mismatch.RESET);
  }

  /**
   * Checks that the model can do what the job and the deployment ask of it.
   *
   * @param running the model that it replaces; null if it runs already, after a restore
   * @throws BundleException if it cannot
   */
  void requireFit(Deployment deployment, @Nullable Manifest running) {
    Manifest manifest = model.manifest();
    settings.requireFit(manifest);
    String doing = "Deploying " + manifest.id();
    if (!manifest.labels().equals(labels)) {
      throw new BundleException(
          doing,
          "the labels that the job writes: " + labels,
          manifest.labels().toString(),
          "Stop the job with a savepoint and start it with the other model.");
    }
    if (running == null
        || settings.remembering().memory() == Memory.RESET
        || running.stateFingerprint().equals(manifest.stateFingerprint())) {
      return;
    }
    if (deployment.policy() == StatePolicy.FAIL) {
      throw new BundleException(
          doing + " with state fail",
          "state fingerprint " + running.stateFingerprint() + ", of " + running.id(),
          manifest.stateFingerprint(),
          "Deploy it with reset or rewarm.");
    }
    if (deployment.policy() == StatePolicy.REWARM) {
      requireRewarm(doing + " with state rewarm", running);
    }
  }

  private void requireRewarm(String doing, Manifest running) {
    Manifest manifest = model.manifest();
    if (settings.remembering().rewarmReviews() == 0) {
      throw new BundleException(
          doing,
          "a job that keeps users' last reviews",
          "one that keeps none",
          "Start it with --rewarm-reviews, or deploy with reset.");
    }
    if (!manifest.tokenizerFingerprint().equals(running.tokenizerFingerprint())
        || settings.tokensMax(manifest) != settings.tokensMax(running)) {
      throw new BundleException(
          doing,
          "the tokenizer of " + running.id() + ", with " + settings.tokensMax(running) + " tokens",
          "another, with " + settings.tokensMax(manifest),
          "Deploy it with reset.");
    }
  }
}
