package io.undertone.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the parts of this module may know of each other. */
class ArchitectureTest {

  private static final JavaClasses JOBS =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.undertone.job");

  /** The packages, each of which may know those before it and none behind it: no circle, then. */
  private static final List<String> ORDER =
      List.of(
          "local", "broker", "kafka", "sql", "dataset", "demo", "page", "replay", "memory", "bench",
          "command");

  @Test
  void thePipelineKnowsNeitherKafkaNorFiles() {
    noClasses()
        .that()
        .haveNameMatching("io\\.undertone\\.job\\.SentimentPipeline.*")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.flink.connector..",
            "org.apache.flink.core.fs..",
            "java.io..",
            "java.nio..",
            "io.undertone.job.*..")
        .check(JOBS);
  }

  @Test
  void onlyTheCommandsKnowTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.undertone.job.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(JOBS);
  }

  @Test
  void nobodyHereTouchesOnnxRuntime() {
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.onnxruntime..").check(JOBS);
  }

  @Test
  void onlyTheBrokerKnowsKafkasServer() {
    classes()
        .that()
        .resideOutsideOfPackage("io.undertone.job.broker..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("org.apache.kafka.common.test..", "kafka..")
        .check(JOBS);
  }

  @Test
  void arrowsPointOneWay() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage("io.undertone.job." + ORDER.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ORDER.subList(i + 1, ORDER.size()).stream()
                  .map(name -> "io.undertone.job." + name + "..")
                  .toArray(String[]::new))
          .check(JOBS);
    }
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of("io.undertone.job"),
                    ORDER.stream().map(name -> "io.undertone.job." + name + ".."))
                .toArray(String[]::new))
        .check(JOBS);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("io.undertone.(**)").should().beFreeOfCycles().check(JOBS);
  }
}
