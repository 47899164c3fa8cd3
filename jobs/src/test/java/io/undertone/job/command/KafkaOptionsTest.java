package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import org.junit.jupiter.api.Test;

/** Options of Kafka that make no sense together. */
class KafkaOptionsTest {

  @Test
  void aJobThatEndsTakesNoDeployments() {
    KafkaOptions options = new KafkaOptions();
    options.models = "models";
    assertThat(options.ends().models()).isEqualTo("models");

    options.bounded = true;
    assertThatThrownBy(options::ends)
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Taking deployments from 'models': expected a job that goes on, found --bounded, with"
                + " which it ends. Leave out --bounded or --models.");

    options.models = " ";
    assertThat(options.ends().models()).isNull();
  }
}
