package io.undertone.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.demo.SampleRecord.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

  private final List<SampleRecord> records = Sample.records();

  @Test
  void hasReviewsOfManyUsersAndSomethingBroken() {
    assertThat(of(Kind.REVIEW)).hasSizeGreaterThanOrEqualTo(300);
    assertThat(of(Kind.REVIEW).stream().map(SampleRecord::user).distinct())
        .hasSizeGreaterThanOrEqualTo(40);
    assertThat(of(Kind.BROKEN)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(of(Kind.FORGET)).isNotEmpty();
  }

  @Test
  void neverGoesBackInTime() {
    assertThat(records).extracting(SampleRecord::timestamp).isSorted();
  }

  private List<SampleRecord> of(Kind kind) {
    return records.stream().filter(record -> record.kind() == kind).toList();
  }
}
