package io.undertone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of this module. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.undertone.event", "io.undertone.operator");

  @Test
  void eventsKnowNoStepAndNoModel() {
    noClasses()
        .that()
        .resideInAPackage("io.undertone.event")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.undertone.operator..",
            "io.undertone.cell..",
            "io.undertone.model..",
            "io.undertone.text..",
            "io.undertone.onnx..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parse", "tokenize", "embed", "repeat", "score"})
  void noStepKnowsAnother(String step) {
    noClasses()
        .that()
        .resideInAPackage("io.undertone.operator." + step)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "io.undertone.operator.parse",
                    "io.undertone.operator.tokenize",
                    "io.undertone.operator.embed",
                    "io.undertone.operator.repeat",
                    "io.undertone.operator.score")
                .and(resideOutsideOfPackage("io.undertone.operator." + step)))
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsKafkaOrOnnxRuntime() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..", "org.apache.flink.connector..", "ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void insideScoreFlinkEndsAtTheOperatorItsStateAndTheSerializer() {
    noClasses()
        .that()
        .resideInAPackage("io.undertone.operator.score")
        .and()
        .haveNameNotMatching(
            ".*\\.(ScoreReviews|KeyedMemories|KeptSerializer|AnswerState|LegacyState|StateMismatchException)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(CLASSES);
  }

  @Test
  void thePendingQueueKnowsNoFlink() {
    noClasses()
        .that()
        .haveNameMatching(".*\\.batch\\.(PendingQueue|Engine|PendingElement|DrainCause)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(CLASSES);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("io.undertone.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
